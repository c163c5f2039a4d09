"""YAML 1.2 with the line of every value, and nothing that a scenario has no use for.

In YAML 1.1 `NO` is false and `12:30` is a number; here `country: NO` is Norway. A file may be
hostile: what unfolds without end, nests without end, or asks for Python objects is refused with
its line, before it costs time or memory.
"""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from vertikal.scenario import Problem, ScenarioError

__all__ = ["Lines", "parse_value", "parse_yaml", "read_yaml", "reason"]

LONGEST = 1_000_000
"""Bytes of a file; the longest that ships has a tenth of it."""
LONGEST_VALUE = 10_000
"""Characters of a value on the command line."""
MOST = 50_000
"""Values in a file, aliases unfolded."""
DEEPEST = 50
"""Values inside values."""
LONGEST_NUMBER = 300
"""Digits of a number; beyond, it is no quantity."""
PLAIN = (bool, float, int, str)
Lines = dict[tuple[str | int, ...], int]


class _Unfit(ValueError):
    """A value that a scenario has no use for."""

    def __init__(self, says: str, line: int | None = None) -> None:
        super().__init__(says)
        self.line = line


def parse_value(text: str) -> Any:  # noqa: ANN401 - any YAML value
    """Read a value as it would stand in a scenario file; what is no YAML is text."""
    if len(text) > LONGEST_VALUE or _depth(text) > DEEPEST:
        return text
    try:
        return _Walk().plain(YAML(typ="rt", pure=True).load(text), ())
    except (YAMLError, ValueError, TypeError, RecursionError, AttributeError, LookupError):
        return text


def read_yaml(path: Path) -> tuple[dict[str, Any], Lines]:
    """Values and lines of a YAML file whose top level is a mapping.

    Raises
    ------
    ScenarioError
        If it cannot be read, is no YAML, or holds what a scenario has no use for.
    """
    return parse_yaml(_text(path), path.name)


def parse_yaml(text: str, file: str) -> tuple[dict[str, Any], Lines]:
    """Values and lines of YAML whose top level is a mapping; `file` is its name in messages.

    Raises
    ------
    ScenarioError
        If it is no YAML, or holds what a scenario has no use for.
    """
    walk = _Walk()
    try:
        if _depth(text) > DEEPEST:
            message = f"nests more than {DEEPEST} deep"
            raise _Unfit(message)
        node = _reader().load(text)
        if not isinstance(node, CommentedMap):
            message = "must hold keys with values at its top level"
            raise _Unfit(message, 1)
        return walk.plain(node, ()), walk.lines
    except _Unfit as error:
        raise _refused(file, error.line, str(error)) from None
    except MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        raise _refused(file, line, f"is no YAML here: {error.problem or error.context}") from None
    except RecursionError:
        raise _refused(file, None, f"nests more than {DEEPEST} deep") from None
    except (YAMLError, ValueError, TypeError, AttributeError, LookupError) as error:
        # ValueError: 30 February; the others: tags with a value that is none of theirs
        says = f"is no YAML here: {error}"
        raise _refused(file, _guess(text, error), says) from None


def reason(error: Exception) -> str:
    """Why a file cannot be read."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _reader() -> YAML:
    reader = YAML(typ="rt", pure=True)
    reader.allow_duplicate_keys = False
    return reader


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            message = "is no file"
            raise OSError(message)
        if (size := path.stat().st_size) > LONGEST:
            message = f"has {size / 1e6:.1f} MB; at most {LONGEST / 1e6:g} are read"
            raise OSError(message)
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:  # ValueError: no text, or no name of a file
        raise _refused(path.name, None, f"cannot be read: {reason(error)}") from None


def _refused(file: str, line: int | None, says: str) -> ScenarioError:
    return ScenarioError([Problem(file, line, "", says.split("\n", maxsplit=1)[0])])


def _depth(text: str) -> int:
    """How deep brackets nest at most, those in quotes and comments counted too."""
    deep = most = 0
    for sign in re.findall(r"[\[\]{}]", text):
        deep = deep + 1 if sign in "[{" else max(deep - 1, 0)
        most = max(most, deep)
    return most


def _guess(text: str, error: Exception) -> int | None:
    """Line of an error that does not know its own: a character's place, or an impossible date."""
    place = getattr(error, "position", None)
    if isinstance(place, int):
        return text.count("\n", 0, place) + 1
    for number, line in enumerate(text.splitlines(), start=1):
        for found in re.findall(r"\b\d{4}-\d{2}-\d{2}\b", line):
            try:
                datetime.date.fromisoformat(found)
            except ValueError:
                return number
    return None


class _Walk:
    """From ruamel's nodes to plain values; notes the line of each on the way."""

    def __init__(self) -> None:
        self.lines: Lines = {}
        self._count = 0

    def plain(self, node: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - any YAML value
        """Plain Python values of a node and all in it."""
        self._count += 1
        if self._count > MOST:
            message = f"unfolds to more than {MOST:,} values"
            raise _Unfit(message, self._line(path))
        if len(path) > DEEPEST:
            message = f"nests more than {DEEPEST} deep"
            raise _Unfit(message, self._line(path))
        if type(node) is CommentedMap:
            out: dict[Any, Any] = {}
            for key, value in node.items():
                here = (*path, self._key(key, path))
                self._note(here, lambda k=key: node.lc.key(k), path)
                out[here[-1]] = self.plain(value, here)
            return out
        if type(node) is CommentedSeq:
            for i in range(len(node)):
                self._note((*path, i), lambda k=i: node.lc.item(k), path)
            return [self.plain(value, (*path, i)) for i, value in enumerate(node)]
        return self._scalar(node, path)

    def _note(self, here: tuple[str | int, ...], place: Any, path: tuple[str | int, ...]) -> None:  # noqa: ANN401
        """Note a line; what was merged in from elsewhere stands where its mapping stands."""
        try:
            self.lines[here] = place()[0] + 1
        except (TypeError, KeyError, AttributeError, IndexError):
            if (line := self._line(path)) is not None:
                self.lines[here] = line

    def _line(self, path: tuple[str | int, ...]) -> int | None:
        return next(
            (self.lines[path[:k]] for k in range(len(path), 0, -1) if path[:k] in self.lines), None
        )

    def _key(self, key: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - as the file has it
        if isinstance(key, (str, int, float, datetime.date)) or key is None:
            return self._scalar(key, path)
        message = f"has a key that is no word or number: {_short(key)}"
        raise _Unfit(message, self._line(path))

    def _scalar(self, node: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - any YAML value
        """A plain value; ruamel's own kinds remember how they were written."""
        for plain in PLAIN:
            if isinstance(node, plain):
                value = plain(node)
                if fault := _fault(value):
                    raise _Unfit(fault, self._line(path))
                return value
        if node is None:
            return None
        if isinstance(node, datetime.datetime):
            return node
        if isinstance(node, datetime.date):
            return node
        message = f"holds a kind of value that has no use here: {_short(node)}"
        raise _Unfit(message, self._line(path))


def _fault(value: str | float) -> str:
    """What makes a value one that cannot even be quoted in a message."""
    if isinstance(value, str):
        if any(_strange(value)):
            return "holds characters that no text has (surrogates or a null byte)"
        return ""
    if isinstance(value, int) and abs(value) >= 10**LONGEST_NUMBER:
        return f"holds a number of more than {LONGEST_NUMBER} digits"
    return ""


def _strange(text: str) -> Iterator[bool]:
    return (sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)


def _short(value: object) -> str:
    kind = getattr(getattr(value, "tag", None), "value", None)
    return str(kind) if kind else type(value).__name__.removeprefix("Commented").lower()
