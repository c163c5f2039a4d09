"""Statements made of facts that came later, with thresholds that know nothing of the outcome."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vertikal.experiments import Outcome
from vertikal.experiments._outcome import POOLED
from vertikal.forecasts._condition import share_of
from vertikal.forecasts._forecast import Ensemble
from vertikal.forecasts._known_facts import last_day
from vertikal.forecasts._resolve import scores
from vertikal.scenario import Fact

__all__ = ["SURE", "Confronted", "Past", "compared", "confronted", "later"]

QUARTILES = (0.25, 0.5, 0.75)
SURE = 0.1
"""A model claims to know where it says less than this, or more than one less it."""


@dataclass(frozen=True)
class Past:
    """A quantity that was published after the day of the forecast."""

    fact: str
    says: str
    outcome: Outcome
    observed: float


@dataclass(frozen=True)
class Confronted:
    """A statement of the past: more than a threshold, true or false, and who gave it what chance.

    Attributes
    ----------
    fact, says
        Where it comes from, and in words.
    threshold
        It says that the quantity is larger.
    happened
        Whether it was.
    model, shipped, null
        Probabilities; None where there is nothing to say.
    """

    fact: str
    says: str
    threshold: float
    happened: bool
    model: float | None
    shipped: float | None
    null: float | None


def later(
    facts: Sequence[Fact], date: datetime.date, votes: Mapping[str, datetime.date]
) -> list[Past]:
    """Return what became known after a day, of the facts that are scored and are numbers."""
    return [
        Past(f.id, f.quantity, Outcome(f.id, str(f.measure), f.options), float(f.observed))
        for f in facts
        if f.scored
        and not f.under
        and f.measure not in POOLED
        and not isinstance(f.observed, str)
        and last_day(f, votes) > date
    ]


def confronted(
    past: Sequence[Past], drawn: Ensemble, shipped: Ensemble | None, null: np.ndarray | None
) -> list[Confronted]:
    """Ask of each quantity whether it is above the quartiles of what model and null expect.

    Thresholds are quartiles of an even mixture of both models' readings, so that neither of them
    chose them, and neither did what happened. A quantity that one of the two cannot read has
    thresholds by the other.

    Parameters
    ----------
    past
        From `later`.
    drawn, shipped, null
        Readings, columns in the order of `past`.
    """
    found = []
    for k, one in enumerate(past):
        sides = [
            None if e is None else _known(e.told[:, k], e.weighed.weights) for e in (drawn, shipped)
        ]
        other = None if null is None else _known(null[:, k], np.full(len(null), 1.0 / len(null)))
        mixed = [side for side in (sides[0], other) if side is not None]
        if not mixed:
            continue
        values = np.concatenate([v for v, _ in mixed])
        weights = np.concatenate([w / len(mixed) for _, w in mixed])
        limits = np.quantile(values, QUARTILES, weights=weights, method="inverted_cdf")
        for limit in sorted(set(limits.tolist())):
            found.append(
                Confronted(
                    one.fact, f"{one.says}: more than {limit:.4g}", limit, one.observed > limit,
                    _above(sides[0], limit), _above(sides[1], limit), _above(other, limit),
                )
            )  # fmt: skip
    return found


def compared(found: Sequence[Confronted]) -> dict[str, Any]:
    """Score model, shipped vector and null on the statements that all of them speak to.

    Returns
    -------
    `all`: scores by who said it; `sure`: on those of which the model claims to know; `difference`:
    Brier score of the model less that of the null, a mean over facts, with its standard error (the
    statements of one fact stand and fall together); `alone`: how many only the model speaks to,
    and its scores there.
    """
    both = [t for t in found if None not in (t.model, t.shipped, t.null)]
    sure = [t for t in both if t.model is not None and not SURE <= t.model <= 1.0 - SURE]
    alone = [t for t in found if t.model is not None and t.null is None]
    return {
        "all": _scored(both),
        "sure": _scored(sure),
        "difference": _difference(both),
        "difference_sure": _difference(sure),
        "alone": _scored(alone, ("model",)),
    }


def _scored(
    found: Sequence[Confronted], who: Sequence[str] = ("model", "shipped", "null")
) -> dict[str, Any]:
    if not found:
        return {}
    happened = [t.happened for t in found]
    return {name: scores([getattr(t, name) for t in found], happened).as_json() for name in who}


def _difference(found: Sequence[Confronted]) -> dict[str, Any]:
    """Mean over facts of the difference of squared errors, and its standard error."""
    by: dict[str, list[float]] = {}
    for t in found:
        gaps = [(float(p or 0.0) - t.happened) ** 2 for p in (t.model, t.null)]
        by.setdefault(t.fact, []).append(gaps[0] - gaps[1])
    each = np.array([np.mean(x) for x in by.values()])
    n = len(each)
    error = float(each.std(ddof=1) / np.sqrt(n)) if n > 1 else None
    return {"facts": n, "mean": float(each.mean()) if n else None, "error": error}


def _known(values: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Readings that there are, with weights that sum to 1; None if there are none."""
    known = ~np.isnan(values)
    total = weights[known].sum()
    return (values[known], weights[known] / total) if known.any() and total > 0.0 else None


def _above(side: tuple[np.ndarray, np.ndarray] | None, limit: float) -> float | None:
    if side is None:
        return None
    return share_of((side[0] > limit).astype(float), side[1])[0]
