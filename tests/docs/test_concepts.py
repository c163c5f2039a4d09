"""Pages that name parts of the code name all of them, and name them right."""

import re
from pathlib import Path

import pytest

from vertikal import measures
from vertikal.fields import FIELDS
from vertikal.io import claim_files
from vertikal.mechanisms import NAMES, PHASES, load

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "vertikal"
LINK = re.compile(r"\[`(\w+)`\]\(\.\./reference/(\w+)\.md#(\w+)\)")
ROW = re.compile(r"^\| \*\*([A-L])\*\* \|(.*)\|$", re.MULTILINE)


def page(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def linked(text, kind):
    """Names that a text links to in a page of the reference."""
    found = LINK.findall(text)
    assert [name for name, _, anchor in found if name != anchor] == []
    return [name for name, where, _ in found if where == kind]


def test_the_protocol_has_every_mechanism_in_its_phase():
    schedule = re.findall(r"^\| \d [a-z]+ \| ([a-z ]+) \| (.*) \|$", page("concepts/odd.md"), re.M)
    assert [phase for phase, _ in schedule] == list(PHASES)
    listed = {phase: linked(row, "mechanisms") for phase, row in schedule}
    assert listed == {p: [n for n in NAMES if load(n).phase == p] for p in PHASES}


def test_the_protocol_has_every_stock():
    entities = page("concepts/odd.md").partition("### 2.")[2].partition("### 3.")[0]
    named = set(re.findall(r"`(\w+)`", entities))
    stocks = {field.name for field in FIELDS.values() if field.kind == "stock"}
    assert sorted(stocks - named) == []


@pytest.mark.parametrize("letter", "ABCDEFGHIJKL")
def test_each_sentence_has_its_mechanisms_and_claims(letter):
    row = dict(ROW.findall(page("concepts/the-account.md")))[letter]
    assert linked(row, "mechanisms") == [name for name in NAMES if letter in load(name).says]
    belong = [
        path.stem
        for path in claim_files()
        if letter in re.findall(r"sentence: (\w+)", path.read_text(encoding="utf-8"))[0]
    ]
    assert sorted(linked(row, "claims")) == belong
    assert set(linked(row, "measures")) <= set(measures.NAMES)


def test_measures_that_are_recommended_exist():
    text = page("how-to/which-measure.md").partition("## Questions about real returns")[0]
    named = set(re.findall(r"`([a-z]+_[a-z_]+)`", text))
    assert sorted(named - set(measures.NAMES)) == []


def test_instruments_that_are_recommended_exist():
    text = page("how-to/which-measure.md").partition("## Questions about real returns")[2]
    named = set(re.findall(r"`([a-z]+_[a-z_]+)`", text.partition("## Questions about a panel")[0]))
    assert named
    assert sorted(n for n in named if not (SOURCE / "instruments" / f"{n}.py").exists()) == []


def test_the_walk_names_files_that_exist():
    named = set(re.findall(r"`([\w/]+\.(?:py|yaml))`", page("concepts/the-walk.md")))
    tops = (SOURCE, SOURCE / "mechanisms")
    assert len(named) > 20
    assert sorted(n for n in named if not any((top / n).exists() for top in tops)) == []


def test_the_walk_names_functions_that_exist():
    text = page("concepts/the-walk.md")
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    for name in set(re.findall(r"`(_?[a-z_]+)` (?:in|of|\()", text)):
        assert re.search(rf"(?:def {name}\(|^{name} =|\"{name}\")", code, re.MULTILINE), name
    for name in set(re.findall(r"`([A-Z]\w+)`", text)) - {"Dataset", "PHASES", "MONTHLY"}:
        assert f"class {name}" in code, name
