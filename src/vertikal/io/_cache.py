"""Where compiled programs are kept between runs."""

import contextlib
import hashlib
import os
import platform
from functools import cache
from pathlib import Path

from vertikal.io._replace import replacing

__all__ = ["Programs", "cache_folder", "source_hash"]

SUM = hashlib.sha256().digest_size
PACKAGE = Path(__file__).parent.parent
SOURCES = ("engine", "fields", "mechanisms", "scenario", "lab")
"""Packages whose code a run's numbers and its compiled program depend on."""


def cache_folder() -> Path | None:
    """Folder of the compilation caches; None if it cannot be made.

    `VERTIKAL_CACHE` names it; else it lies in `XDG_CACHE_HOME` or `~/.cache`.
    """
    named = os.environ.get("VERTIKAL_CACHE")
    base = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")) / "vertikal"
    folder = base.expanduser() / "compiled"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # RuntimeError: no home folder
        return None
    return folder


class Programs:
    """Compiled programs in a folder; whatever goes wrong there is as if nothing were kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def fingerprint(self) -> str:
        """Hash of the sources that a program depends on, of the processor and of JAX's settings."""
        return _fingerprint()

    def get(self, key: str) -> bytes | None:
        """Return a kept program; None if there is none, or it is not as it was written.

        A program is code: it is taken only from a file that belongs to this user, and agrees with
        its checksum.
        """
        try:
            path = self.folder / f"{key}.program"
            if path.stat().st_uid != os.getuid():
                return None
            content = path.read_bytes()
        except OSError:
            return None
        said, program = content[:SUM], content[SUM:]
        return program if hashlib.sha256(program).digest() == said else None

    def put(self, key: str, program: bytes) -> None:
        """Keep a program: written beside, then renamed."""
        path = self.folder / f"{key}.program"
        with contextlib.suppress(OSError), replacing(path, lasting=False) as part:
            part.write_bytes(hashlib.sha256(program).digest() + program)


@cache
def source_hash() -> str:
    """Hash of the sources that the numbers of a run depend on."""
    said = hashlib.sha256()
    for package in SOURCES:
        for path in sorted((PACKAGE / package).glob("*.py")):
            said.update(path.name.encode() + path.read_bytes())
    return said.hexdigest()


@cache
def _fingerprint() -> str:
    said = hashlib.sha256(source_hash().encode())
    try:
        cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        lines = [x for x in cpu.splitlines() if x.startswith(("flags", "model name"))]
        said.update("\n".join(sorted(set(lines))).encode())
    except OSError:
        said.update(platform.processor().encode())
    settings = {k: v for k, v in os.environ.items() if k.startswith(("XLA_", "JAX_"))}
    said.update(repr(sorted(settings.items())).encode())
    return said.hexdigest()
