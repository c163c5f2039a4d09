"""Tutorials are notebooks in plain text: run their blocks, and write down what they print.

    python docs/_tutorials.py [add-your-country ...]

A block with a title is a file to write. In a `console` block each line that begins with `$` is a
command, and what follows is what it prints on standard output; a `python` block is run, and an
untitled `text` block after it is what it prints. A line `...` stands for lines that the page leaves
out. A page may say, in comments, what it builds on and which extras it needs:

    <!-- goes on from add-your-country -->
    <!-- needs calibration -->

`tests/docs/test_tutorials.py` runs every page the same way, and compares all but the numbers.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["CUT", "PAGES", "Step", "files_of", "goes_on_from", "needs", "played", "steps_of"]

PAGES = Path(__file__).parent / "tutorials"
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
GOES_ON = re.compile(r"<!-- goes on from ([\w-]+) -->")
NEEDS = re.compile(r"<!-- needs ([\w, ]+) -->")
CUT = "..."
"""A line in a page that stands for lines left out."""


@dataclass
class Step:
    """Something a reader does: a command typed, or a script run."""

    command: str
    """Command for the shell; for a script its source."""
    kind: str
    """`console` or `python`."""
    span: tuple[int, int]
    """Where in the page that which it prints stands."""
    printed: list[str] = field(default_factory=list)


def files_of(text: str) -> dict[str, str]:
    """Files that a page prints, by the name above each."""
    return {name: body for _, name, body in BLOCK.findall(text) if name}


def goes_on_from(text: str) -> list[str]:
    """Pages whose files a page builds on."""
    return GOES_ON.findall(text)


def needs(text: str) -> list[str]:
    """Extras that a page needs."""
    return [extra for names in NEEDS.findall(text) for extra in names.split(", ")]


def steps_of(text: str) -> Iterator[Step]:
    """What a page has its reader do, in order."""
    blocks = [b for b in BLOCK.finditer(text) if not b[2]]
    for i, block in enumerate(blocks):
        if block[1] == "console":
            yield from _commands(block[3], block.start(3))
        elif block[1] == "python":
            after = blocks[i + 1] if i + 1 < len(blocks) else None
            prints = after is not None and after[1] == "text"
            span = after.span(3) if after is not None and prints else (block.end(), block.end())
            yield Step(block[3], "python", span, text[slice(*span)].splitlines())


def _commands(body: str, start: int) -> Iterator[Step]:
    step = None
    place = start
    for line in body.splitlines(keepends=True):
        place += len(line)
        if line.startswith("$ "):
            if step is not None:
                yield step
            step = Step(line[2:].split("  #")[0].strip(), "console", (place, place))
        elif step is not None:
            step.printed.append(line.rstrip())
            step.span = (step.span[0], place)
    if step is not None:
        yield step


def played(step: Step, folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """Do what a step says in a folder."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "NO_COLOR": "1", **more}
    ask = [sys.executable, "-"] if step.kind == "python" else ["sh", "-c", step.command]
    given = step.command if step.kind == "python" else None
    return subprocess.run(
        ask, input=given, cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def write_files(text: str, folder: Path) -> None:
    """Write the files that a page and those before it print."""
    for name in goes_on_from(text):
        write_files((PAGES / f"{name}.md").read_text(encoding="utf-8"), folder)
    for name, body in files_of(text).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")


def _shortened(printed: list[str], page: list[str]) -> list[str]:
    """Leave out what the page leaves out: as many lines before and after the cut as it has."""
    lines = [line.rstrip() for line in printed]
    while lines and not lines[-1]:
        lines.pop()
    if CUT not in page:
        return lines
    before, after = page.index(CUT), len(page) - page.index(CUT) - 1
    return [*lines[:before], CUT, *lines[len(lines) - after :]]


def main(names: list[str]) -> None:
    """Run pages, and write what their blocks print."""
    for page in [PAGES / f"{n}.md" for n in names] or sorted(PAGES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        new, end = [], 0
        with tempfile.TemporaryDirectory() as folder:
            write_files(text, Path(folder))
            for step in steps_of(text):
                done = played(step, Path(folder))
                print(f"{page.name}: {step.command.splitlines()[0]}", file=sys.stderr)
                if done.returncode:
                    sys.exit(done.stdout + done.stderr)
                lines = _shortened(done.stdout.splitlines(), step.printed)
                wanted = step.kind == "python" or step.printed
                said = "".join(f"{line}\n" for line in lines) if wanted else ""
                new += [text[end : step.span[0]], said]
                end = step.span[1]
        page.write_text("".join([*new, text[end:]]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
