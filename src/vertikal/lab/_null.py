"""The null model: constant rates fitted to pooled margins, no mechanism, in the same dataset form.

Every unit of every tier in every month draws from the same constants, so the same measures read
it. What it passes is explained by the margin alone.
"""

from typing import TYPE_CHECKING

import numpy as np

from vertikal.lab._describe import Description
from vertikal.scenario import Margins

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["null_dataset"]

MONTHS = 12.0


def null_dataset(description: Description, margins: Margins, *, seed: int = 0) -> "xr.Dataset":
    """Draw a dataset of the null model, with the coordinates of the run it is compared with."""
    import xarray as xr  # noqa: PLC0415 - slow to import, and a run computes meanwhile

    rng = np.random.default_rng([seed, 20130101])
    sizes = description.sizes
    coords = {
        name: (column.dims, np.asarray(column.values))
        for name, column in description.coordinates.items()
    }
    time = coords["time"][1].astype("datetime64[D]").astype("datetime64[ns]")
    coords["time"] = (("time",), time)
    by_region = (sizes["member"], sizes["time"], sizes["region"])
    by_tier = (sizes["member"], sizes["time"], sizes["tier"])
    by_case = (sizes["member"], sizes["time"], sizes["case"])
    by_time = (sizes["member"], sizes["time"])
    tier_names = coords["tier"][1]
    unit_tier, adults = coords["unit_tier"][1], coords["unit_adults"][1]
    posts = np.array([(unit_tier == name).sum() for name in tier_names])
    mean_adults = adults[unit_tier != tier_names[0]].mean()
    leaves = rng.poisson(margins.replacements_per_post_year / MONTHS, by_region)
    direct = rng.poisson(posts * margins.direct_elections_per_post_year / MONTHS, by_tier)
    assembly = rng.poisson(posts * margins.assembly_votes_per_post_year / MONTHS, by_tier)
    piloted = rng.poisson(posts * margins.pilots_per_post_year / MONTHS, by_tier)
    kept = rng.binomial(direct, margins.kept_share)
    candidates = direct + rng.poisson(direct * (margins.candidates_per_race - 1.0))
    protests = margins.protests_per_month / sizes["region"]
    turnout = rng.normal(margins.turnout_mean, margins.turnout_sd, by_region)
    fired = rng.random(by_case) < margins.dismissals_per_year / MONTHS / sizes["case"]
    governor = rng.random(by_case) < margins.governor_share
    slow = rng.random(by_region) < margins.quiet_reversals_per_year / MONTHS / sizes["region"]
    street = rng.random(by_time) < margins.street_reversals_per_year / MONTHS
    crowd = margins.crowd_share * adults[unit_tier == tier_names[0]]
    region, tier = ("member", "time", "region"), ("member", "time", "tier")
    case, national = ("member", "time", "case"), ("member", "time")
    ballots = direct * mean_adults * margins.election_turnout
    variables = {
        "national_turnout": (region, np.clip(turnout, 0.0, 1.0)),
        "removed": (region, np.zeros_like(leaves)),
        "rotated": (region, leaves),
        "protests_peaceful": (region, rng.poisson(protests * margins.peaceful_share, by_region)),
        "protests_violent": (
            region,
            rng.poisson(protests * (1.0 - margins.peaceful_share), by_region),
        ),
        "protesters": (region, np.broadcast_to(crowd, by_region)),
        "direct_held": (tier, direct),
        "incumbent_won": (tier, kept),
        "outsider_won": (tier, rng.binomial(direct, margins.outsider_share)),
        "candidates_inside": (tier, candidates),
        "candidates_outside": (tier, np.zeros_like(candidates)),
        "assembly_held": (tier, assembly),
        "assembly_kept": (tier, rng.binomial(assembly, margins.kept_share)),
        "heads_elected": (tier, np.minimum(np.cumsum(direct, axis=1), posts)),
        "election_adults": (tier, direct * mean_adults),
        "election_ballots": (tier, ballots),
        "piloted": (tier, piloted),
        "pilot_adults": (tier, piloted * mean_adults),
        "case_days": (case, fired * rng.exponential(margins.decision_days, by_case)),
        "case_target": (case, np.where(fired, np.where(governor, 0, sizes["region"]), -1)),
        "slow_days": (region, slow * rng.exponential(margins.reversal_days, by_region)),
        "street_days": (national, street * rng.exponential(margins.reversal_days, by_time)),
        "street_reversal": (national, street),
        "openness": (national, np.full(by_time, margins.openness)),
    }
    return xr.Dataset(variables, coords=coords, attrs={"source": "null model"})
