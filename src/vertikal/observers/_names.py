"""Streams of random numbers by name, and what observers ask of a dataset alike."""

import hashlib
from collections.abc import Iterable

import numpy as np
import xarray as xr

__all__ = ["lacking", "members_of", "shares", "stream"]


def stream(data: xr.Dataset, observer: str, member: int, what: str) -> np.random.Generator:
    """Generator that bears a name: seed of the run, observer, history, what is drawn.

    What another observer draws, another history or another kind of draw moves nothing here.
    """
    said = f"{observer}/{what}".encode()
    word = int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big")
    return np.random.default_rng([int(data.attrs.get("seed", 0)), word, int(member)])


def members_of(data: xr.Dataset) -> np.ndarray:
    """Numbers of the histories; one history, number 0, where the dataset has no such dimension."""
    return np.atleast_1d(data["member"].values) if "member" in data.coords else np.zeros(1, int)


def lacking(observer: str, data: xr.Dataset, needs: Iterable[str]) -> None:
    """Refuse a dataset without what an observer looks at, naming all of it.

    Raises
    ------
    ValueError
        If a variable is not there.
    """
    if missing := [name for name in needs if name not in data]:
        message = f"{observer}: the dataset lacks {', '.join(missing)}; run a scenario to make them"
        raise ValueError(message)


def shares(observer: str, **options: float) -> None:
    """Refuse shares outside 0 to 1, all at once.

    Raises
    ------
    ValueError
        If one is.
    """
    wrong = [f"{name} is {value:g}" for name, value in options.items() if not 0.0 <= value <= 1.0]
    if wrong:
        message = f"{observer}: {', '.join(wrong)}; must lie in 0 to 1"
        raise ValueError(message)
