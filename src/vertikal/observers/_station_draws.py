"""Standard draws of polling stations: named, so that none moves another; none knows the truth."""

import hashlib
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

__all__ = ["LAWS", "Drawn", "draw", "registered"]

SIZE, SIZE_SPREAD, SMALLEST = 1100.0, 0.6, 50.0
"""Registered voters of a station: mean, standard deviation of the logarithm, smallest. In nine
federal elections in Russia a station had 1,130 on average; its logarithm spreads more widely
there, because hamlets and hospitals are stations too."""
CAP, FEWEST, MOST = 750, 100.0, 3000.0
"""Voters above which an electorate is split, fewest and most of an electorate: Mexico's law of
elections (LGIPE 2014, articles 147 and 253)."""
LAWS = ("lognormal", "capped")
"""Rules of station size; a list of observed sizes is a third."""


@dataclass(frozen=True)
class Drawn:
    """Standard draws of one history's stations, `(station,)` each."""

    size: np.ndarray
    turnout: np.ndarray
    leader: np.ndarray
    """Standard normal, independent of each other."""
    kind: np.ndarray
    """Uniform: what is done to a count."""
    added: np.ndarray
    """Half normal: how much of it."""
    target: np.ndarray
    multiple: np.ndarray
    """Uniform: whether somebody writes a target, and which multiple it is of."""
    counts: np.random.Generator
    moved: np.random.Generator
    rivals: np.random.Generator
    """Generators of the binomial steps."""


def draw(name: tuple[int, str, int], n: int) -> Drawn:
    """Draws that bear this name: seed of the run, vote, number of the history.

    Each kind of draw has a stream of its own. A new kind comes last, and moves none before it.
    """
    seed, vote, number = name
    word = int.from_bytes(hashlib.blake2b(vote.encode(), digest_size=8).digest(), "big")
    root = np.random.SeedSequence([int(seed), word, number])
    size, turnout, leader, kind, added, counts, target, multiple, moved, rivals = map(
        np.random.default_rng, root.spawn(10)
    )
    return Drawn(
        size=size.standard_normal(n),
        turnout=turnout.standard_normal(n),
        leader=leader.standard_normal(n),
        kind=kind.random(n),
        added=np.abs(added.standard_normal(n)),
        target=target.random(n),
        multiple=multiple.random(n),
        counts=counts,
        moved=moved,
        rivals=rivals,
    )


def registered(z: np.ndarray, sizes: str | np.ndarray) -> np.ndarray:
    """Registered voters of stations, whole numbers, from standard normal draws.

    Parameters
    ----------
    z
        A station's place among all: the larger, the more voters.
    sizes
        `lognormal`; `capped`: an electorate of more than 750 is split evenly, as in Mexico; or
        observed numbers of registered voters, from which stations take the quantile of their draw.

    Raises
    ------
    ValueError
        If there is no such rule, or an observed number is below 1.
    """
    if not isinstance(sizes, str):
        seen = np.sort(np.asarray(sizes, np.int64).ravel())
        if seen.size == 0 or seen[0] < 1:
            found = "none" if seen.size == 0 else seen[0]
            message = f"observed sizes of stations must be 1 or more; found {found}"
            raise ValueError(message)
        return seen[np.minimum((ndtr(z) * seen.size).astype(int), seen.size - 1)]
    if sizes not in LAWS:
        message = f"sizes is {sizes!r}; must be {' or '.join(LAWS)}, or observed numbers"
        raise ValueError(message)
    free = SIZE * np.exp(SIZE_SPREAD * z - SIZE_SPREAD**2 / 2.0)
    if sizes == "lognormal":
        return np.rint(np.maximum(free, SMALLEST)).astype(np.int64)
    electorate = np.clip(free, FEWEST, MOST)
    return np.rint(electorate / np.ceil(electorate / CAP)).astype(np.int64)
