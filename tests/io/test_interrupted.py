"""A run that is killed leaves no dataset, and the same command finishes it, bit for bit."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vertikal.io import DatasetError, open_dataset

TOY = Path(__file__).parent.parent / "data" / "toy"


@pytest.fixture(scope="module")
def arguments(pytestconfig):
    """Command line and environment of a run of 3,000 histories of the toy country."""
    code = "import sys; from vertikal.cli import main; sys.argv[0] = 'vertikal'; main()"
    words = [sys.executable, "-c", code, "run", str(TOY), "--members", "3000", "--json", "--out"]
    cache = str(pytestconfig.cache.mkdir("vertikal"))
    return words, {**os.environ, "VERTIKAL_CACHE": cache}


def done_of(part):
    try:
        return json.loads((part / "progress.json").read_text(encoding="utf-8"))["done"]
    except (OSError, ValueError):
        return []


def test_killed_and_resumed_equals_uninterrupted(arguments, tmp_path):
    words, env = arguments
    whole, killed = tmp_path / "whole.zarr", tmp_path / "killed.zarr"
    subprocess.run([*words, whole], env=env, check=True, capture_output=True)

    process = subprocess.Popen([*words, killed], env=env, stdout=subprocess.PIPE)
    part, deadline = tmp_path / "killed.zarr.part", time.monotonic() + 100.0
    while not done_of(part) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    output, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL, "the run was over before it could be killed"
    assert output == b""
    assert not killed.exists()
    finished = done_of(part)
    assert 0 < sum(b - a for a, b in finished) < 3000
    with pytest.raises(DatasetError, match=r"unfinished run lies in killed\.zarr\.part"):
        open_dataset(killed)
    kept = {p: p.stat().st_mtime_ns for p in part.rglob("c/0/*") if p.is_file()}

    said = subprocess.run([*words, killed], env=env, check=True, capture_output=True)
    assert json.loads(said.stdout)["members"] == 3000
    assert not part.exists()
    for path, written in kept.items():
        again = killed / path.relative_to(part)
        assert again.stat().st_mtime_ns == written, "what was finished was written again"
    assert open_dataset(killed).load().identical(open_dataset(whole).load())
