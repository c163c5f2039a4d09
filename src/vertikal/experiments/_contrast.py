"""Two worlds with the same luck, subtracted history by history."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

__all__ = ["Effect", "effect_of"]

CERTAIN = 1.96
"""Standard errors to either side that hold 95 % of a normal distribution."""
FEW = 2
"""Histories below which there is no error to speak of."""


@dataclass(frozen=True)
class Effect:
    """Mean difference over the histories in which both worlds have the outcome."""

    effect: float
    low: float
    high: float
    """The 95 % interval of the mean: what more histories would narrow."""
    error: float
    """Its standard error."""
    here: float
    there: float
    """Means of the two worlds over the same histories."""
    pairs: int
    """Histories compared."""

    def as_json(self) -> dict[str, Any]:
        """Plain values; None where there is none."""
        said = asdict(self)
        return {k: None if isinstance(v, float) and np.isnan(v) else v for k, v in said.items()}


UNKNOWN = Effect(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, 0)
"""Nothing to compare: no history has the outcome in both worlds."""


def effect_of(there: np.ndarray, here: np.ndarray, *, paired: bool = True) -> Effect:
    """Return the effect of a world `there` over one `here`, `(member,)` each.

    Parameters
    ----------
    there, here
        An outcome in each history; NaN where it did not happen.
    paired
        True: subtracted history by history; histories that lack it in either world do not count.
        False: as if the two ensembles had nothing in common, for comparison.
    """
    if paired:
        both = np.isfinite(there) & np.isfinite(here)
        there, here = there[both], here[both]
    else:
        there, here = there[np.isfinite(there)], here[np.isfinite(here)]
    pairs = min(there.size, here.size)
    if pairs == 0:
        return UNKNOWN
    effect = float(np.mean(there - here)) if paired else float(there.mean() - here.mean())
    if pairs < FEW:
        error = float("nan")
    elif paired:
        error = float(np.std(there - here, ddof=1) / np.sqrt(pairs))
    else:
        parts = (np.var(x, ddof=1) / x.size for x in (there, here))
        error = float(np.sqrt(sum(parts)))
    return Effect(
        effect,
        effect - CERTAIN * error,
        effect + CERTAIN * error,
        error,
        float(here.mean()),
        float(there.mean()),
        pairs,
    )
