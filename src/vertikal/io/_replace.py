"""Files that are whole or as they were before: written beside, then renamed."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["replacing"]

PART = ".part"


@contextlib.contextmanager
def replacing(path: Path, *, lasting: bool = True) -> Iterator[Path]:
    """Give a file beside `path` to write; when it is whole, it takes the name.

    What is no plain file (a pipe, `/dev/stdout`) is written as it is. A link stays a link, and what
    it points to is replaced. Parts that killed processes left of the same file are removed.

    Parameters
    ----------
    path
        The file that is to be made or replaced; its folder is made.
    lasting
        Whether to wait until the disk has the bytes: without, a power cut may leave an empty file.

    Yields
    ------
    The file to write. It keeps the ending of `path`, by which some writers choose a format.

    Raises
    ------
    OSError
        If it cannot be written; what stood at `path` is then as it was.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    _swept(path)
    part = path.with_name(f"{path.stem}.{os.getpid()}{PART}{path.suffix}")
    try:
        yield part
        if lasting:
            with part.open("rb") as file:
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _swept(path: Path) -> None:
    """Remove what processes left that are no more."""
    end = PART + path.suffix
    names = [x.name for x in os.scandir(path.parent) if x.name.endswith(end)]
    for name in names:
        head, _, pid = name.removesuffix(end).rpartition(".")
        if head == path.stem and pid.isdigit() and not _alive(int(pid)):
            with contextlib.suppress(OSError):
                path.with_name(name).unlink()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
