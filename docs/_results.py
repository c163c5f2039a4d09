"""Write docs/results/ and the pictures from runs of every scenario that has facts.

Run by hand when numbers have moved: `python docs/_results.py`, then say so under *Results* in the
changelog. Another folder and fewer members, to try it: `python docs/_results.py FOLDER MEMBERS`.
"""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PICTURE = "kazakhstan"
"""Scenario whose overview the README shows."""


def vertikal(*arguments: str) -> str:
    """Run a command of the environment this script runs in; its progress is shown."""
    command = str(Path(sys.executable).parent / "vertikal")
    done = subprocess.run([command, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def number(x: float | None) -> str:
    """Three digits, or whole numbers with a thin space."""
    if x is None:
        return "-"
    return f"{x:,.0f}".replace(",", " ") if abs(x) >= 100 else f"{x:.3g}"  # noqa: PLR2004


def percent(x: float | None) -> str:
    """A share as a percentage."""
    return "-" if x is None else f"{100 * x:.0f} %"


def titled(scenario: str) -> str:
    """`united_states` as a title."""
    return scenario.replace("_", " ").title()


def verdict(f: dict) -> str:
    """Whether the model passes."""
    return "pass" if f["passes"] else "**miss**"


def null(f: dict) -> str:
    """Whether the null model passes, and whether a pass could be evidence."""
    passes = {True: "passes", False: "fails", None: "-"}[f["null_passes"]]
    return passes + (", in sample" if f["in_sample"] else "")


def observed(f: dict) -> str:
    """What was observed, a number or words."""
    return f["observed"] if isinstance(f["observed"], str) else number(f["observed"])


def simulated(f: dict) -> str:
    """The median; in how many histories it happened at all if there is none."""
    return f"in {percent(f['happened'])}" if f["median"] is None else number(f["median"])


def spread(low: float | None, high: float | None) -> str:
    """A band."""
    return f"{number(low)} to {number(high)}"


def page(card: dict, misses: str) -> str:
    """One scenario: its card, what is not scored, and what is said about the misses."""
    lines = [
        f"# Score card: {titled(card['scenario'])}",
        "",
        f"{card['members']} members, seed {card['seed']}. "
        f"{card['passed']} of {card['scored']} scored "
        f"facts pass; the null model passes {card['null_passed']}; {card['evidence']} of the "
        f"{card['passed']} are evidence: the null model fails them, and nothing was set with them. "
        "Sources: "
        "[facts](../reference/facts.md).",
        "",
        "| fact | grade | observed | simulated | 90 % band | agrees if in | model | null |",
        "|---|---|---:|---:|---:|---:|---|---|",
    ]
    lines += [
        f"| `{f['id']}`{'+' if f['world'] else ''} | {f['grade']} | {observed(f)} | "
        f"{simulated(f)} | {spread(f['low'], f['high'])} | {spread(*f['band'])} | "
        f"{verdict(f)} | {null(f)} |"
        for f in card["facts"]
        if f["scored"]
    ]
    lines += [
        "",
        "*In sample*: a parameter or an input was set with this fact, so that a pass is no "
        "evidence. `-`: the null model has no such quantity.",
    ]
    worlds = [f for f in card["facts"] if f["world"] and f["happened"] is not None]
    if worlds:
        how = {None: "", "difference": ", less the world as it is", "ratio": ", over it unchanged"}
        lines += ["", "`+`: read in a changed world, same seed and members:", ""]
        lines += [f"- `{f['id']}`: `{f['world']}`{how[f['versus']]}" for f in worlds]
    others = [f for f in card["facts"] if not f["scored"]]
    if others:
        lines += ["", "Read, but not scored:", ""]
        lines += [f"- `{f['id']}`: {f['why_not']}" for f in others]
    return "\n".join(lines) + "\n" + (f"\n{misses}" if misses else "")


def index(result: dict) -> str:
    """The pass matrix: totals per scenario, the picture, then every check."""
    header = ("scenario", "scored", "passed", "share", "null passes", "null share")
    lines = [
        "# The pass matrix",
        "",
        "Every scenario that has facts, with the same structural parameters. The null model draws "
        "from constant rates fitted to the same margins. *Evidence*: the model passes, the null "
        "fails, and nothing was set with the fact.",
        "",
        "| " + " | ".join((*header, "in sample", "evidence")) + " |",
        "|---" + "|---:" * 7 + "|",
    ]
    for card in result["scenarios"]:
        name = card["scenario"]
        lines.append(counts(f"[{titled(name)}]({name}.md)", card))
    lines += [
        counts("**Total**", result["total"]),
        "",
        "![Every scored fact: its band as observed and as simulated](../images/matrix.png)",
        "",
        "## Every check",
        "",
        "| scenario | fact | observed | simulated | agrees if in | model | null |",
        "|---|---|---:|---:|---:|---|---|",
    ]
    lines += [
        f"| {titled(card['scenario'])} | `{f['id']}` | {observed(f)} | {simulated(f)} | "
        f"{spread(*f['band'])} | {verdict(f)} | {null(f)} |"
        for card in result["scenarios"]
        for f in card["facts"]
        if f["scored"]
    ]
    return "\n".join(lines) + "\n"


def counts(name: str, count: dict) -> str:
    """A row of totals."""
    scored = count["scored"]
    cells = (
        name,
        scored,
        count["passed"],
        percent(count["passed"] / scored if scored else None),
        count["null_passed"],
        percent(count["null_passed"] / scored if scored else None),
        count["in_sample"],
        count["evidence"],
    )
    return "| " + " | ".join(str(c) for c in cells) + " |"


def misses_of(scenario: str, folder: Path = HERE / "results") -> str:
    """What is said about a scenario's misses, if anything; the first one's file has no suffix."""
    name = "misses.md" if scenario == PICTURE else f"misses_{scenario}.md"
    path = folder / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(folder: str = str(HERE), members: str = "200") -> None:
    """Score, write the pages, draw the pictures."""
    results, images = Path(folder) / "results", Path(folder) / "images"
    for made in (results, images):
        made.mkdir(parents=True, exist_ok=True)
    drawn = ("--matrix", str(images / "matrix.png"))
    result = json.loads(vertikal("score", "--all", "--json", "--members", members, *drawn))
    for card in result["scenarios"]:
        text = page(card, misses_of(card["scenario"]))
        (results / f"{card['scenario']}.md").write_text(text, encoding="utf-8")
    (results / "index.md").write_text(index(result), encoding="utf-8")
    out = "runs/picture.zarr"
    vertikal("run", PICTURE, "--out", out, "--overwrite", "--members", members)
    vertikal("plot", out, "--out", str(images / f"{PICTURE}.png"))


if __name__ == "__main__":
    main(*sys.argv[1:])
