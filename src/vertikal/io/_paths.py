"""Names of files that others have written down: they lead down, or nowhere."""

from pathlib import Path, PurePosixPath

__all__ = ["below", "inside"]


def inside(name: str) -> bool:
    """Whether a relative path leads nowhere but down."""
    parts = PurePosixPath(name).parts
    return bool(parts) and name[0] not in "/~" and not {"..", "\\", "\0"} & {*parts, *name}


def below(folder: Path, name: str, *, most: int) -> Path:
    """Path of a file in a folder, by the name that another file gives it.

    Raises
    ------
    OSError
        If it would lead out of the folder, directly or by a link; is no plain file; or has more
        than `most` bytes.
    """
    if not inside(name):
        message = "it leads out of the folder; name a file in it"
        raise OSError(message)
    path = folder / name
    try:
        leads_out = path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())
    except RuntimeError:  # a link to itself
        leads_out = True
    if leads_out:
        message = "it is a link out of the folder; put the file itself there"
        raise OSError(message)
    if path.exists() and not path.is_file():
        message = "it is no file"
        raise OSError(message)
    if (size := path.stat().st_size) > most:
        message = f"it has {size / 1e6:.1f} MB; at most {most / 1e6:g} are read"
        raise OSError(message)
    return path
