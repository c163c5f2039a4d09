"""What is wrong with an input: where, what was found, what is allowed, what to do."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Problem", "ScenarioError", "did_you_mean"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in one line."""

    file: str
    line: int | None
    path: str
    """Dotted path of the value, e.g. `institutions.openness`."""
    says: str
    """What was found, what is allowed, what to do."""

    def __str__(self) -> str:
        """Write the problem as the one line that a user reads."""
        where = f"line {self.line}: " if self.line is not None else ""
        return f"{where}{self.path}: {self.says}" if self.path else f"{where}{self.says}"


class ScenarioError(ValueError):
    """An input that will not do; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(
            sorted(problems, key=lambda p: (p.file, p.line if p.line is not None else 0))
        )
        super().__init__(self.text())

    def text(self) -> str:
        """All problems, file by file, a line each."""
        lines: list[str] = []
        for file in dict.fromkeys(p.file for p in self.problems):
            own = [p for p in self.problems if p.file == file]
            count = "1 problem" if len(own) == 1 else f"{len(own)} problems"
            lines.append(f"{file}: {count}")
            lines.extend(f"  {p}" for p in own)
        return "\n".join(lines)


def did_you_mean(found: str, allowed: Iterable[str], *, listed: int = 8) -> str:
    """Suggest the nearest allowed word, or list what is allowed."""
    words = [str(word) for word in allowed]
    near = difflib.get_close_matches(str(found), words, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(words[:listed]) + (", ..." if len(words) > listed else "")
    return f"allowed: {shown}"
