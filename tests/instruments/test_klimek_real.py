"""Klimek's and Rozenas's estimates on the returns they read; the files stay in `../shared/data`.

Published figures as the data README has them: Klimek et al. from memory, Rozenas's Table 2 as read.
"""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vertikal import instruments

DATA = Path(__file__).parents[2] / "../shared/data"

pytestmark = pytest.mark.real_data


def table(name):
    path = DATA / f"{name}.parquet"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return pl.read_parquet(path)


@pytest.fixture(scope="module")
def stations(make_stations):
    """Returns whose chain of counting holds."""

    def build(data, registered, ballots, valid, leader, region=None):
        columns = [data[c].to_numpy() for c in (registered, ballots, valid, leader)]
        n, cast, counted, won = (np.asarray(x, np.int64) for x in columns)
        here = (n >= cast) & (cast >= counted) & (counted >= won)
        places = np.unique(data[region].to_numpy(), return_inverse=True)[1] if region else None
        return make_stations(n[here], cast[here], counted[here], won[here],
                             region=None if places is None else places[here])  # fmt: skip

    return build


@pytest.fixture(scope="module")
def russia(stations):
    data = table("russia_federal_precincts_2004_2021").with_columns(
        valid=pl.col("received") - pl.col("invalid"), region=pl.col("region").cast(pl.String)
    )

    def build(year):
        one = data.filter(pl.col("year") == year)
        return stations(one, "registered", "received", "valid", "leader", "region")

    return build


@pytest.mark.parametrize(("year", "padded", "made_up"), [(2011, 0.64, 0.033), (2012, 0.39, 0.021)])
def test_klimek_in_russia(russia, year, padded, made_up):
    one = russia(year)
    found = instruments.load("klimek_padded")(one)
    assert found.value == pytest.approx(padded, abs=0.03)
    assert found.p < 0.01
    found = instruments.load("klimek_made_up")(one)
    assert found.value == pytest.approx(made_up, abs=0.007)
    assert found.p < 0.01


def test_klimek_in_uganda_has_no_one_peak(stations):
    """Published 0.49 and 0.011. Shares are as common at 50 % as at 90 %: the highest cell decides.

    With the peak of the leader's share at 90 %, nothing is left to be padded.
    """
    data = table("uganda_president_2011_polling_stations").with_columns(
        ballots=pl.col("valid") + pl.col("invalid")
    )
    one = stations(data, "registered_voters", "ballots", "valid", "yoweri_museveni_kaguta",
                   "district_name")  # fmt: skip
    padded, made_up = (instruments.load(n)(one) for n in ("klimek_padded", "klimek_made_up"))
    assert padded.value < 0.05
    assert padded.detail["honest_share"] > 0.8
    assert made_up.value == pytest.approx(0.011, abs=0.004)
    assert padded.p < 0.01
    assert made_up.p < 0.01


def test_klimek_in_poland_looks_padded_and_is_not(stations):
    data = table("poland_president_2020_round1_precincts").drop_nulls("registered")
    leader = next(c for c in data.columns if "DUDA" in c)
    one = stations(data, "registered", "ballots_in_box", "valid_votes", leader, "voivodeship")
    found = instruments.load("klimek_padded")(one)
    assert found.value > 0.2
    assert found.null == pytest.approx(found.value, abs=0.2)
    assert found.p > 0.5
    assert instruments.load("klimek_made_up")(one).p > 0.5


@pytest.mark.parametrize(
    ("election", "published", "alarm"),
    [("russia2003", 0.24, False), ("russia2011", 0.94, True), ("russia2012", 0.97, True),
     ("canada2011", 0.07, False)],
)  # fmt: skip
def test_rozenas_on_his_own_files(stations, election, published, alarm):
    """Per cent of stations. The largest of a thousand resamples moves by about 0.05 of one."""
    data = table("rozenas_russia2003_2011_2012_canada2011")
    one = data.filter(pl.col("election") == election)
    found = instruments.load("coarse_shares")(stations(one, "N", "turnout", "turnout", "votes"))
    assert 100 * found.value == pytest.approx(published, abs=0.12)
    assert (found.p < 0.05) == alarm
