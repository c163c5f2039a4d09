"""The toy country as files that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from vertikal.io import read_scenario
from vertikal.scenario import ScenarioError, compile_scenario, validate

TOY = Path(__file__).parent.parent / "data" / "toy"


class Folder:
    """A scenario's folder: edit a file, then read it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def edit(self, file: str, old: str, new: str) -> "Folder":
        text = (self.path / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} must stand once in {file}"
        return self.write(file, text.replace(old, new))

    def write(self, file: str, text: str) -> "Folder":
        (self.path / file).write_text(text, encoding="utf-8")
        return self

    def line(self, file: str, text: str) -> int:
        """Line, from 1, on which `text` stands."""
        lines = (self.path / file).read_text(encoding="utf-8").splitlines()
        return next(i for i, line in enumerate(lines, 1) if text in line)

    def spec(self):
        return validate(read_scenario(str(self.path)))

    def compiled(self, until=None):
        return compile_scenario(self.spec(), until=until)

    def error(self) -> str:
        """Everything that is wrong with the scenario, as a user reads it."""
        with pytest.raises(ScenarioError) as caught:
            self.compiled()
        return caught.value.text()


@pytest.fixture
def folder(tmp_path):
    """A copy of the toy country's files."""
    return Folder(Path(shutil.copytree(TOY, tmp_path / "toy")))
