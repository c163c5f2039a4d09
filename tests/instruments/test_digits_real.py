"""Digits in honest elections, in Russia, and of the files that Rozenas used."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vertikal import instruments
from vertikal.instruments import last_digit, second_digit
from vertikal.instruments._digits import chi2

DATA = Path(__file__).parents[2] / "../shared/data"
ROZENAS = {
    # ours, and published (Rozenas 2017, Table 3, as the README of the data has it; None: not there)
    "russia2003": ((120.117, 153.0), (24.5952, 28.5)),
    "russia2011": ((34.1864, 24.7), (14.4, None)),
    "russia2012": ((68.8872, 123.9), (15.8265, 13.1)),
    "canada2011": ((462.166, 1641.6), (59.2642, 9.8)),
}
"""Chi-squares of the second and of the last digit of votes, counts of 10 or more.

His eight cells for turnout are met by the same formulas, so his votes are not those of this file:
where Canada's are counted from 1, the last digits give 8.6, where Russia's of 2003 are, 16.3.
"""

pytestmark = pytest.mark.real_data


def read(name, columns):
    """Columns of a file, empty cells as -1."""
    file = DATA / f"{name}.parquet"
    if not file.exists():
        pytest.skip(f"{file} is not there")
    table = pl.read_parquet(file, columns=list(dict.fromkeys(columns))).fill_null(-1)
    return [table[c].cast(pl.Float64).to_numpy().astype(np.int64) for c in columns]


@pytest.mark.parametrize("which", ROZENAS)
def test_the_published_statistics_on_his_file(which):
    file = DATA / "rozenas_russia2003_2011_2012_canada2011.parquet"
    if not file.exists():
        pytest.skip(f"{file} is not there")
    table = pl.read_parquet(file).filter(pl.col("election") == which)
    votes = table["votes"].to_numpy().astype(np.int64)
    (second, _), (last, _) = ROZENAS[which]
    found = [chi2(votes, t.digit, t.law) for t in (second_digit.TEST, last_digit.TEST)]
    assert found == pytest.approx([second, last], rel=0.01)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (
            "poland_president_2020_round2_precincts",
            ["registered", "ballots_in_box", "valid_votes", "Andrzej Sebastian DUDA"],
        ),
        ("mexico_president_2012_casilla", ["ln", "total", "total", "pri_pvem"]),
        (
            "peru_president_2021_round1_mesas",
            ["nnume_habilm", "emitidos", "validos", "perulibre"],
        ),
        ("france_president_2017_round2_communes", ["Inscrits", "Votants", "Exprimés", "MACRON"]),
    ],
)
@pytest.mark.parametrize("one", ["second_digit", "last_digit"])
def test_honest_elections_are_quiet(make_stations, one, name, columns):
    registered, ballots, valid, leader = read(name, columns)
    kept = (registered >= ballots) & (ballots >= valid) & (valid >= leader) & (leader >= 0)
    table = make_stations(*(x[kept] for x in (registered, ballots, valid, leader)))
    found = instruments.load(one)(table)
    assert found.p > 0.01


def test_last_digits_of_russian_ballots_stand_out(make_stations):
    columns = ["year", "registered", "received", "leader"]
    year, *rest = read("russia_federal_precincts_2004_2021", columns)
    registered, received, leader = (x[year == 2020] for x in rest)
    kept = registered >= received
    table = make_stations(*(x[kept] for x in (registered, received, received, leader)))
    found = instruments.load("last_digit")(table)
    assert found.p < 1e-15
    assert found.detail["p_turnout"] < found.detail["p_votes"]
