"""A run of Italy, short and small: a country with suits, elections, protests and removals."""

import numpy as np
import pytest

from vertikal.cli._common import make_request
from vertikal.io import Programs
from vertikal.lab import describe, in_memory, simulate


@pytest.fixture(scope="session")
def italy(tmp_path_factory):
    """Ten histories of six years, whole, in memory."""
    request = make_request("italy", members=10, seed=2, until=2006)
    store = Programs(tmp_path_factory.mktemp("programs"))
    parts = [records for _, records in simulate(request, store=store)]
    records = {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
    return in_memory(describe(request), records, np.arange(10))
