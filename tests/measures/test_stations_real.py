"""The same measures on Russia's polling stations; the figures stay in `../shared/data`.

Expected numbers are those of `../shared/facts/comparative.md`, S2, computed from the same file by
other code. That table divides the leader's votes by all ballots; so does this test, unless it says
otherwise. It leaves out Baikonur and, in 2004, the Koryak district, as is done here.
"""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xarray as xr

from vertikal import measures

ROOT = Path(__file__).parents[2]
FILE = ROOT / "../shared/data/russia_federal_precincts_2004_2021.parquet"
LEFT_OUT = ("98 Город Байконур (Республика Казахстан)", "Корякский автономный округ")
TABLE = {
    "2004": (0.713, 0.091, 89, 12, 37, 0.70, 0.18),
    "2007": (0.643, 0.112, 86, 13, 42, 0.90, 0.30),
    "2008": (0.703, 0.085, 84, 17, 16, 0.80, 0.27),
    "2011": (0.493, 0.169, 84, 11, 43, 0.91, 0.47),
    "2012": (0.636, 0.103, 84, 9, 44, 0.86, 0.25),
    "2016": (0.542, 0.142, 85, 10, 52, 0.89, 0.46),
    "2018": (0.767, 0.066, 86, 14, 38, 0.76, 0.20),
    "2021": (0.498, 0.160, 85, 7, 42, 0.93, 0.54),
}
"""Leader's share, its spread, regions, machines, clean regions, correlation, anomalous share."""

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def stations():
    """All stations of eight federal elections, in the project's fields."""
    if not FILE.exists():
        pytest.skip(f"{FILE} is not there")
    names = ["year", "region", "registered", "received", "invalid", "leader"]
    table = pl.read_parquet(FILE, columns=names)
    table = table.filter(pl.col("year").is_in([*map(int, TABLE)]))
    labels = table["region"].cast(pl.String).to_numpy()
    received, year = table["received"].to_numpy(), table["year"].to_numpy()
    data = xr.Dataset(
        {
            "registered": ("station", table["registered"].to_numpy()),
            "ballots": ("station", received),
            "valid": ("station", received - table["invalid"].to_numpy()),
            "leader": ("station", table["leader"].to_numpy()),
        },
        coords={
            "station_region": ("station", labels),
            "station_vote": ("station", year.astype(str)),
        },
    )
    return data.isel(station=np.flatnonzero(~np.isin(labels, LEFT_OUT)))


@pytest.fixture(scope="module")
def of_ballots(stations):
    """The same, with all ballots counted as valid."""
    return stations.assign(valid=stations["ballots"])


def read(data, name, **options):
    return measures.load(name)(data, **options).item()


@pytest.mark.parametrize("year", TABLE)
def test_the_table_is_recomputed(of_ballots, year):
    leader, spread, n, machines, clean, r, _ = TABLE[year]
    found = {
        name: read(of_ballots, name, vote=year)
        for name in ("leader_share", "leader_spread", "turnout_leader_correlation")
    }
    assert found["leader_share"] == pytest.approx(leader, abs=0.0006)
    assert found["leader_spread"] == pytest.approx(spread, abs=0.0006)
    assert found["turnout_leader_correlation"] == pytest.approx(r, abs=0.006)
    assert read(of_ballots, "machine_regions_share", vote=year) == pytest.approx(machines / n)
    assert read(of_ballots, "clean_regions_share", vote=year) == pytest.approx(clean / n)


@pytest.mark.parametrize("year", TABLE)
def test_anomalous_votes(stations, year):
    assert read(stations, "anomalous_share", vote=year) == pytest.approx(TABLE[year][-1], abs=0.03)


def test_share_of_valid_votes(stations):
    """In 2011, 1.03 of 65.65 million ballots were invalid; the leader had 32.37 million."""
    share = read(stations, "leader_share", vote="2011")
    assert share == pytest.approx(32.372 / (65.649 - 1.033), abs=5e-5)
    assert read(stations, "leader_spread", vote="2011") == pytest.approx(0.169, abs=0.001)


def test_machines_last(stations):
    votes = list(TABLE)
    assert read(stations, "machine_regions_stay", votes=votes) == pytest.approx(0.74, abs=0.006)
    assert read(stations, "clean_regions_stay", votes=votes) == pytest.approx(0.96, abs=0.006)


@pytest.mark.parametrize(("year", "fi", "fe"), [("2011", 0.64, 0.033), ("2012", 0.39, 0.021)])
def test_klimek_shares_are_near_the_published_ones(stations, year, fi, fe):
    """Published shares as recalled in comparative.md; ours come from likelihood, not a histogram.

    A refit of the paper's own kind on this file (README of the data) also finds more made-up
    stations than published: 0.050 and 0.053.
    """
    assert read(stations, "klimek_fi", vote=year) == pytest.approx(fi, abs=0.1)
    assert read(stations, "klimek_fe", vote=year) == pytest.approx(fe, abs=0.025)
