"""What a text table is written in: its encoding, its separator, its header.

Nothing here reads more than the first megabyte.
"""

import csv
import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vertikal.io._table_unfit import Unfit

__all__ = ["SAMPLE", "Head", "encoding_of", "guess_eight_bit", "head_of", "mostly_utf8"]

SAMPLE = 2**20
"""Bytes that are looked at to tell how a file is written."""
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte-order marks."""
KNOWN = ("utf-8", "utf-16", "cp1251", "cp1250", "cp1252", "latin-1", "koi8-r", "cp866", "utf-32")
LOOKED_AT = 200
"""Lines by which the separator is told."""
BEFORE = 30
"""Lines that may stand above the header."""
RUN = 2.5
"""Mean length of runs of bytes above 127: words in Cyrillic are written in nothing else, while in
Western languages one letter in several has an accent."""
JUNK = 0.02
"""Share of control characters beyond which a file is no text."""
MANY = 4
"""Letters in UTF-8 for each broken one that make a text UTF-8: of bytes in another encoding, one in
several would fit by chance."""
ZEROS = 0.15
"""Share of zero bytes beyond which two bytes may stand for a letter."""


def encoding_of(sample: bytes, asked: str | None, whole: bool) -> tuple[str, str]:
    """Encoding of a file that begins like this, and what to say of it (perhaps nothing).

    Raises
    ------
    Unfit
        If it is no text, or the encoding asked for is unknown.
    """
    if asked is not None:
        return _known(asked), ""
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name, "" if name == "utf-8-sig" else f"read as {name}"
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    wide = "utf-16-le" if odd > even else "utf-16-be"  # every other byte of plain text is 0
    if max(even, odd) > ZEROS * len(sample) and not _junk(sample.decode(wide, errors="replace")):
        return wide, f"read as {wide}"
    if _junk(sample.decode("latin-1")):
        message = "holds bytes that no text has; a table in CSV, TSV or Parquet is needed"
        raise Unfit(message)
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = not whole and error.start >= len(sample) - 4  # a letter, where the sample ends
        if not cut and not mostly_utf8(sample):
            return guess_eight_bit(sample)
    return "utf-8", ""


def _junk(text: str) -> bool:
    """Whether too many letters are none that a table has."""
    controls = sum(text.count(chr(c)) for c in range(32) if chr(c) not in "\t\n\f\r")
    return controls + text.count("\ufffd") > JUNK * len(text)


def mostly_utf8(sample: bytes) -> bool:
    """Whether letters beyond ASCII are UTF-8 but for a few bytes."""
    text = sample.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(not c.isascii() for c in text) - bad
    return good > MANY * bad


def guess_eight_bit(sample: bytes) -> tuple[str, str]:
    """Cyrillic or Western, by how its letters run together; and what to say of it."""
    runs, length, longest = 0, 0, 0
    for byte in sample:
        if byte > 127:  # noqa: PLR2004 - ASCII ends there
            length += 1
            longest += 1
        else:
            runs += length > 0
            length = 0
    cyrillic = longest / max(runs + (length > 0), 1) > RUN
    for name in ("cp1251",) if cyrillic else ("cp1252", "latin-1"):
        try:
            sample.decode(name)
        except UnicodeDecodeError:
            continue
        return name, f"read as {name}; if names look wrong, say --encoding"
    return "latin-1", "read as latin-1; if names look wrong, say --encoding"


def _known(asked: str) -> str:
    try:
        "".encode(asked)
        b"".decode(asked)
    except (LookupError, ValueError, TypeError):
        near = difflib.get_close_matches(asked.lower(), KNOWN, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known, among others: {', '.join(KNOWN)}"
        message = f"--encoding: {asked!r} is unknown - {hint}"
        raise Unfit(message) from None
    return "utf-8-sig" if asked.lower().replace("_", "-") in ("utf-8", "utf8") else asked


@dataclass(frozen=True)
class Head:
    """How a text table is laid out."""

    separator: str
    columns: tuple[str, ...]
    row: int
    """Row of the header; the first of the file is 1."""
    notes: tuple[str, ...]


def head_of(text: str, asked: str | None, whole: bool) -> Head:
    """Find separator and header in the beginning of a file.

    Raises
    ------
    Unfit
        If there is nothing, one column only, no header, or the separator asked for will not do.
    """
    lines = text.split("\n")[: LOOKED_AT + BEFORE]
    if not whole and 1 < len(lines) < LOOKED_AT + BEFORE:
        lines = lines[:-1]  # the sample ends in the middle of it
    if not any(line.strip() for line in lines):
        message = "is empty; a header and a row a station are needed"
        raise Unfit(message)
    _no_table(text)
    separator = _separator(lines, asked)
    records = _cells(lines, separator)
    return _layout(records, separator)


def _no_table(text: str) -> None:
    """Refuse what is text and no table."""
    start = text.lstrip("\ufeff \t\n")[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        message = "is a web page or XML; save the table itself as CSV"
        raise Unfit(message)
    if start.startswith(("{", "[{")):
        message = "is JSON; save it as CSV or Parquet, one row a station"
        raise Unfit(message)


def _separator(lines: Sequence[str], asked: str | None) -> str:
    """Sign that cuts most lines into one number of cells, at least two."""
    if asked is not None:
        sign = NAMED.get(asked.lower(), asked)
        if len(sign) != 1 or not sign.isascii() or sign in '"\n\r' or sign.isalnum():
            names = ", ".join(f"{k!r}" for k in (",", ";", "tab", "|"))
            message = f"--separator: {asked!r} is none; write one sign, such as {names}"
            raise Unfit(message)
        return sign
    best, score = "", (0.0, 0)
    for sign in SEPARATORS:
        widths = Counter(len(r) for r in _cells(lines, sign) if any(c.strip() for c in r))
        width, lines_of = widths.most_common(1)[0] if widths else (1, 0)
        if width > 1:
            score_here = (lines_of / widths.total(), width)
            if score_here > score:
                best, score = sign, score_here
    if not best:
        message = (
            "has one column only: none of comma, semicolon, tab, bar cuts it; "
            "say which sign does with --separator"
        )
        raise Unfit(message)
    return best


def _cells(lines: Sequence[str], separator: str) -> list[list[str]]:
    """Lines cut into cells, or uncut where quotation marks are in disorder."""
    try:
        return list(csv.reader((f"{line}\n" for line in lines), delimiter=separator))
    except csv.Error:
        return [line.split(separator) for line in lines]


def _layout(records: Sequence[Sequence[str]], separator: str) -> Head:
    """Find the header: the first row as wide as most, with words in it."""
    filled = [(k, r) for k, r in enumerate(records) if any(c.strip() for c in r)]
    widths = Counter(len(r) for _, r in filled)
    width = widths.most_common(1)[0][0]
    if width < 2:  # noqa: PLR2004 - a table has two columns
        message = f"cut at {separator!r} it has one column only; say another sign with --separator"
        raise Unfit(message)
    notes: list[str] = []
    place, header = next(
        ((k, r) for k, r in filled[:BEFORE] if len(r) in (width, width - 1) and len(r) > 1),
        filled[0],
    )
    if above := [k for k, _ in filled if k < place]:
        notes.append(f"lines above the header, left out: {len(above)}")
    if all(_number(c) for c in header if c.strip()):
        message = (
            f"row {place + 1}, which should be the header, holds numbers only "
            f"({', '.join(header[:5])}); write the names of the columns in the first row"
        )
        raise Unfit(message)
    names = [c.strip().strip("\ufeff") for c in header]
    after = [r for k, r in filled if k > place]
    if after and len(names) == width - 1 and sum(len(r) == width for r in after) > len(after) / 2:
        if all(not r[-1].strip() for r in after if len(r) == width):
            names.append("")
        else:  # as R writes names of rows
            names.insert(0, "")
            notes.append("rows have one cell more than the header: the first has no name")
    return Head(separator, tuple(_unique(names, notes)), place + 1, tuple(notes))


def _number(cell: str) -> bool:
    try:
        float(cell.replace(",", ".").replace(" ", ""))
    except ValueError:
        return False
    return True


def _unique(names: Sequence[str], notes: list[str]) -> list[str]:
    """Names of columns; those of one name are numbered, so that none is taken for another."""
    twice = [n for n, k in Counter(names).items() if k > 1 and n]
    seen: Counter[str] = Counter()
    out: list[str] = []
    for name in names:
        seen[name] += 1
        told = f"{name} ({seen[name]})" if name in twice else name
        while told in out and told:
            told += "'"
        out.append(told)
    if twice:
        told = ", ".join(f"{n!r}" for n in twice[:5])
        notes.append(f"columns named twice: {told}; they are called 'name (1)', 'name (2)'")
    return out
