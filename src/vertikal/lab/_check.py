"""A run under watch: where a number goes wrong, and what must be kept and is not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array

from vertikal.engine import Rule, Trouble, calls, watched
from vertikal.fields import FIELDS, TIERS
from vertikal.lab._record import monthly, yearly
from vertikal.lab._request import Request
from vertikal.lab._run import Progress
from vertikal.mechanisms import DOCKET_MONTHS

__all__ = ["RULES", "Fault", "checked"]

TOLERANCE = 1e-4
"""What rounding in single precision may miss by; counts are whole numbers."""
State = Mapping[str, Array]


def _apart(x: Array) -> Array:
    """A difference that rounding does not explain; NaN stays."""
    return jnp.where(jnp.abs(x) <= TOLERANCE, 0.0, x)


def _above(x: Array) -> Array:
    """How far something is more than it can be."""
    return jnp.where(x <= TOLERANCE, 0.0, x)


def _docket(before: State, after: State) -> Array:
    pending = [(s["docket_won"] + s["docket_lost"]).sum(-1) for s in (before, after)]
    decided = after["suits_won"] + after["suits_lost"]
    return _apart(pending[1] - pending[0] + decided - after["sued"])


RULES = (
    Rule("answers", "what a region dislikes it obeys, shuns, bargains over or takes to court",
         lambda b, a: _apart(a["disliked"] - a["complied"] - a["shunned"] - a["bargained"]
                             - a["sued"])),
    Rule("docket", "a suit is pending or decided, and none is lost", _docket),
    Rule("slowed", "a ministry slows down only where there is bargaining",
         lambda b, a: _above(a["slowed"] - a["bargained"])),
    Rule("prevailed", "the centre prevails only where it contests",
         lambda b, a: _above(a["centre_prevailed"] - a["contested"])),
    Rule("state_sued", "the centre sues only where it contests",
         lambda b, a: _above(a["state_sued"] - a["contested"])),
    Rule("removed_elected", "who is removed as elected is removed",
         lambda b, a: _above(a["removed_elected"] - a["removed"])),
    Rule("winners", "an election has one winner at most",
         lambda b, a: _above(a["incumbent_won"] + a["outsider_won"] - a["direct_held"])),
    Rule("assembly", "an assembly keeps a head only where it meets",
         lambda b, a: _above(a["assembly_kept"] - a["assembly_held"])),
    Rule("vote_shares", "shares of honest votes are not more than all",
         lambda b, a: _above(a["honest_incumbent"] + a["honest_insider"] + a["honest_outsider"]
                             - 1.0)),
    Rule("stations", "padded and made-up stations are not more than all",
         lambda b, a: _above(a["stations_padded"] + a["stations_made_up"] - 1.0)),
    Rule("national_vote", "there is turnout only in a month with a vote",
         lambda b, a: _above(jnp.where(a["national_vote"] > 0, 0.0, a["national_turnout"]))),
)  # fmt: skip
"""What must hold at the end of every month, whatever the mechanisms do."""


@dataclass(frozen=True)
class Fault:
    """Something that went wrong, in words: which mechanism, field, history, month and unit."""

    source: str
    """Mechanism; or `range`, or `rule NAME`."""
    field: str
    member: int
    date: str
    """Month, as `2014-03`."""
    place: str
    """Unit, region or tier; empty for what concerns the nation."""
    value: float
    says: str
    places: int
    """Places in which it went wrong in that month."""

    def as_json(self) -> dict[str, object]:
        """As plain values; what is not finite in words."""
        value = self.value if np.isfinite(self.value) else str(self.value)
        return {**self.__dict__, "value": value}


def checked(
    request: Request,
    *,
    tell: Callable[[Progress], None] = lambda progress: None,
    rules: Sequence[Rule] = RULES,
) -> list[Fault]:
    """Simulate under watch, and say what went wrong first in each history.

    Parameters
    ----------
    request
        What to run; nothing of it is recorded.
    tell
        Called with the progress.
    rules
        What must hold at the end of each month.

    Returns
    -------
    Faults: changes that are not finite, values outside their field's support, rules that do not
    hold. The first of each kind in each history, in order of months.
    """
    block = request.block
    ensemble = request.ensemble(monthly, yearly, block)
    found: list[Fault] = []
    tell(Progress("compiling"))
    run = watched(ensemble, request.parameters, request.compiled.inputs, request.seed, rules)
    for start, stop in calls(request.members, block):
        troubles, _ = run(np.minimum(np.arange(start, start + block), request.members - 1).tolist())
        own = {(t.source, t.field, t.member): t for t in troubles}  # the last one fills the block
        found += [_fault(t, request, rules) for t in own.values()]
        tell(Progress("running", stop, request.members))
    return sorted(found, key=lambda f: (f.date, f.member))


def _fault(t: Trouble, request: Request, rules: Sequence[Rule]) -> Fault:
    """Put trouble into words."""
    first = np.datetime64(request.compiled.labels.start, "M")
    date = str(first + np.timedelta64(t.month, "M"))
    if t.source.startswith("rule:"):
        name = t.source.removeprefix("rule:")
        rule = next(r for r in rules if r.name == name)
        says = f"does not hold: {rule.says}; it is missed by {t.value:g}"
        return Fault(f"rule {name}", "", t.member, date, _region(t, request), t.value, says,
                     t.places)  # fmt: skip
    field = FIELDS[t.field]
    low, high = field.support
    unit = "" if field.unit == "1" else f" {field.unit}"
    if t.source == "support":
        says = f"{t.field} is {t.value:g}{unit}; must lie in {low:g} to {high:g}"
        return Fault("range", t.field, t.member, date, _place(t, request, field.dims), t.value,
                     says, t.places)  # fmt: skip
    says = f"changes {t.field} by {t.value:g}{unit}; must be finite"
    return Fault(t.source, t.field, t.member, date, _place(t, request, field.dims), t.value, says,
                 t.places)  # fmt: skip


def _region(t: Trouble, request: Request) -> str:
    """Place of a rule: rules speak of regions or of units, both counted from the first region."""
    code = request.compiled.labels.units.code
    return str(code[t.place]) if t.place < len(code) else ""


def _place(t: Trouble, request: Request, dims: tuple[str, ...]) -> str:
    if not dims:
        return ""
    place = t.place // DOCKET_MONTHS if "horizon" in dims else t.place
    if dims[0] in ("unit", "region"):
        return str(request.compiled.labels.units.code[place])
    return TIERS[place] if dims[0] == "tier" else f"{dims[0]} {place}"
