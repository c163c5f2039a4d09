"""The tutorials are notebooks: every block is run as a reader would, and prints what the page says.

Numbers are not compared (they may differ in their last digits between kinds of machine), words are.
With an empty cache all pages took 172 s of CPU on a busy machine, most of it compilation; with a
warm one less: programs are kept in pytest's cache.
"""

import importlib.util
import re
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from vertikal.cli._app import app

ROOT = Path(__file__).parent.parent.parent
PROVIDES = {
    "calibration": ("bayesflow", "sklearn"),
    "plots": ("matplotlib",),
    "robustness": ("SALib", "ema_workbench"),
}
"""Packages of each extra that a tutorial may need."""
BY_HAND = {"first-run"}
"""It installs the environment of these tests and simulates 200 histories: it is only parsed."""
HASH = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b")
NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:e[-+]\d+)?")
RULE = re.compile(r"[\s\u2500]+")


@pytest.fixture(scope="session")
def book():
    """The module that knows how pages are written, `docs/_tutorials.py`."""
    spec = importlib.util.spec_from_file_location("_tutorials", ROOT / "docs" / "_tutorials.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["_tutorials"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


NAMES = sorted(path.stem for path in (ROOT / "docs" / "tutorials").glob("*.md"))
RUN = [name for name in NAMES if name not in BY_HAND]


@pytest.fixture
def cache(pytestconfig):
    """Compiled programs, kept from one test run to the next."""
    return str(pytestconfig.cache.mkdir("vertikal"))


def words(line):
    """A line without its numbers, hashes, rules and widths."""
    return RULE.sub(" ", NUMBER.sub("#", HASH.sub("#", line))).strip()


def agrees(page, printed, cut):
    """Whether what was printed is what a page says, but for what it leaves out and the numbers."""
    want = [words(line) for line in page]
    have = [words(line) for line in printed]
    while have and not have[-1]:
        have.pop()
    if cut not in want:
        return want == have
    place = want.index(cut)
    head, tail = want[:place], want[place + 1 :]
    return have[:place] == head and (not tail or have[-len(tail) :] == tail)


def text_of(name):
    return (ROOT / "docs" / "tutorials" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN)
def test_every_block_does_what_the_page_says(book, tmp_path, cache, name):
    text = text_of(name)
    for extra in book.needs(text):
        lacking = [package for package in PROVIDES[extra] if find_spec(package) is None]
        if lacking:
            pytest.skip(f"{name} needs vertikal[{extra}]: {', '.join(lacking)} not installed")
    book.write_files(text, tmp_path)
    steps = list(book.steps_of(text))
    assert steps
    for step in steps:
        done = book.played(step, tmp_path, VERTIKAL_CACHE=cache)
        assert done.returncode == 0, f"{step.command}\n{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        assert "arning" not in done.stderr, f"{step.command}\n{done.stderr}"
        printed = done.stdout.splitlines()
        if step.printed:
            assert agrees(step.printed, printed, book.CUT), f"{step.command}\n{done.stdout}"


def test_words_are_compared_and_numbers_are_not():
    assert agrees(["a 1.5 pass"], ["a   2.25 pass ", ""], "...")
    assert not agrees(["a 1.5 pass"], ["a 1.5 MISS"], "...")
    assert agrees(["one", "...", "last 3"], ["one", "two", "last 4"], "...")
    assert not agrees(["one", "...", "last 3"], ["one", "two"], "...")
    assert words("file-07b94234.json ── x") == "file-#.json x"


def test_a_page_is_read_as_files_and_steps(book):
    page = (
        '```yaml title="a.yaml"\nx: 1\n```\n\n```console\n$ one  # why\nsaid\n$ two\n```\n\n'
        "```python\nprint(1)\n```\n\n```text\n1\n```\n"
    )
    assert book.files_of(page) == {"a.yaml": "x: 1\n"}
    steps = list(book.steps_of(page))
    assert [(s.command, s.printed) for s in steps] == [
        ("one", ["said"]),
        ("two", []),
        ("print(1)\n", ["1"]),
    ]


def test_commands_of_the_first_run_exist(book):
    program = get_command(app)
    assert isinstance(program, TyperGroup)
    for step in book.steps_of(text_of("first-run")):
        word, name, *more = shlex.split(step.command)
        if word == "vertikal":
            program.commands[name].make_context(name, more)  # stops at what does not parse
        elif word == "make":
            assert f"\n{name}: " in (ROOT / "Makefile").read_text(encoding="utf-8")
        else:
            assert step.command == "source .venv/bin/activate"


@pytest.mark.parametrize("name", NAMES)
def test_every_tutorial_is_in_the_navigation(name):
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"tutorials/{name}.md" in navigation


@pytest.mark.parametrize("name", NAMES)
def test_no_tutorial_reads_data_that_do_not_ship(name):
    assert "shared/data" not in text_of(name)


@pytest.mark.parametrize("name", RUN)
def test_every_page_that_is_gone_on_from_exists(book, name):
    assert [n for n in book.goes_on_from(text_of(name)) if n not in NAMES] == []
