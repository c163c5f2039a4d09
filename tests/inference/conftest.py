"""The toy country, as commands make it, and programs that its worlds share."""

from pathlib import Path

import pytest

from vertikal.cli._common import make_request
from vertikal.io import Programs

TOY = str(Path(__file__).parent.parent / "data" / "toy")


@pytest.fixture(scope="session")
def request_toy():
    """The toy country as it is."""
    return make_request(TOY, members=1, seed=0)


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """Compiled programs: worlds of one shape share them."""
    return Programs(tmp_path_factory.mktemp("programs"))
