"""Small datasets made by hand, in the project's fields."""

import numpy as np
import pytest
import xarray as xr

KINDS = ["province", "province", "province", "city"]
ADULTS = [100_000.0, 200_000.0, 300_000.0, 400_000.0]
BY_REGION = (
    "national_turnout", "removed", "rotated", "protests_peaceful", "protests_violent",
    "protesters", "slow_days", "disliked", "complied", "shunned", "slowed", "sued", "state_sued",
    "contested", "centre_prevailed", "suits_won", "suits_lost", "suit_days",
    "national_honest", "leader_honest", "stations_padded", "stations_made_up",
)  # fmt: skip
BY_TIER = (
    "direct_held", "incumbent_won", "outsider_won", "candidates_inside", "candidates_outside",
    "assembly_held", "assembly_kept", "heads_elected", "election_adults", "election_ballots",
    "piloted", "pilot_adults", "heads_removed", "restored", "rolled_back", "election_falsified",
)  # fmt: skip
BY_UNIT = (
    "unit_mode", "unit_direct_elections", "unit_autonomy", "unit_popular_service",
    "unit_mandate_service", "unit_neutral_service", "unit_in_pilot",
    "unit_contest", "unit_honesty", "unit_origin",
)  # fmt: skip
DISTRICTS = [f"{region}/{k}" for region in "ABCD" for k in (1, 2)]
BY_CASE = ("case_days", "case_target")
BY_TIME = (
    "street_days",
    "street_reversal",
    "openness",
    "crisis",
    "national_activism",
    "conceded",
    "narrative",
)


def blank(leading="member", n=2):
    """Four regions, two tiers, two years from January 2020 in which nothing happens."""
    sizes = {"region": 4, "tier": 2, "case": 3, "unit": 4 + len(DISTRICTS)}
    variables = {}
    for names, last in ((BY_REGION, "region"), (BY_TIER, "tier"), (BY_CASE, "case")):
        for name in names:
            variables[name] = ((leading, "time", last), np.zeros((n, 24, sizes[last])))
    for name in BY_UNIT:
        variables[name] = ((leading, "year", "unit"), np.zeros((n, 2, sizes["unit"])))
    for name in BY_TIME:
        variables[name] = ((leading, "time"), np.zeros((n, 24)))
    variables["case_target"][1][:] = -1
    months = np.datetime64("2020-01", "M") + np.arange(24)
    coords = {
        "time": months.astype("datetime64[ns]"),
        "region": ["A", "B", "C", "D"],
        "region_kind": ("region", KINDS),
        "tier": ["region", "district"],
        "vote": ["president_2020", "parliament_2021"],
        "vote_month": ("vote", [5, 17]),
        "year": [2020, 2021],
        "unit": ["A", "B", "C", "D", *DISTRICTS],
        "unit_tier": ("unit", ["region"] * 4 + ["district"] * 8),
        "unit_kind": ("unit", KINDS + ["rural", "urban"] * 4),
        "unit_adults": ("unit", [*ADULTS, *(x / 2 for x in ADULTS for _ in "12")]),
        "unit_weight": ("unit", [1.0] * 4 + [1.0, 3.0] * 4),
        "unit_rent_dependence": ("unit", np.linspace(0.9, 0.2, 12) ** 2),
        "unit_development": ("unit", np.linspace(0.1, 0.9, 12)),
        "unit_anonymity": ("unit", np.linspace(0.9, 0.1, 12)),
        "unit_remoteness": ("unit", np.linspace(0.0, 1.0, 12) ** 2),
    }
    return xr.Dataset(variables, coords)


@pytest.fixture
def data():
    """A dataset in which nothing happens, for a test to plant something in."""
    return blank()


@pytest.fixture
def make():
    """The function that makes such a dataset."""
    return blank
