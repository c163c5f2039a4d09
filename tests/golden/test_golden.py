"""When numbers move, that is news: medians of a small run against those that were kept.

Rewrite with `python tests/golden/test_golden.py`, and say it under *Results* in the changelog. The
tolerance allows for other processors, on which single histories may part; it is far below what a
changed equation does.
"""

import json
import pathlib
import subprocess
import sys

import pytest

KEPT = pathlib.Path(__file__).parent / "kazakhstan.json"
RELATIVE, ABSOLUTE = 0.05, 0.02


def medians(folder: pathlib.Path) -> dict[str, float | None]:
    command = pathlib.Path(sys.executable).parent / "vertikal"
    done = subprocess.run(
        [str(command), "score", "kazakhstan", "--members", "40", "--json"],
        check=True,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    facts = json.loads(done.stdout)["scenarios"][0]["facts"]
    return {f["id"]: f["median"] for f in facts}


@pytest.mark.slow
def test_numbers_have_not_moved(tmp_path):
    kept, now = json.loads(KEPT.read_text(encoding="utf-8")), medians(tmp_path)
    assert set(now) == set(kept)
    for name, value in kept.items():
        near = value if value is None else pytest.approx(value, rel=RELATIVE, abs=ABSOLUTE)
        assert now[name] == near, name


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        text = json.dumps(medians(pathlib.Path(folder)), indent=1) + "\n"
    KEPT.write_text(text, encoding="utf-8")
