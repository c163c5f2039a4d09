"""Where compiled programs are kept between runs."""

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder() -> str | None:
    """Folder of the compilation cache; None if it cannot be made.

    `VERTIKAL_CACHE` names it; else it lies in `XDG_CACHE_HOME` or `~/.cache`.
    """
    named = os.environ.get("VERTIKAL_CACHE")
    base = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")) / "vertikal"
    folder = base.expanduser() / "compiled"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return str(folder)
