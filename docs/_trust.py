"""Write docs/results/trust.md from records of tools/faults.py and tools/fuzz.py.

    python docs/_trust.py build/faults.json build/fuzz.json

Records are added up in docs/results/trust.json, so that the page can be written again without
doing all of it again; `--fresh` begins anew.
"""

import json
import sys
from collections import Counter
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
RECORD, PAGE = RESULTS / "trust.json", RESULTS / "trust.md"
KILLS = ("SIGINT", "SIGTERM", "SIGKILL")
OTHERS = ("full disk", "file size limit", "read-only", "vanished folder", "little memory",
          "two at once", "flipped byte", "cut file", "lost file")  # fmt: skip
BELOW = "little memory, ended by the C++ below"


def record() -> dict:
    if RECORD.exists() and "--fresh" not in sys.argv:
        return json.loads(RECORD.read_text(encoding="utf-8"))
    return {"faults": {}, "fuzz": {}}


def added(said: dict, file: str) -> None:
    new = json.loads(Path(file).read_text(encoding="utf-8"))
    for name, one in new.get("commands", {}).items():
        old = said["faults"].setdefault(name, {"faults": {}, "wrong": []})
        old["faults"] = dict(Counter(old["faults"]) + Counter(one["faults"]))
        old["wrong"] += one["wrong"]
    for kind, one in new.get("kinds", {}).items():
        old = said["fuzz"].setdefault(kind, {"cases": 0, "ends": {}, "wrong": []})
        old["cases"] += one["cases"]
        old["ends"] = dict(Counter(old["ends"]) + Counter(one["ends"]))
        old["wrong"] += one["wrong"]


def rows_of_faults(said: dict) -> list[str]:
    head = ["command", "killed", *OTHERS, "not survived"]
    rows = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    for name, one in said["faults"].items():
        faults = one["faults"]
        killed = sum(faults.get(k, 0) for k in KILLS)
        cells = [f"`{name}`", killed, *(faults.get(k, 0) for k in OTHERS), len(one["wrong"])]
        rows.append("| " + " | ".join(str(c) for c in cells) + " |")
    return rows


def rows_of_inputs(said: dict) -> list[str]:
    rows = [
        "| input | cases | accepted | refused with a message | wrong |",
        "|---|---:|---:|---:|---:|",
    ]
    for kind, one in said["fuzz"].items():
        ends = Counter(one["ends"])
        fine = ends["accepted"] + ends["exit 0"]
        wrong = len(one["wrong"])
        refused = sum(ends.values()) - fine - ends["wrong"]
        rows.append(f"| {kind} | {one['cases']:,} | {fine:,} | {refused:,} | {wrong} |")
    return rows


def page(said: dict) -> str:
    killed = sum(one["faults"].get(k, 0) for one in said["faults"].values() for k in KILLS)
    others = sum(one["faults"].get(k, 0) for one in said["faults"].values() for k in OTHERS)
    below = sum(one["faults"].get(BELOW, 0) for one in said["faults"].values())
    lost = [f"`{n}`: {w}" for n, one in said["faults"].items() for w in one["wrong"]]
    cases = sum(one["cases"] for one in said["fuzz"].values())
    odd = [w for one in said["fuzz"].values() for w in one["wrong"]]
    lines = [
        "# What was tried against it",
        "",
        "Written by `python docs/_trust.py` from records of `tools/faults.py` and `tools/fuzz.py`;",
        "`make trust` does all of it again. What is promised, and what is not: ",
        "[threat model](../concepts/threat-model.md).",
        "",
        "## Faults",
        "",
        f"{killed:,} kills (SIGINT, SIGTERM, SIGKILL) at moments drawn over the time that a",
        f"command takes, and {others:,} other faults, on a small country. After each the same",
        "command was given again, and everything it makes compared byte for byte with what an",
        "undisturbed one makes; after damage `vertikal verify` had to name it.",
        "",
        *rows_of_faults(said),
        "",
        f"*Little memory*: in {below} cases the process ended without a message of ours, because a",
        "C++ library below could not allocate; nothing was lost then either.",
        "",
    ]
    if lost:
        lines += ["What went wrong when these were done; the code, or the harness, was mended",
                  "after each (below):", "", *(f"- {x}" for x in lost), ""]  # fmt: skip
    lines += [
        "## Bad input",
        "",
        f"{cases:,} cases, each made from a seed, its kind and number: accepted, or refused with",
        "a message meant for users, in five seconds of work (a command line: 20) and a gigabyte.",
        "",
        *rows_of_inputs(said),
        "",
    ]
    if odd:
        lines += ["Found in these runs, and mended since; each is kept as a test:", "",
                  *(f"- {x}" for x in odd[:20]), ""]  # fmt: skip
    return "\n".join(lines) + "\n" + NOTES


NOTES = (RESULTS / "misses_trust.md").read_text(encoding="utf-8")


def main() -> None:
    said = record()
    for file in sys.argv[1:]:
        if not file.startswith("--"):
            added(said, file)
    RECORD.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(said), encoding="utf-8")


if __name__ == "__main__":
    main()
