"""Which known table is this? Its columns say so; its name only breaks a tie."""

from collections.abc import Sequence

from vertikal.sources._problems import Misfit, SourceError
from vertikal.sources._registry import NAMES, load
from vertikal.sources._source import Source, marks

__all__ = ["recognise"]


def recognise(columns: Sequence[str], file: str = "") -> Source | None:
    """Source all of whose marks are among the columns, the one with most marks; None if none is.

    Raises
    ------
    SourceError
        If two fit equally well and the file's name does not decide.
    """
    have = {c.strip() for c in columns}
    fits = [s for s in map(load, NAMES) if s.marks and have.issuperset(s.marks)]
    if not fits:
        return None
    most = max(map(marks, fits))
    best = [s for s in fits if marks(s) == most]
    if len(best) > 1:
        words = [sum(word in file.lower() for word in s.name.split("_")) for s in best]
        best = [s for s, n in zip(best, words, strict=True) if n == max(words)]
    if len(best) > 1:
        names = tuple(s.name for s in best)
        says = f"the table may be {' or '.join(names)}; say which"
        raise SourceError([Misfit("source", says, "", names)])
    return best[0]
