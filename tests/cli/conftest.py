"""Commands in this process: the command line's code, output and errors apart."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vertikal.cli._app import app

TOY = str(Path(__file__).parent.parent / "data" / "toy")


class Outcome:
    """What a command did."""

    def __init__(self, result) -> None:
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code, self.out, self.err = result.exit_code, result.stdout, result.stderr

    @property
    def json(self):
        """The one JSON object on standard output."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)


@pytest.fixture(scope="session")
def settled(pytestconfig):
    """Two devices whatever the machine has; compiled programs kept from one run to the next."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sched_getaffinity", lambda pid: {0, 1}, raising=False)
        patch.setenv("VERTIKAL_CACHE", str(pytestconfig.cache.mkdir("vertikal")))
        patch.setenv("NO_COLOR", "1")
        yield


@pytest.fixture(scope="session")
def command(settled):
    """A function that runs a command and returns its outcome."""
    return lambda *words: Outcome(CliRunner().invoke(app, [str(word) for word in words]))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A working directory of the test's own: datasets land in its `runs/`."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def toy():
    """The toy country's folder."""
    return TOY


@pytest.fixture(scope="session")
def dataset(command, tmp_path_factory):
    """Path of a run of the toy country: six members, seed 3."""
    out = tmp_path_factory.mktemp("runs") / "toy.zarr"
    done = command("run", TOY, "--members", 6, "--seed", 3, "--out", out, "--json")
    assert done.code == 0, done.err
    return out


@pytest.fixture(scope="session")
def kept_folder(command, tmp_path_factory):
    """A working directory with the run in it that `score --members 4` looks for."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert command("score", TOY, "--members", 4).code == 0
    return folder


@pytest.fixture
def kept(elsewhere, kept_folder, monkeypatch):
    """Work where the run of `score --members 4` is kept."""
    monkeypatch.chdir(kept_folder)
