"""What the changelog says of changes that move numbers."""

import re
from pathlib import Path

__all__ = ["moved_since"]

PACKAGE = Path(__file__).parent.parent
PLACES = (PACKAGE / "CHANGELOG.md", PACKAGE.parent.parent / "CHANGELOG.md")
"""In an installed package, and in a working tree."""
VERSION = re.compile(r"^## \[?(?P<version>[^\]\s]+)\]?", re.MULTILINE)


def moved_since(version: str) -> list[tuple[str, str]] | None:
    """*Results* lines of all versions after one, newest first.

    Parameters
    ----------
    version
        Version that made a dataset, e.g. `0.4.0`.

    Returns
    -------
    Pairs of version and line; None if there is no changelog to read.
    """
    path = next((p for p in PLACES if p.is_file()), None)
    if path is None:
        return None
    text = path.read_text(encoding="utf-8")
    found = []
    heads = list(VERSION.finditer(text))
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        if _order(head["version"]) <= _order(version):
            break
        body = text[head.end() : after.start() if after else len(text)]
        _, _, results = body.partition("### Results")
        results = results.partition("\n### ")[0]
        lines = re.findall(r"^- (.*(?:\n  .*)*)", results, re.MULTILINE)
        found += [(head["version"], " ".join(line.split())) for line in lines]
    return found


def _order(version: str) -> tuple[int, ...]:
    """Order of versions; what is not released yet comes last."""
    numbers = re.findall(r"\d+", version)
    return tuple(map(int, numbers)) if numbers else (10**9,)
