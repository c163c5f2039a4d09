"""Probabilities of statements: the share of histories in which they come true."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vertikal import measures
from vertikal.engine import ProgramStore
from vertikal.experiments import Outcome, readings
from vertikal.experiments._outcome import read
from vertikal.experiments._readings import Keep
from vertikal.forecasts._condition import Conditioned, conditioned, share_of
from vertikal.forecasts._statement import Statement, true_of
from vertikal.inference import Target
from vertikal.inference._prior import vectors
from vertikal.lab import Progress, Request

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Ensemble", "Foretold", "foretold", "null_readings", "simulated"]

BAND = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Ensemble:
    """Histories with what was read of each.

    Attributes
    ----------
    told
        Readings of what is asked about, `(history, outcome)`.
    weighed
        What the facts that were known make of the histories.
    """

    told: np.ndarray
    weighed: Conditioned


@dataclass(frozen=True)
class Foretold:
    """A statement with its probability."""

    statement: Statement
    probability: float | None
    """None: there is nothing to read in any history."""
    error: float | None
    """Standard error for the number of histories."""
    read: float
    """Share of histories in which it can be told."""
    low: float | None
    median: float | None
    high: float | None
    """5, 50 and 95 % quantiles of the reading."""
    unconditioned: float | None
    """What the probability would be if no fact were known."""
    shipped: float | None
    """What it is with the shipped vector: chance alone, the parameters taken as known."""
    null: float | None
    """What the null model says; None where it has nothing to say."""

    def as_json(self) -> dict[str, Any]:
        """For the archive."""
        said = dataclasses.asdict(self)
        said.pop("statement")
        return {**self.statement.model_dump(mode="json"), **said}


def simulated(
    request: Request,
    asked: Sequence[Outcome],
    targets: Sequence[Target],
    columns: Mapping[str, np.ndarray] | None,
    *,
    keep: Keep | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
    store: ProgramStore | None = None,
    workers: int = 1,
) -> Ensemble:
    """Simulate histories, one for each vector, and weigh them by the facts.

    Parameters
    ----------
    request
        World as it was known; members and seed.
    asked
        What is read.
    targets
        Facts that were known, with their errors.
    columns
        Parameters by name, `(history,)` each; None: the request's vector in all.
    keep, tell, store, workers
        As for `readings`.

    Raises
    ------
    MeasureError
        If the world has no such reading.
    """
    draws = None if columns is None else vectors(columns, 1)
    every = [*asked, *(t.outcome for t in targets)]
    found = readings(
        request, every, draws=draws, keep=keep, tell=tell, store=store, workers=workers
    )
    weighed = conditioned(
        found[:, len(asked) :],
        np.array([t.observed for t in targets]),
        np.array([t.error for t in targets]),
    )
    return Ensemble(found[:, : len(asked)], weighed)


def null_readings(data: "xr.Dataset | None", asked: Sequence[Outcome]) -> np.ndarray | None:
    """Return what the null model reads, `(history, outcome)`; NaN columns for what it lacks."""
    if data is None:
        return None
    columns = []
    for outcome in asked:
        try:
            columns.append(read(data, [outcome])[:, 0])
        except measures.MeasureError:
            columns.append(np.full(data.sizes["member"], np.nan))
    return np.stack(columns, axis=1)


def foretold(
    statements: Sequence[Statement],
    drawn: Ensemble,
    shipped: Ensemble | None = None,
    null: np.ndarray | None = None,
) -> list[Foretold]:
    """Return the probability of each statement; columns of the readings are in their order."""
    found = []
    for k, one in enumerate(statements):
        values, weights = drawn.told[:, k], drawn.weighed.weights
        p, error, share = share_of(_held(one, values), weights)
        low, median, high = _quantiles(values, weights)
        even = np.full(len(values), 1.0 / len(values))
        same = None if shipped is None else (shipped.told[:, k], shipped.weighed.weights)
        found.append(
            Foretold(
                one, _known(p), _known(error), share, low, median, high,
                _probability(one, (values, even)),
                _probability(one, same),
                _probability(one, None if null is None else _alike(null[:, k])),
            )
        )  # fmt: skip
    return found


def _held(one: Statement, values: np.ndarray) -> np.ndarray:
    return true_of(values, one.at_least, one.at_most, one.if_unread)


def _alike(values: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Readings with even weights; None where there is none at all."""
    if np.isnan(values).all():
        return None
    return values, np.full(len(values), 1.0 / len(values))


def _probability(one: Statement, found: tuple[np.ndarray, np.ndarray] | None) -> float | None:
    return None if found is None else _known(share_of(_held(one, found[0]), found[1])[0])


def _quantiles(
    values: np.ndarray, weights: np.ndarray
) -> tuple[float | None, float | None, float | None]:
    known = ~np.isnan(values) & (weights > 0.0)
    if not known.any():
        return None, None, None
    low, median, high = np.quantile(
        values[known], BAND, weights=weights[known], method="inverted_cdf"
    )
    return float(low), float(median), float(high)


def _known(x: float) -> float | None:
    return float(x) if np.isfinite(x) else None
