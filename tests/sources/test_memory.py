"""A file may be larger than memory: what is kept does not grow with it, only with the stations."""

import subprocess
import sys

import pytest

WIDE = "x" * 900
"""A remark beside every row, which nobody reads."""
CODE = """
import resource, sys
from vertikal.io import read_returns
returns = read_returns(sys.argv[1])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(returns), len(returns.rejected), peak // 1024)
"""


def written(path, rows):
    """A table of this many stations; the numbers repeat every thousand rows."""
    line = [f",north,{1000 + k},{500 + k},{480 + k},{200 + k},{WIDE}\n" for k in range(1000)]
    with path.open("w", encoding="utf-8") as file:
        file.write("station,region,registered,ballots,valid,leader,remark\n")
        for start in range(0, rows, 1000):
            file.write("".join(f"{start + k}{line[k]}" for k in range(1000)))
    return path.stat().st_size / 2**20


def reading(path):
    """Stations, rejected rows, and the peak of memory in MiB, of a process that reads a file."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return map(int, done.stdout.split())


@pytest.mark.parametrize(
    ("more", "quotes"), [(340_000, False), (120_000, True)], ids=["in order", "in disorder"]
)
def test_memory_does_not_grow_with_the_file(tmp_path, more, quotes):
    """Three hundred megabytes more cost less than fifty: 330,000 stations of 36 bytes are 11."""
    peaks = []
    for rows in (10_000, more):
        path = tmp_path / f"{rows}.csv"
        size = written(path, rows)
        if quotes:  # then rows are cut one by one
            with path.open("r+b") as file:
                file.seek(900)
                file.write(b'"x')
        stations, rejected, peak = reading(path)
        assert (stations, rejected) == (rows, 0)
        assert size == pytest.approx(rows * 931 / 2**20, rel=0.01)
        peaks.append(peak)
        path.unlink()
    assert peaks[1] - peaks[0] < 50
