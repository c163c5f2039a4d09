"""The null model: constant rates fitted to pooled margins, no mechanism, in the same dataset form.

Every unit of every tier in every month draws from the same constants, so the same measures read
it. What it passes is explained by the margin alone. Of what no margin is given for, it has no
variable: a measure that needs one reads nothing.
"""

from typing import TYPE_CHECKING

import numpy as np

from vertikal.lab._describe import Description
from vertikal.lab._null_draws import MONTHS, Frame, Variables
from vertikal.lab._null_elections import elections
from vertikal.scenario import Margins

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["null_dataset"]

DAYS = 365.25
NOISE = 0.1
"""Standard deviation of what a survey reports around true effort."""


def null_dataset(description: Description, margins: Margins, *, seed: int = 0) -> "xr.Dataset":
    """Draw a dataset of the null model, with the coordinates of the run it is compared with."""
    import xarray as xr  # noqa: PLC0415 - slow to import, and a run computes meanwhile

    frame = Frame.of(description, seed)
    coords = dict(frame.coords)
    time = coords["time"][1].astype("datetime64[D]").astype("datetime64[ns]")
    coords["time"] = (("time",), time)
    parts = (_votes, _heads, _reversals, _disputes, _protests, elections, _pilots, _services)
    drawn = {name: x for part in parts for name, x in part(frame, margins).items()}
    variables = {name: (description.variables[name].dims, x) for name, x in drawn.items()}
    return xr.Dataset(variables, coords=coords, attrs={"source": "null model"})


def _votes(frame: Frame, m: Margins) -> Variables:
    """National votes: one distribution over regions and votes; declared is honest."""
    out: Variables = {}
    if m.turnout_mean is not None and m.turnout_sd is not None:
        turnout = frame.normal("turnout", m.turnout_mean, m.turnout_sd, "time", "region")
        out["national_turnout"] = out["national_honest"] = np.clip(turnout, 0.0, 1.0)
    if m.leader_mean is not None and m.leader_sd is not None:
        leader = frame.normal("leader", m.leader_mean, m.leader_sd, "time", "region")
        out["leader_share"] = out["leader_honest"] = np.clip(leader, 0.0, 1.0)
    for name, share in (("padded", m.padded_share), ("made_up", m.made_up_share)):
        if share is not None:
            out[f"stations_{name}"] = frame.constant(share, "time", "region")
    return out


def _heads(frame: Frame, m: Margins) -> Variables:
    """Replacements of governors; dismissals over incidents; openness."""
    out: Variables = {}
    if m.replacements_per_post_year is not None:
        out["rotated"] = frame.counts(
            "rotated", m.replacements_per_post_year / MONTHS, "time", "region"
        )
        out["removed"] = frame.constant(0, "time", "region")
    if m.openness is not None:
        out["openness"] = frame.constant(m.openness, "time")
    if m.dismissals_per_year is None:
        return out
    shape = frame.shape("time", "case")
    chance = m.dismissals_per_year / MONTHS / frame.sizes["case"]
    fired = frame.stream("fired").random(shape) < chance
    if m.decision_days is not None:
        days = frame.stream("decision").exponential(m.decision_days, shape)
        out["case_days"] = np.where(fired, days, 0.0)
    if m.governor_share is not None:
        regions = frame.sizes["region"]
        governor = frame.stream("governor").random(shape) < m.governor_share
        governor |= frame.sizes["unit"] == regions  # nobody else is there to be dismissed
        out["case_target"] = np.where(fired, np.where(governor, 0, regions), -1)
        removed = np.zeros(frame.shape("time", "tier"), np.int16)
        removed[..., 0] = (fired & governor).sum(-1)
        removed[..., 1:2] = (fired & ~governor).sum(-1)[..., None]
        out["heads_removed"] = removed
    return out


def _reversals(frame: Frame, m: Margins) -> Variables:
    """National rules overturned by the streets, and rules that ministries slow down quietly."""
    out: Variables = {}
    shape = frame.shape("time")
    if m.street_reversals_per_year is not None:
        street = frame.stream("street").random(shape) < m.street_reversals_per_year / MONTHS
        out["street_reversal"] = street
        if m.reversal_days is not None:
            days = frame.stream("street_days").exponential(m.reversal_days, shape)
            out["street_days"] = np.where(street, days, 0.0)
    if m.quiet_reversals_per_year is not None and m.reversal_days is not None:
        rate = m.quiet_reversals_per_year / MONTHS / frame.sizes["region"]
        slow = np.minimum(frame.counts("slow", rate, "time", "region"), 1).astype(np.float64)
        slow[slow > 0] = frame.stream("slow_days").exponential(m.reversal_days, int(slow.sum()))
        out["slow_days"] = slow
    return out


def _disputes(frame: Frame, m: Margins) -> Variables:
    """What regions dislike: sued over by either side, settled, or quietly left.

    What the centre contests it takes to court; nothing else is contested.
    """
    out: Variables = {}
    total, settled = m.disputes_per_region_year, m.settled_per_region_year
    if settled is not None:
        out["slowed"] = frame.counts("slowed", settled / MONTHS, "time", "region")
    suits, by_state = m.suits_per_region_year, m.state_suit_share
    if suits is None or by_state is None:
        return out
    sued = frame.counts("sued", suits * (1.0 - by_state) / MONTHS, "time", "region")
    state_sued = frame.counts("state_sued", suits * by_state / MONTHS, "time", "region")
    out |= {"sued": sued, "state_sued": state_sued, "contested": state_sued}
    if total is not None and settled is not None:
        rest = max(total - suits - settled, 0.0)
        quiet = frame.counts("quiet", rest / MONTHS, "time", "region")
        out["shunned"] = quiet + state_sued
        out["disliked"] = quiet + state_sued + sued + out["slowed"]
    if m.region_win_share is not None:
        prevails = frame.stream("prevails").binomial(state_sued, 1.0 - m.region_win_share)
        out["centre_prevailed"] = prevails.astype(np.int16)
    if m.suit_years is not None:
        out |= _verdicts(frame, sued, m.suit_years, m.region_win_share)
    return out


def _verdicts(
    frame: Frame, sued: np.ndarray, mean_years: float, win_share: float | None
) -> Variables:
    """How long the suits of regions take, and who wins those that end within the run."""
    member, month, region = np.unravel_index(
        np.repeat(np.flatnonzero(sued), sued[sued > 0]), sued.shape
    )
    years = frame.stream("suit_years").exponential(mean_years, len(member))
    days = np.zeros(sued.shape)
    np.add.at(days, (member, month, region), DAYS * years)
    out: Variables = {"suit_days": days}
    if win_share is not None:
        over = month + np.ceil(MONTHS * years).astype(np.int64)
        won = frame.stream("verdict").random(len(member)) < win_share
        for name, side in (("suits_won", won), ("suits_lost", ~won)):
            kept = side & (over < sued.shape[1])
            out[name] = frame.placed((member[kept], over[kept], region[kept]), sued.shape)
    return out


def _protests(frame: Frame, m: Margins) -> Variables:
    """Protest events, the same everywhere, and a crowd that is a share of adults."""
    out: Variables = {}
    if m.protests_per_month is not None and m.peaceful_share is not None:
        rate, peaceful = m.protests_per_month / frame.sizes["region"], m.peaceful_share
        for name, share in (("peaceful", peaceful), ("violent", 1.0 - peaceful)):
            out[f"protests_{name}"] = frame.counts(name, rate * share, "time", "region")
    if m.crowd_share is not None:
        adults = frame.adults[frame.tier_of == 0]
        out["protesters"] = np.broadcast_to(m.crowd_share * adults, frame.shape("time", "region"))
    return out


def _pilots(frame: Frame, m: Margins) -> Variables:
    """Pilots anywhere: a rate a post, or a share of units that are in one all along."""
    out: Variables = {}
    if m.pilots_per_post_year is not None:
        rate = frame.posts * m.pilots_per_post_year / MONTHS
        out["piloted"] = frame.counts("piloted", rate, "time", "tier")
        out["pilot_adults"] = out["piloted"] * frame.mean_adults
    if m.pilot_share is not None:
        chosen = frame.stream("pilot").random(frame.shape("unit")) < m.pilot_share
        out["unit_in_pilot"] = np.broadcast_to(chosen[:, None, :], frame.shape("year", "unit"))
    return out


def _services(frame: Frame, m: Margins) -> Variables:
    """Services as a survey reports them, and what else is the same in every unit and year."""
    out: Variables = {}
    for name in ("popular_service", "mandate_service", "neutral_service"):
        effort = getattr(m, name)
        if effort is not None:
            reported = frame.normal(name, effort, NOISE, "year", "unit")
            out[f"unit_{name}"] = np.maximum(reported, 0.0)
    for name in ("contest", "honesty", "autonomy"):
        value = getattr(m, name)
        if value is not None:
            out[f"unit_{name}"] = frame.constant(value, "year", "unit")
    return out
