"""Worlds of the toy country and of Kazakhstan, as commands make them."""

from pathlib import Path

import pytest

from vertikal.cli._common import make_request
from vertikal.io import Programs

TOY = str(Path(__file__).parent.parent / "data" / "toy")


@pytest.fixture(scope="session")
def world():
    """A function that makes a request: changes, mechanisms left out, members, seed, scenario."""

    def make(under=None, *, without=(), members=10, seed=0, scenario=TOY):
        return make_request(scenario, members=members, seed=seed, under=under, without=without)

    return make


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """Compiled programs: worlds of one shape share them."""
    return Programs(tmp_path_factory.mktemp("programs"))
