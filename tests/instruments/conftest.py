"""Tables of returns that are made, not read."""

import numpy as np
import pytest

from vertikal.instruments import Stations


@pytest.fixture(scope="session")
def make_stations():
    """Build returns from plain counts; what is not given is empty."""

    def build(registered=None, ballots=None, valid=None, leader=(), votes=None, region=None):
        n = len(leader)
        none = np.empty(0, np.int64)
        region = np.zeros(n, np.int64) if region is None else np.asarray(region)
        columns = {
            name: none if x is None else np.asarray(x)
            for name, x in (("registered", registered), ("ballots", ballots), ("valid", valid))
        }
        votes = np.empty((n, 0), np.int64) if votes is None else np.asarray(votes)
        return Stations(
            **columns,
            leader=np.asarray(leader),
            votes=votes,
            region=region,
            codes=tuple(f"R{k}" for k in range(int(region.max()) + 1)),
            candidates=tuple(f"C{k}" for k in range(votes.shape[1])),
        )

    return build


@pytest.fixture(scope="session")
def honest(make_stations):
    """Honest returns: regions differ, stations within them too, ballots are drawn one by one."""

    def build(n=600, seed=1, regions=6, size=1100):
        rng = np.random.default_rng(seed)
        region = np.arange(n) % regions
        a = np.clip(rng.normal(0.6, 0.05, regions)[region] + rng.normal(0, 0.07, n), 0.05, 0.95)
        v = np.clip(rng.normal(0.5, 0.06, regions)[region] + rng.normal(0, 0.08, n), 0.05, 0.95)
        registered = np.maximum(np.rint(size * np.exp(rng.normal(-0.18, 0.6, n))), 60).astype(int)
        ballots = rng.binomial(registered, a)
        valid = rng.binomial(ballots, 0.985)
        leader = rng.binomial(valid, v)
        rest = rng.binomial(valid - leader, 0.6)
        votes = np.stack([leader, rest, valid - leader - rest], 1)
        return make_stations(registered, ballots, valid, leader, votes, region)

    return build
