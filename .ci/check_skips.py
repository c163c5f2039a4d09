"""Fail if tests that could have run were skipped, or if none ran.

A test marked `real_data` may skip only where ../shared/data is missing. The marks are asked of
pytest, the skips are read from the JUnit file given as the only argument.
"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"


def address(node: str) -> str:
    """Write a pytest node id as `classname::name`, the way JUnit files do."""
    where, bracket, parameters = node.partition("[")
    path, *classes, name = where.split("::")
    module = path.removesuffix(".py").replace("/", ".")
    return f"{'.'.join([module, *classes])}::{name}{bracket}{parameters}"


def marked_real_data() -> set[str]:
    """Ask pytest which tests carry the mark."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "real_data"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 5):  # 5: no test carries it
        sys.exit(f"check_skips: pytest could not list the tests:\n{done.stdout}{done.stderr}")
    return {address(line) for line in done.stdout.splitlines() if "::" in line}


def main(report: str) -> None:
    """Read the report, compare, speak."""
    cases = list(ET.parse(report).iter("testcase"))
    skips = [c for c in cases if c.find("skipped") is not None]
    skipped = {f"{c.get('classname')}::{c.get('name')}" for c in skips}
    if len(cases) == len(skips):
        sys.exit(f"check_skips: no test ran ({len(skips)} skipped)")
    if not DATA.is_dir():
        print(f"check_skips: {len(skips)} skipped; ../shared/data is not here, so they may")
        return
    # a file skipped as a whole lists no tests: pytest then reports it without a class name
    wrong = sorted((skipped & marked_real_data()) | {s for s in skipped if s.startswith("::")})
    if wrong:
        lines = "\n".join(f"  {w}" for w in wrong)
        sys.exit(f"check_skips: ../shared/data is here, yet these were skipped:\n{lines}")
    print(f"check_skips: {len(cases) - len(skips)} ran, {len(skips)} skipped, none wrongly")


if __name__ == "__main__":
    main(sys.argv[1])
