"""How contests were won: by whom, over whom, by how much, against how many; tables by unit."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Contests", "Margin", "contests", "margins"]

Floats = NDArray[np.float64]

SERIOUS = 0.05
"""Share of the vote above which a candidate counts: Germany's threshold, and the usual one."""
CLOSE = 0.05
"""Margin below which a contest was close."""


@dataclass(frozen=True)
class Margin:
    """One contest."""

    unit: str
    valid: int
    winner: str
    runner_up: str
    """Empty if nobody else had a vote."""
    share: float
    """Winner's votes / valid votes."""
    margin: float
    """Winner's votes less the runner-up's / valid votes; 1 where nobody else had any."""
    serious: int
    """Candidates with more than a twentieth of the valid votes."""

    @property
    def contested(self) -> bool:
        """Whether anybody else had a vote."""
        return bool(self.runner_up)


@dataclass(frozen=True)
class Contests:
    """Contests of one region, or of one year, or all."""

    of: str
    contests: int
    uncontested: float
    """Share in which nobody but the winner had a vote."""
    margin: float
    """Median of the contested ones; NaN if there are none."""
    low: float
    high: float
    """Quartiles of the same."""
    close: float
    """Share of all with a margin under five points."""
    serious: float
    """Mean number of candidates with more than a twentieth."""

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on; what is not known is null."""
        return {k: None if v != v else v for k, v in asdict(self).items()}  # noqa: PLR0124 - NaN


def margins(
    votes: NDArray[np.integer],
    valid: NDArray[np.integer],
    candidates: Sequence[str],
    unit: Sequence[str],
) -> tuple[Margin, ...]:
    """Table of contests, one a unit.

    Parameters
    ----------
    votes
        Votes of each candidate, `(station, candidate)`.
    valid
        Valid votes, `(station,)`; they may be more than those of the candidates that are known.
    candidates
        Their names.
    unit
        Which contest a station belongs to: its region, its municipality.

    Returns
    -------
    In order of the unit's name. A margin of 0 means a tie; of 1, that nobody else had a vote. Units
    without a vote are left out. **Blind to** who was kept from standing, and to how votes were
    counted.
    """
    names, place = np.unique(np.asarray(unit, dtype=str), return_inverse=True)
    total = np.zeros((len(names), votes.shape[1]), np.int64)
    np.add.at(total, place, votes)
    whole = np.zeros(len(names), np.int64)
    np.add.at(whole, place, valid)
    whole = np.maximum(whole, total.sum(1))
    return tuple(
        _margin(str(names[k]), total[k], int(whole[k]), candidates)
        for k in range(len(names))
        if total[k].any()
    )


def _margin(unit: str, votes: NDArray[np.integer], valid: int, names: Sequence[str]) -> Margin:
    order = np.argsort(-votes, kind="stable")
    first, second = order[0], order[1] if len(order) > 1 else -1
    next_votes = int(votes[second]) if second >= 0 else 0
    return Margin(
        unit,
        valid,
        str(names[int(first)]),
        names[int(second)] if next_votes else "",
        float(votes[first] / valid),
        float((votes[first] - next_votes) / valid) if next_votes else 1.0,
        int((votes > SERIOUS * valid).sum()),
    )


def contests(share: Floats, of: Sequence[str]) -> tuple[Contests, ...]:
    """Summary of contests by region, year or whatever they are sorted by.

    Parameters
    ----------
    share
        Shares of the valid vote of those who came first, second, third; `(contest, place)`.
    of
        What each contest belongs to.

    Returns
    -------
    One row each, in order. **Blind to** candidates beyond the places that are known.
    """
    return tuple(_summed(share, np.asarray(of, dtype=str)))


def _summed(share: Floats, of: NDArray[np.str_]) -> Iterator[Contests]:
    known = np.isfinite(share[:, 0])
    share, of = np.nan_to_num(share[known]), of[known]
    alone = share[:, 1] <= 0.0
    margin = np.where(alone, 1.0, share[:, 0] - share[:, 1])
    for name in np.unique(of):
        own = of == name
        fought = margin[own & ~alone]
        band = np.quantile(fought, [0.5, 0.25, 0.75]) if fought.size else [np.nan] * 3
        yield Contests(
            str(name),
            int(own.sum()),
            float(alone[own].mean()),
            margin=float(band[0]),
            low=float(band[1]),
            high=float(band[2]),
            close=float((margin[own] < CLOSE).mean()),
            serious=float((share[own] > SERIOUS).sum(1).mean()),
        )
