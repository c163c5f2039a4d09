"""Turn one dial in Italy: write docs/images/dial.png and the table of docs/concepts/one-dial.md.

`python docs/_dial.py` (a quarter of a minute). Court independence goes from 0 to 1, constant over
the years, and nothing else moves.
"""

from pathlib import Path

import numpy as np

from vertikal import plots
from vertikal.cli._common import make_request, programs
from vertikal.lab import simulate

HERE = Path(__file__).parent
PAGE = HERE / "concepts" / "one-dial.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
LEVELS = tuple(k / 10 for k in range(11))
MEMBERS = 40
COUNTED = ("disliked", "complied", "shunned", "slowed", "sued", "state_sued", "removed")


def answers(level: float) -> dict[str, float]:
    """What became of the disputes of Italy's regions at one position of the dial."""
    sets = [f"institutions.court_independence={level}"]
    request = make_request("italy", members=MEMBERS, seed=0, sets=sets)
    total = dict.fromkeys(COUNTED, 0.0)
    for _, records in simulate(request, store=programs()):
        for name in COUNTED:
            total[name] += float(np.asarray(records[name], float).sum())
    part = {name: value / total["disliked"] for name, value in total.items()}
    broken = 1.0 - part["complied"] - part["slowed"] - part["shunned"] - part["sued"]
    return {
        "regions comply": part["complied"] + broken,  # talks that failed end with the rule
        "ministry slows down": part["slowed"],
        "quietly shunned": part["shunned"] - part["state_sued"],
        "the State sues": part["state_sued"],
        "the region sues": part["sued"],
        "removed": part["removed"],
    }


def moved(first: dict[str, float], last: dict[str, float]) -> str:
    """Say where the lawsuits of the last world went in the first, in numbers."""
    change = {name: 100 * (first[name] - last[name]) for name in first}
    gone = -change["the State sues"] - change["the region sues"]
    return (
        f"Of 100 disputes, {gone:.1f} fewer come to court at J = 0 than at J = 1. Informal "
        f"settlement changes by {change['ministry slows down']:+.1f}, quiet shunning by "
        f"{change['quietly shunned']:+.1f}, compliance by {change['regions comply']:+.1f}."
    )


def main() -> None:
    """Run eleven worlds, draw them, write the two ends into the page."""
    worlds = [answers(level) for level in LEVELS]
    names = [name for name in worlds[0] if name != "removed"]
    figure = plots.dial(
        LEVELS,
        {name: [world[name] for world in worlds] for name in names},
        [100 * world["removed"] for world in worlds],
        title="Italy, one dial",
        scale="court independence J",
        rarely="heads of regions removed per dispute",
    )
    (HERE / "images").mkdir(exist_ok=True)
    figure.savefig(HERE / "images" / "dial.png", dpi=160)
    first, last = worlds[0], worlds[-1]
    rows = ["| of 100 disputes | J = 0 | J = 1 |", "|---|---:|---:|"]
    rows += [f"| {name} | {100 * first[name]:.1f} | {100 * last[name]:.1f} |" for name in names]
    removed = f"{100 * first['removed']:.2f} | {100 * last['removed']:.2f}"
    rows += [f"| heads of regions removed | {removed} |", "", moved(first, last)]
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n" + "\n".join(rows) + f"\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
