"""Readings of experiments, kept by the hash of all they depend on."""

import hashlib
import io
from pathlib import Path

import numpy as np

from vertikal.io._replace import replacing
from vertikal.io._writer import DatasetError

__all__ = ["KeptReadings", "sound"]

SUM = hashlib.sha256().digest_size
MARK = b"sha256"
"""What stands before the checksum at the end of a file; NumPy does not look so far."""


class KeptReadings:
    """A folder of arrays `(member, outcome)`; each is written beside, then renamed.

    A file is one of NumPy's with its checksum behind it. What does not agree with its checksum was
    damaged, and is as if it were not there: it is computed again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> np.ndarray | None:
        """Return what is kept; None if nothing is, or it cannot be read, or was damaged."""
        try:
            content = (self.folder / f"{key}.npy").read_bytes()
            if not _agrees(content):
                return None
            return np.load(io.BytesIO(content), allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None

    def put(self, key: str, values: np.ndarray) -> None:
        """Keep values in place of what was there.

        Raises
        ------
        DatasetError
            If the folder cannot be written.
        """
        buffer = io.BytesIO()
        np.save(buffer, values)
        content = buffer.getvalue()
        try:
            with replacing(self.folder / f"{key}.npy", lasting=False) as part:
                part.write_bytes(content + MARK + hashlib.sha256(content).digest())
        except OSError as error:
            message = (
                f"{self.folder}: cannot be written ({error.strerror or error}). Free space, or "
                "work in another folder; what is finished lies there and is taken up when the "
                "same command runs again"
            )
            raise DatasetError(message, 4) from error


def sound(path: Path) -> bool:
    """Whether a file of kept readings is as it was written.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    return _agrees(path.read_bytes())


def _agrees(content: bytes) -> bool:
    """Whether content agrees with the checksum behind it."""
    values, mark, said = (
        content[: -SUM - len(MARK)],
        content[-SUM - len(MARK) : -SUM],
        content[-SUM:],
    )
    return mark == MARK and hashlib.sha256(values).digest() == said
