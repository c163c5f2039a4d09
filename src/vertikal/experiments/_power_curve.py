"""How often an alarm is raised, against what was done; and what that says in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

__all__ = ["NOTICED", "Cell", "Curve", "crossing", "words"]

NOTICED = 0.80
"""How often the alarm must be raised for something to be noticed."""
Z = 1.959964
"""Standard errors of a 95 % interval."""


@dataclass(frozen=True)
class Cell:
    """How often one instrument raised the alarm at one amount."""

    amount: float
    """Share of the leader's declared votes that was to be added."""
    added: float
    """The same, as it came out, mean over elections."""
    elections: int
    alarms: int
    unread: int
    """Elections in which the instrument could read nothing."""
    done: float = 0.0
    """Share of stations, or of rivals' ballots, at which it was done."""

    @property
    def share(self) -> float:
        """Share of elections with an alarm."""
        return self.alarms / self.elections if self.elections else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the share (Wilson 1927)."""
        if not self.elections:
            return float("nan"), float("nan")
        n, p = self.elections, self.share
        centre = p + Z**2 / (2 * n)
        half = Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
        whole = 1 + Z**2 / n
        return max((centre - half) / whole, 0.0), min((centre + half) / whole, 1.0)


@dataclass(frozen=True)
class Curve:
    """One instrument, one kind of falsification, one number of stations."""

    instrument: str
    kind: str
    stations: int
    cells: tuple[Cell, ...]
    """By amount; the first is honest. Amounts that cannot be added in this way are left out."""
    impossible: tuple[float, ...] = ()
    """Amounts that were asked for and cannot be added in this way."""

    @property
    def honest(self) -> Cell:
        """How often it is raised where votes are counted as cast."""
        return self.cells[0]

    def noticed(self, share: float = NOTICED) -> float | None:
        """Smallest amount from which on it is noticed with this probability; None: none tried is.

        Between two amounts the probability is taken to rise in a straight line.
        """
        return crossing([c.added for c in self.cells], [c.share for c in self.cells], share)

    def noticed_within(self, share: float = NOTICED) -> tuple[float | None, float | None]:
        """Least and most that this amount may be, as the number of elections leaves it open."""
        amounts = [c.added for c in self.cells]
        low, high = zip(*(c.interval for c in self.cells), strict=True)
        return crossing(amounts, high, share), crossing(amounts, low, share)

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        low, high = self.noticed_within()
        return {
            "instrument": self.instrument,
            "kind": self.kind,
            "stations": self.stations,
            "noticed": self.noticed(),
            "noticed_low": low,
            "noticed_high": high,
            "impossible": list(self.impossible),
            "amounts": [
                {
                    "amount": c.amount,
                    "added": c.added,
                    "share": c.share,
                    "low": c.interval[0],
                    "high": c.interval[1],
                    "done": c.done,
                    "elections": c.elections,
                    "unread": c.unread,
                }
                for c in self.cells
            ],
        }


def crossing(amounts: Sequence[float], shares: Sequence[float], goal: float) -> float | None:
    """Amount from which on the share is at least the goal; None if it is not at the last."""
    below = [k for k, share in enumerate(shares) if not share >= goal]
    if not below:
        return float(amounts[0])
    k = below[-1]
    if k + 1 == len(amounts):
        return None
    part = (goal - shares[k]) / (shares[k + 1] - shares[k])
    return float(amounts[k] + part * (amounts[k + 1] - amounts[k]))


def words(curves: Sequence[Curve], labels: Mapping[str, str]) -> list[str]:
    """Say in sentences from which amount on what would be noticed, and by whom.

    Parameters
    ----------
    curves
        All instruments, for one kind and one number of stations.
    labels
        Names of the instruments in the user's words.
    """
    said, never = [], []
    order = sorted(curves, key=lambda c: c.noticed() or np.inf)
    for c in order:
        amount, (low, high) = c.noticed(), c.noticed_within()
        most = max(cell.added for cell in c.cells)
        label = labels.get(c.instrument, c.instrument)
        if amount is None:
            never.append(label)
            continue
        about = f"{_per_cent(low)} to {_per_cent(high, most)}"
        what = "of rivals' ballots" if c.kind == "moved" else "of the stations"
        where = f"done to {_per_cent(_done(c, amount))} {what}"
        said.append(
            f"from {_per_cent(amount)} of the leader's votes on ({about}; {where}): {label}"
        )
    if never:
        most = max(cell.added for c in curves for cell in c.cells)
        said.append(f"not up to {_per_cent(most)}, the most that was tried: {'; '.join(never)}")
    return said


def _done(curve: Curve, amount: float) -> float:
    """Share of stations, or of ballots, that makes an amount."""
    last = curve.cells[-1]
    odds = last.added / (1.0 - last.added)
    return last.done * amount / (1.0 - amount) / odds if odds else 0.0


def _per_cent(x: float | None, most: float | None = None) -> str:
    if x is None:
        return f"more than {100 * (most or 0.0):.2g} %"
    return f"{100 * x:.2g} %"
