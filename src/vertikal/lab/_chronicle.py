"""One history told as dated events with place names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from vertikal.engine import ProgramStore
from vertikal.fields import TIERS, Origin
from vertikal.lab._request import Request
from vertikal.scenario import Compiled, Labels, ScenarioSpec

__all__ = ["KINDS", "Happening", "chronicle"]

KINDS = (
    "timeline",
    "directive",
    "incident",
    "removal",
    "rotation",
    "election",
    "vote",
    "protest",
    "reform",
    "crisis",
)
"""Kinds of events a history can have."""

KEPT = (
    "slowed",
    "slow_days",
    "shunned",
    "contested",
    "centre_prevailed",
    "sued",
    "burden",
    "case_salience",
    "case_target",
    "case_unit",
    "case_days",
    "rotated",
    "direct_held",
    "outsider_won",
    "incumbent_won",
    "winner_share",
    "declared_turnout",
    "assembly_held",
    "assembly_kept",
    "protests_peaceful",
    "protests_violent",
    "protesters",
    "introduced",
    "rolled_out",
    "stalled",
    "rolled_back",
    "piloted",
    "evaded",
    "crisis",
    "conceded",
    "repressed",
    "street_reversal",
    "street_days",
    "origin",
    "national_turnout",
    "activism",
)
HEAVY = 0.6
"""Burden above which a directive that is shunned or slowed is worth telling."""
HIGH_PROFILE = 10.0
"""Salience above which an incident is worth telling although nobody was removed."""
DAYS = 365.25
"""Days of a year."""
LONGEST = 10.0 * DAYS
"""Delay, in days, beyond which nobody waits for the end of it."""
LOUD = 1.5
"""Factor over its usual rate at which a region's protests are worth telling."""


@dataclass(frozen=True)
class Happening:
    """Something that happened in one history."""

    date: str
    kind: str
    """One of `KINDS`."""
    place: str
    says: str


def chronicle(
    request: Request, member: int, *, store: ProgramStore | None = None
) -> list[Happening]:
    """Run one history again, exactly as in any ensemble, and tell what happened in it."""
    compiled = request.compiled
    ensemble = request.ensemble(
        lambda state, tree: {name: state[name] for name in KEPT},
        lambda state, tree: {},
        block=2,  # of one history XLA makes another program, with other last bits
    )
    name = "chronicle without " + " ".join(sorted(request.without))
    ready = ensemble.compile(request.parameters, compiled.inputs, store=store, name=name)
    _, monthly, _ = ready(request.parameters, request.seed, [member])
    history = {name: np.asarray(values[0]) for name, values in monthly.items()}
    told = [*_timeline(request), *_told(history, compiled)]
    return sorted(told, key=lambda h: (h.date[:7], h.kind != "timeline", h.date))


def _timeline(request: Request) -> Iterator[Happening]:
    labels = request.compiled.labels
    last = labels.start.year + labels.months // 12
    for event in request.compiled.spec.timeline:
        if labels.start.year <= event.date.year < last:
            place = getattr(event, "where", "") or "nationwide"
            if place in labels.units.code:
                place = labels.units.name[labels.units.code.index(place)]
            yield Happening(event.date.isoformat(), "timeline", place, event.title)


def _told(h: Mapping[str, np.ndarray], compiled: Compiled) -> Iterator[Happening]:
    labels, regions = compiled.labels, compiled.tree.n_regions
    names, full = labels.units.name, _full_names(labels, compiled.spec)
    months = labels.months
    for t in range(months):
        date = f"{labels.start.year + t // 12}-{t % 12 + 1:02d}"
        yield from _directives(h, t, date, names, regions)
        yield from _cases(h, t, date, full, regions)
        moved = [names[i] for i in np.flatnonzero(h["rotated"][t][:regions])]
        if moved:
            says = "the governor is moved on" if len(moved) == 1 else "governors are moved on"
            yield Happening(date, "rotation", _list(moved, most=6), says)
        yield from _elections(h, t, date, labels, full)
        yield from _protests(h, t, date, names, regions)
        yield from _reforms(h, t, date)
        yield from _crises(h, t, date)


def _full_names(labels: Labels, spec: ScenarioSpec) -> list[str]:
    """Names with the region in brackets for everything below a region."""
    units = labels.units
    out = []
    for i, name in enumerate(units.name):
        top = i
        while units.parent[top] >= 0:
            top = int(units.parent[top])
        label = spec.offices[units.kind[i]].label
        full = f"{name} {label}".strip()
        out.append(name if top == i else f"{full} ({units.name[top]})")
    return out


def _directives(
    h: Mapping[str, np.ndarray], t: int, date: str, names: tuple[str, ...], regions: int
) -> Iterator[Happening]:
    burden = h["burden"][t]
    heavy = burden > HEAVY
    shunned = [names[i] for i in range(regions) if h["shunned"][t][i] and heavy[i]]
    if shunned:
        yield Happening(date, "directive", _list(shunned), "a burdensome directive is shunned")
    slowed = [i for i in range(regions) if h["slowed"][t][i] and heavy[i]]
    if slowed:
        longest = max(slowed, key=lambda i: h["slow_days"][t][i])
        says = (
            f"the ministry slows down{f', in {names[longest]}' if len(slowed) > 1 else ''} "
            f"{_delay(h['slow_days'][t][longest])}"
        )
        yield Happening(date, "directive", _list([names[i] for i in slowed]), says)
    for i in np.flatnonzero(h["contested"][t]):
        how = "and has its way" if h["centre_prevailed"][t][i] else "and is stopped"
        yield Happening(date, "directive", names[i], f"the centre insists on its directive {how}")
    for i in np.flatnonzero(h["sued"][t]):
        yield Happening(date, "directive", names[i], "the region goes to the constitutional court")


def _cases(
    h: Mapping[str, np.ndarray], t: int, date: str, full: list[str], regions: int
) -> Iterator[Happening]:
    for case in range(h["case_unit"].shape[1]):
        place, size = int(h["case_unit"][t][case]) - 1, float(h["case_salience"][t][case])
        if place < 0:
            continue
        target, days = int(h["case_target"][t][case]) - 1, float(h["case_days"][t][case])
        if target >= 0:
            who = "the governor" if target < regions else "the head"
            says = (
                f"a high-profile case (salience {size:.0f}); {who} of {full[target]} is dismissed "
            )
            yield Happening(date, "removal", full[place], f"{says}after {days:.0f} days")
        elif size > HIGH_PROFILE:
            says = f"a high-profile case (salience {size:.0f}); nobody is removed"
            yield Happening(date, "incident", full[place], says)


def _elections(
    h: Mapping[str, np.ndarray], t: int, date: str, labels: Labels, full: list[str]
) -> Iterator[Happening]:
    tier = labels.units.tier
    held = h["direct_held"][t] > 0
    for k, name in enumerate(TIERS[: int(tier.max()) + 1]):
        here = held & (tier == k)
        if not here.any():
            continue
        n, kept = int(here.sum()), int((h["incumbent_won"][t] * here).sum())
        outside = np.flatnonzero((h["outsider_won"][t] > 0) & here)
        says = f"{n} direct elections at {name} level: {kept} incumbents stay, "
        says += f"{n - kept - len(outside)} other insiders and {len(outside)} outsiders win"
        places = [full[i] for i in outside[:3]] or [full[i] for i in np.flatnonzero(here)[:1]]
        if n == 1:
            i = int(np.flatnonzero(here)[0])
            who = (
                "an outsider"
                if len(outside)
                else "the incumbent"
                if kept
                else (
                    f"an insider ({Origin(int(h['origin'][t][i])).name.lower().replace('_', ' ')})"
                )
            )
            says = f"{who} wins with {100 * h['winner_share'][t][i]:.0f} %, turnout "
            says += f"{100 * h['declared_turnout'][t][i]:.0f} %"
        yield Happening(date, "election", _list(places), says)
    voted = h["assembly_held"][t] > 0
    if voted.sum() > 50:  # noqa: PLR2004 - a wave, not a by-election
        kept_share = (h["assembly_kept"][t] * voted).sum() / voted.sum()
        says = f"assemblies choose {int(voted.sum())} heads and keep {100 * kept_share:.0f} %"
        yield Happening(date, "election", "nationwide", says)
    if h["national_turnout"][t].max() > 0:
        turnout = h["national_turnout"][t]
        low, high = int(np.argmin(turnout)), int(np.argmax(turnout))
        says = f"national vote: turnout {100 * turnout[high]:.0f} % in {labels.units.name[high]}, "
        says += f"{100 * turnout[low]:.0f} % in {labels.units.name[low]}"
        yield Happening(date, "vote", "nationwide", says)


def _protests(
    h: Mapping[str, np.ndarray], t: int, date: str, names: tuple[str, ...], regions: int
) -> Iterator[Happening]:
    before = h["activism"][max(t - 12, 0) : t, :regions]
    if len(before) == 0:
        return
    rise = h["activism"][t, :regions] / np.maximum(before.mean(axis=0), 1e-6)
    places = [int(i) for i in np.argsort(-rise) if rise[i] > LOUD]
    if not places:
        return
    people = int(h["protesters"][t].sum())
    says = f"protests swell: {people:,} people on the largest day".replace(",", " ")
    yield Happening(date, "protest", _list([names[i] for i in places]), says)


def _reforms(h: Mapping[str, np.ndarray], t: int, date: str) -> Iterator[Happening]:
    words = {
        "introduced": "a pilot of elections begins",
        "rolled_out": "a new way of choosing heads goes nationwide",
        "stalled": "the reform stalls",
        "rolled_back": "the reform is rolled back",
    }
    for name, says in words.items():
        for k in np.flatnonzero(h[name][t]):
            yield Happening(date, "reform", f"{TIERS[k]} level", says)
    if (n := int(h["piloted"][t].sum())) > 0:
        yield Happening(date, "reform", "nationwide", f"{n} units are chosen for the pilot")
    if (n := int(h["evaded"][t].sum())) > 0:
        who = "one head is" if n == 1 else f"{n} heads are"
        says = f"{who} appointed just before an election would be due"
        yield Happening(date, "reform", "nationwide", says)


def _crises(h: Mapping[str, np.ndarray], t: int, date: str) -> Iterator[Happening]:
    if h["street_reversal"][t]:
        says = f"a national rule falls to the streets within {h['street_days'][t]:.0f} days"
        yield Happening(date, "crisis", "nationwide", says)
    if h["conceded"][t]:
        yield Happening(date, "crisis", "nationwide", "the country is in the streets; it concedes")
    if h["repressed"][t]:
        says = "the country is in the streets; the regime represses"
        yield Happening(date, "crisis", "nationwide", says)


def _list(places: list[str], most: int = 3) -> str:
    shown = ", ".join(places[:most])
    return shown if len(places) <= most else f"{shown} and {len(places) - most} more"


def _delay(days: float) -> str:
    """How long something is held up, in the unit a reader would choose."""
    if days > LONGEST:
        return "for good"
    for name, length, most in (("days", 1.0, 60.0), ("months", DAYS / 12.0, 2.0 * DAYS)):
        if days <= most:
            return f"by {days / length:.0f} {name}"
    return f"by {days / DAYS:.0f} years"
