"""Readings of experiments, kept by the hash of all they depend on."""

import os
from pathlib import Path

import numpy as np

__all__ = ["KeptReadings"]


class KeptReadings:
    """A folder of arrays `(member, outcome)`; each is written beside, then renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> np.ndarray | None:
        """Return what is kept; None if nothing is, or it cannot be read."""
        try:
            return np.load(self.folder / f"{key}.npy", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None

    def put(self, key: str, values: np.ndarray) -> None:
        """Keep values in place of what was there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{key}.{os.getpid()}.part"
        with part.open("wb") as file:
            np.save(file, values)
        part.replace(self.folder / f"{key}.npy")
