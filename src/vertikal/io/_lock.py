"""A lock that a process holds while it lives: no other writes the same dataset."""

import contextlib
import errno
import fcntl
import os
from pathlib import Path

__all__ = ["Lock"]

UNKNOWN = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
"""What file systems answer that know no locks; there, nothing keeps two runs apart."""


class Lock:
    """A file that is locked; the lock goes with the process, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: int | None = None

    def taken(self) -> bool:
        """Take the lock; False if another process has it.

        Raises
        ------
        OSError
            If the file cannot be made.
        """
        while self._held is None:
            held = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in UNKNOWN:
                    os.close(held)
                    return False
            if self._is_that_file(held):
                self._held = held
            else:  # its last owner has removed it meanwhile: locks on it keep nobody out
                os.close(held)
        return True

    def release(self) -> None:
        """Remove the file, then let go."""
        if self._held is None:
            return
        with contextlib.suppress(OSError):
            self.path.unlink()
        self.lose()

    def lose(self) -> None:
        """Let go and leave the file, as a process does that is killed."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _is_that_file(self, held: int) -> bool:
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return False
        here = os.fstat(held)
        return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)
