"""What the machine denies is said in a sentence, with the right exit code."""

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from vertikal.cli._failures import MEMORY, STOPPED, failure, guarded


def full(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, "No space left on device", "runs/readings/x.npy")


@pytest.mark.parametrize(
    ("error", "says", "code"),
    [
        (OSError(errno.EROFS, "Read-only file system", "runs"), "runs: cannot be read or written "
         "(Read-only file system)", 4),
        (OSError("odd"), "cannot be read or written (odd)", 4),
        (MemoryError(), MEMORY, 4),
        (RuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 8 bytes."), MEMORY, 4),
        (RuntimeError("can't start new thread"), MEMORY, 4),
        (KeyboardInterrupt(), STOPPED, 130),
    ],
)  # fmt: skip
def test_failures_of_the_machine_are_explained(error, says, code, capsys):
    with pytest.raises(typer.Exit) as left, guarded():
        raise error
    assert left.value.exit_code == code
    assert capsys.readouterr().err == f"{says}\n"


def test_an_interrupted_import_is_an_interruption():
    error = RuntimeError("Error calling __set_name__ on 'Field'")
    error.__cause__ = KeyboardInterrupt()
    assert failure(error) == (STOPPED, 130)


def test_a_bug_stays_a_bug():
    error = RuntimeError("odd")
    with pytest.raises(RuntimeError, match="odd"), guarded():
        raise error


def test_readings_on_a_full_disk(command, toy, monkeypatch):
    monkeypatch.setattr("vertikal.io._readings.replacing", full)
    done = command("sweep", toy, "--vary", "institutions.court_independence=0.1,0.9", "-m", "4")
    assert done.code == 4
    assert done.err.splitlines()[-1].startswith(
        "runs/readings: cannot be written (No space left on device). Free space, or work in"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("sweep", "TOY", "--vary", "institutions.court_independence=0.1,0.9", "--out"),
        ("sweep", "TOY", "--vary", "institutions.court_independence=0.1,0.9", "--figure"),
        ("sensitivity", "TOY", "--figure"),
        ("compare", "TOY", "--set", "institutions.court_independence=0.9", "--figure"),
        ("score", "TOY", "--matrix"),
        ("power", "--figure"),
        ("calibrate", "TOY", "--out"),
        ("measure", "nothing.csv", "--rejected"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_any_work(command, toy, words, tmp_path):
    if words[0] == "calibrate":
        pytest.importorskip("bayesflow")
    (tmp_path / "file").write_text("")
    end = "csv" if words[-1] in ("--out", "--rejected") else "png"
    out = tmp_path / "file" / f"x.{end}"
    done = command(*(toy if w == "TOY" else w for w in words), out)
    assert done.code == 4
    assert done.err == f"{out}: cannot be written (File exists)\n"  # in place of a folder
    assert not (tmp_path / "runs").exists()


def test_an_output_that_is_full(settled):
    code = "import sys; from vertikal.cli import main; sys.argv[0] = 'vertikal'; main()"
    with Path("/dev/full").open("w") as device:
        done = subprocess.run(
            [sys.executable, "-c", code, "list", "mechanisms"], stdout=device,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 4
    assert done.stderr.splitlines()[-1] == "cannot be read or written (No space left on device)"
    assert "Traceback" not in done.stderr


def test_verify_says_what_is_damaged(command, dataset, tmp_path):
    done = command("verify", dataset)
    assert done.code == 0
    assert "files as they were written" in done.out
    shutil.copytree(dataset, tmp_path / "d.zarr")
    (chunk, *_) = sorted((tmp_path / "d.zarr" / "activism" / "c").rglob("0"))
    chunk = next(p for p in [chunk, *chunk.rglob("*")] if p.is_file())
    content = chunk.read_bytes()
    chunk.write_bytes(content[:9] + bytes([content[9] ^ 8]) + content[10:])
    done = command("verify", tmp_path / "d.zarr", "--json")
    assert done.code == 5
    (one,) = done.json["verified"]
    (found,) = one["damaged"]
    assert found["variable"] == "activism"
    assert found["problem"] == "has other bytes"
    assert command("verify", tmp_path / "d.zarr").out.splitlines()[1].endswith("has other bytes")
    assert command("verify", tmp_path / "none.zarr").code == 3


def test_a_damaged_run_is_made_again(command, toy):
    words = ("run", toy, "-m", 3, "--out", "d.zarr", "--json")
    assert command(*words).code == 0
    shutil.rmtree("d.zarr/activism")
    done = command(*words)
    assert done.code == 0
    assert "is missing), and is made again" in done.err
    assert command("verify", "d.zarr").code == 0
    assert command(*words).json["seconds"]["run"] == 0.0  # nothing is computed twice
