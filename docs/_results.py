"""Write docs/results/kazakhstan.md and the picture of the README from a run of 200 members.

Run by hand when numbers have moved: `python docs/_results.py` (twenty seconds), then say so under
*Results* in the changelog.
"""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MISSES = HERE / "results" / "misses.md"


def vertikal(*arguments: str) -> str:
    """Run a command of the environment this script runs in."""
    command = str(Path(sys.executable).parent / "vertikal")
    done = subprocess.run([command, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def number(x: float | None) -> str:
    """Three digits, or whole numbers with a thin space."""
    if x is None:
        return "-"
    return f"{x:,.0f}".replace(",", " ") if abs(x) >= 100 else f"{x:.3g}"  # noqa: PLR2004


def main() -> None:
    """Score, write the page, draw the picture."""
    card = json.loads(vertikal("score", "kazakhstan", "--json"))["scenarios"][0]
    lines = [
        "# Score card: Kazakhstan",
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
    for f in (f for f in card["facts"] if f["scored"]):
        band = f"{number(f['band'][0])} to {number(f['band'][1])}"
        observed = f["observed"] if isinstance(f["observed"], str) else number(f["observed"])
        lines.append(
            f"| `{f['id']}` | {f['grade']} | {observed} | {number(f['median'])} | "
            f"{number(f['low'])} to {number(f['high'])} | {band} | "
            f"{'pass' if f['passes'] else '**miss**'} | "
            f"{ {True: 'passes', False: 'fails', None: '-'}[f['null_passes']] }"
            f"{', in sample' if f['in_sample'] else ''} |"
        )
    lines += [
        "",
        "*In sample*: a parameter or an input was set with this fact, so that a pass is no "
        "evidence. `-`: the null model has no such quantity.",
        "",
        "Read, but not scored:",
        "",
    ]
    lines += [f"- `{f['id']}`: {f['why_not']}" for f in card["facts"] if not f["scored"]]
    text = "\n".join(lines) + "\n\n" + MISSES.read_text(encoding="utf-8")
    (HERE / "results" / "kazakhstan.md").write_text(text, encoding="utf-8")
    out = "runs/picture.zarr"
    vertikal("run", "kazakhstan", "--out", out, "--overwrite")
    vertikal("plot", out, "--out", str(HERE / "images" / "kazakhstan.png"))


if __name__ == "__main__":
    main()
