"""The name of an instrument's code: its own, and one for what returns are drawn from."""

from vertikal.instruments import NAMES
from vertikal.io._code import instrument_code


def test_every_instrument_has_a_name_of_its_own():
    codes = [instrument_code(name) for name in ("", *NAMES)]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 24 for code in codes)
