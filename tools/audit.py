"""Ask whether a pinned package has a known hole, and write down what the package is made of.

    python tools/audit.py --out build

Writes `sbom.json` (CycloneDX) from the pins. Exits with 1 if an advisory names a pin, with 2 if no
database of advisories could be reached: silence is then no good news. `--unreachable-is-fine` says
so and exits with 0.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

LOCKS = ("requirements.lock", "requirements-docs.lock")


def tool(name: str) -> str:
    """Path of a tool beside this Python."""
    return str(Path(sys.executable).parent / name)


def audited(lock: str) -> tuple[int, list[str], list[str]]:
    """Packages that were looked up, those with holes, those that could not be looked up."""
    words = [tool("pip-audit"), "--disable-pip", "--require-hashes", "-r", lock, "--format", "json",
             "--progress-spinner", "off"]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    try:
        listed = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return 0, [], [done.stderr.strip()[-300:] or "pip-audit said nothing"]
    known = [d for d in listed if "vulns" in d]
    holes = [f"{d['name']} {d['version']}: {v['id']}" for d in known for v in d["vulns"]]
    return len(known), holes, [d["name"] for d in listed if "vulns" not in d]


def main() -> None:
    """Audit the pins, write the bill of materials, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build"))
    parser.add_argument("--unreachable-is-fine", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    bill = options.out / "sbom.json"
    words = [tool("cyclonedx-py"), "requirements", LOCKS[0], "--of", "JSON", "-o", str(bill)]
    subprocess.run(words, check=True, capture_output=True)
    count = len(json.loads(bill.read_text())["components"])
    print(f"{bill}: {count} components")
    looked_up, holes, unknown = 0, [], []
    for lock in LOCKS:
        more, found, lost = audited(lock)
        looked_up, holes, unknown = looked_up + more, holes + found, unknown + lost
    for hole in dict.fromkeys(holes):
        print(f"advisory: {hole}")
    print(f"{looked_up} pins looked up, {len(holes)} advisories, {len(unknown)} not looked up")
    if holes:
        sys.exit(1)
    if not looked_up:
        print("no database of advisories could be reached: nothing was audited")
        sys.exit(0 if options.unreachable_is_fine else 2)


if __name__ == "__main__":
    main()
