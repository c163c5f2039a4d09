"""Known formats on the files themselves; the figures stay in `../shared/data`.

Stations and totals are those of the file, so they tell whether all of it is read and nothing twice.
`declared` is the leader's total as electoral commissions declared it, recalled, except for Iran
(read, see the README of the data); how far the file is from it is what the README says of it. A
vote that is not in `DECLARED` has no total to be held against.
"""

from pathlib import Path

import polars as pl
import pytest

from vertikal.instruments import stations_of
from vertikal.io import DatasetError, read_returns
from vertikal.sources._finish import EACH

DATA = Path(__file__).parents[2] / "../shared/data"
RUSSIA = "russia_federal_precincts_2004_2021"
ROZENAS = "rozenas_russia2003_2011_2012_canada2011"
EMPTY, UNCOUNTED = "no ballots", "no count"
ROLL, VALID, MISSING = (
    "more ballots than registered",
    "more valid ballots than ballots",
    "missing count",
)

TABLE = {
    (RUSSIA, "2004"): (95777, 108064281, 49563020, "Vladimir Putin", {}, {EMPTY: 2}),
    (RUSSIA, "2007"): (96182, 109145517, 44714241, "United Russia", {}, {EMPTY: 11}),
    (RUSSIA, "2008"): (96611, 107222016, 52530712, "Dmitry Medvedev", {}, {EMPTY: 1}),
    (RUSSIA, "2011"): (95224, 109229313, 32371737, "United Russia", {}, {EMPTY: 1}),
    (RUSSIA, "2012"): (95414, 109860331, 45602075, "Vladimir Putin", {}, {EMPTY: 1}),
    (RUSSIA, "2016"): (96871, 110061200, 28527828, "United Russia", {}, {}),
    (RUSSIA, "2018"): (97698, 109008421, 56430712, "Vladimir Putin", {}, {EMPTY: 1}),
    (RUSSIA, "2020"): (96754, 107999611, 57071119, "Yes", {}, {EMPTY: 11}),
    (RUSSIA, "2021"): (96307, 109204525, 28064200, "United Russia", {}, {EMPTY: 18}),
    ("mexico_president_2006_casilla", None): (
        130699, 71335949, 14987832, "pan", {ROLL: 69}, {EMPTY: 9}),
    ("mexico_president_2012_casilla", None): (
        143044, 79393468, 19209315, "pri_pvem", {ROLL: 56}, {EMPTY: 32}),
    ("mexico_governor_chiapas_2012_casilla", None): (
        5373, 2956984, 1338355, "pri_pvem_pna", {MISSING: 53, ROLL: 5}, {EMPTY: 17}),
    ("mexico_governor_guanajuato_2012_casilla", None): (
        6719, 3843798, 1103130, "pan_na", {ROLL: 24}, {EMPTY: 3}),
    ("mexico_governor_morelos_2012_casilla", None): (
        2170, 1268945, 354540, "prd_pt_mc", {MISSING: 66, ROLL: 4}, {}),
    ("mexico_governor_edomex_2023_casilla", None): (
        20443, 12737560, 3362127, "Delfina Gómez", {}, {EMPTY: 3}),
    ("uganda_president_2006_polling_stations", None): (
        19750, 10437129, 4111955, "Yoweri Museveni", {}, {EMPTY: 36}),
    ("uganda_president_2011_polling_stations", None): (
        23827, 13875338, 5436639, "Yoweri Museveni", {}, {EMPTY: 141}),
    ("uganda_president_2016_polling_stations", None): (
        27775, 15141759, 5971872, "Yoweri Museveni", {}, {EMPTY: 235}),
    ("uganda_president_2021_polling_stations", None): (
        34583, 18037787, 6042898, "Yoweri Museveni", {}, {EMPTY: 101}),
    ("albania_parliament_2013_precincts", None): (
        5492, 3176478, 712150, "Socialist Party", {VALID: 14}, {EMPTY: 2}),
    ("georgia_parliament_2012_pr_precincts", None): (
        3661, 3711457, 1179015, "41 “ბიძინა ივანიშვილი – ქართული ოცნება”",
        {ROLL: 17, "two counts of one station": 2, VALID: 1}, {EMPTY: 15}),
    ("georgia_president_2013_precincts", None): (
        3705, 3625400, 1011148, "41 - Giorgi Margvelashvili", {ROLL: 1}, {EMPTY: 1}),
    ("georgia_local_2014_pr_precincts", None): (
        3606, 3444081, 719431, "41 - Georgian Dream", {}, {UNCOUNTED: 22, EMPTY: 9}),
    ("georgia_parliament_2016_pr_precincts", None): (
        3657, 3563302, 849877, "41 - Georgian Dream", {VALID: 10, ROLL: 1}, {}),
    ("poland_president_2020_round1_precincts", None): (
        27220, 30201933, 8449654, "Andrzej Duda", {ROLL: 1}, {UNCOUNTED: 4, EMPTY: 4}),
    ("poland_president_2020_round2_precincts", None): (
        27224, 30267849, 10440388, "Andrzej Duda", {}, {UNCOUNTED: 4, EMPTY: 3}),
    ("argentina_deputies_2009_mesas_provisional", None): (
        77465, 27504100, 7266418, EACH, {ROLL: 339}, {EMPTY: 747}),
    ("argentina_deputies_2013_mesas_provisional", None): (
        86365, 29175413, 9483640, EACH, {ROLL: 928}, {EMPTY: 656}),
    ("argentina_deputies_2017_mesas_provisional", None): (
        97221, 32855398, 10929082, EACH, {}, {EMPTY: 2460}),
    ("argentina_deputies_2019_mesas_provisional", None): (
        101285, 33831436, 13157221, EACH, {ROLL: 2, "same station again": 1}, {EMPTY: 31}),
    ("peru_president_2021_round1_mesas", None): (
        76963, 22446402, 2618100, "Perú Libre", {}, {UNCOUNTED: 9335, EMPTY: 190}),
    ("chile_president_2021_round1_mesas", None): (
        46605, None, 1953207, "José Antonio Kast", {}, {EMPTY: 1}),
    ("venezuela_president_2024_opposition_actas", None): (
        25073, None, 7303480, "Edmundo González", {}, {}),
    (ROZENAS, "russia2003"): (94972, 108853605, 22773791, "United Russia", {}, {}),
    (ROZENAS, "russia2011"): (94995, 108917524, 32278685, "United Russia", {}, {}),
    (ROZENAS, "russia2012"): (95552, 110037232, 45613636, "Vladimir Putin", {}, {}),
    (ROZENAS, "canada2011"): (66060, 24090963, 4871244, "Conservative Party", {}, {}),
    ("france_president_2017_round1_communes", None): (35537, 47067566, 8570482, "MACRON", {}, {}),
    ("france_president_2017_round2_communes", None): (35539, 47254375, 20698479, "MACRON", {}, {}),
    ("iran_president_2009_counties", None): (366, None, 24515209, "Mahmoud Ahmadinejad", {}, {}),
    ("afghanistan_president_2009_pollingcenter_prelim_final", None): (
        5926, None, 3093256, "Hamid Karzai", {}, {EMPTY: 57, UNCOUNTED: 33}),
}  # fmt: skip
"""Stations, registered voters, leader's votes and name, rows rejected and kept apart."""

DECLARED = {
    (RUSSIA, "2007"): (44714241, 0.0),
    (RUSSIA, "2008"): (52530712, 0.0),
    (RUSSIA, "2012"): (45602075, 0.0),
    (RUSSIA, "2016"): (28527828, 0.0),
    (RUSSIA, "2018"): (56430712, 0.0),
    (RUSSIA, "2021"): (28064200, 0.0),
    ("mexico_president_2006_casilla", None): (15000284, 0.001),
    ("uganda_president_2006_polling_stations", None): (4109449, 0.001),
    ("uganda_president_2011_polling_stations", None): (5428369, 0.002),
    ("uganda_president_2016_polling_stations", None): (5971872, 0.0),
    ("uganda_president_2021_polling_stations", None): (6042898, 0.0),
    ("georgia_president_2013_precincts", None): (1012569, 0.002),
    ("poland_president_2020_round1_precincts", None): (8450513, 0.001),
    ("poland_president_2020_round2_precincts", None): (10440648, 0.001),
    ("peru_president_2021_round1_mesas", None): (2724752, 0.04),
    ("france_president_2017_round2_communes", None): (20743128, 0.003),
    ("iran_president_2009_counties", None): (24527516, 0.001),
    ("afghanistan_president_2009_pollingcenter_prelim_final", None): (3093256, 0.0),
}
"""Leader's votes as they were declared, and how far off the stations that are read may be."""

pytestmark = pytest.mark.real_data
ids = [name if vote is None else f"{name}-{vote}" for name, vote in TABLE]


@pytest.fixture(scope="module")
def real():
    """A function that reads a file of the data folder."""
    if not DATA.exists():
        pytest.skip(f"{DATA} is not there")
    return lambda name, vote=None, **more: read_returns(DATA / f"{name}.parquet", vote=vote, **more)


@pytest.mark.parametrize(("name", "vote"), TABLE, ids=ids)
def test_a_file_is_read_whole(real, name, vote):
    stations, registered, votes, leader, rejected, apart = TABLE[name, vote]
    returns = real(name, vote)
    data = returns.data
    assert len(returns) == stations
    assert data.attrs["leader"] == leader
    assert data["leader"].sum().item() == votes
    assert ("registered" in data) == (registered is not None)
    assert registered is None or data["registered"].sum().item() == registered
    assert dict(returns.rejected.counts) == rejected
    assert dict(returns.apart.counts) == apart
    assert returns.rows == stations + sum(rejected.values()) + sum(apart.values())
    assert len(stations_of(data)) == stations


@pytest.mark.parametrize(("name", "vote"), DECLARED, ids=[f"{n}-{v}" for n, v in DECLARED])
def test_the_leaders_votes_are_those_declared(real, name, vote):
    declared, off = DECLARED[name, vote]
    assert real(name, vote).data["leader"].sum().item() == pytest.approx(declared, rel=off, abs=0)


def test_the_rows_of_the_file_can_be_found_again(real):
    """Row 8 of the parquet file is its seventh record."""
    name = "georgia_parliament_2012_pr_precincts"
    frame = pl.read_parquet(DATA / f"{name}.parquet")
    returns = real(name)
    for row in (*returns.rejected.of(ROLL)[:3], *returns.rejected.of(VALID)):
        found = frame.row(row.row - 2, named=True)
        assert f"ballots {found['signed']}" in row.found
    for k in (0, 100, 3000):
        found = frame.row(int(returns.data["station_row"][k]) - 2, named=True)
        assert returns.data["ballots"][k].item() == found["signed"]


def test_a_file_of_many_votes_asks_for_one(real):
    with pytest.raises(DatasetError, match="the table holds 9 votes; choose one of 2004, 2007"):
        real(RUSSIA)


def test_special_casillas_are_odd_and_lawful(real):
    unusual = real("mexico_president_2006_casilla").unusual.counts
    assert unusual == {
        "nobody registered, as may be": 822,
        "more ballots than registered, as may be": 48,
    }


def test_two_labels_of_one_province(real):
    data = real("argentina_deputies_2019_mesas_provisional").data
    regions = set(data["station_region"].values)
    assert len(regions) == 24
    assert "sluis" not in regions


def test_no_other_table_is_taken_for_returns(real):
    for path in sorted(DATA.glob("*.parquet")):
        if path.stem in {name for name, _ in TABLE}:
            continue
        with pytest.raises(DatasetError, match="no known format has these columns"):
            real(path.stem)


def test_the_same_stations_from_text(real, tmp_path):
    """The file as CSV in cp1251 with semicolons gives the same table."""
    frame = pl.read_parquet(DATA / f"{RUSSIA}.parquet").filter(pl.col("year") == 2016)
    path = tmp_path / "russia.csv"
    text = frame.write_csv(separator=";", line_terminator="\r\n")
    path.write_bytes(text.encode("cp1251", errors="replace"))
    parquet, csv = real(RUSSIA, "2016"), read_returns(path, vote="2016")
    for name in ("registered", "ballots", "valid", "leader", "station_region"):
        assert (parquet.data[name].values == csv.data[name].values).all()
    assert any("cp1251" in note for note in csv.notes)
