"""Archive Kazakhstan's forecast, test its like on the past, and write the page.

    python docs/_foretold.py [--again]

An archive is not made anew unless `--again` is given: it was said on its day. The test on the past
needs a posterior that knows nothing after 2018; it is made by `vertikal calibrate` if it is not in
runs/ (about ten minutes to an hour).
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
ARCHIVE, PAGE = HERE / "results" / "forecasts", HERE / "results" / "forecast-kazakhstan.md"
PICTURES = HERE / "images"
POSTERIOR = ROOT / "runs" / "posterior-2018.json"
DAY, HISTORIES = "2018-12-31", 1000
FITTED = ("kazakhstan", "russia", "mexico", "italy", "united_states")
TESTS = {
    "what was decided after 2018 unknown": (),
    "what was decided after 2018 given": ("--given-events",),
}
SAYS = {"model": "model", "shipped": "shipped vector (in sample)", "null": "null (in sample)"}


def vertikal(*words: object) -> str:
    """Run a command; its standard output."""
    done = subprocess.run(["vertikal", *map(str, words)], cwd=ROOT, stdout=-1, check=True)
    return done.stdout.decode()


def archived(again: bool) -> dict[str, Any]:
    """The archive: the newest there is, or a new one."""
    known = sorted(ARCHIVE.glob("kazakhstan-*.json"), key=lambda p: p.stat().st_mtime)
    if known and not again:
        return {**json.loads(known[-1].read_text(encoding="utf-8")), "file": str(known[-1])}
    words = ("forecast", "kazakhstan", "--histories", 2 * HISTORIES, "--out", ARCHIVE, "--json")
    return json.loads(vertikal(*words, "--figure", PICTURES / "forecast.png"))


def backtests() -> dict[str, dict[str, Any]]:
    """Both tests on the past, with vectors of a posterior that knows nothing after 2018."""
    if not POSTERIOR.exists():
        words = ("--last", 2018, "--prior", "uniform", "--budget", 2000, "--out", POSTERIOR)
        vertikal("calibrate", *FITTED, *words, "--json")
    words = ("forecast", "kazakhstan", "--backtest", "--from", DAY, "--histories", HISTORIES)
    words += ("--parameters", POSTERIOR, "--json")
    return {
        name: json.loads(vertikal(*words, *more, "--figure", PICTURES / f"backtest-{k}.png"))
        for k, (name, more) in enumerate(TESTS.items())
    }


def forecast_lines(said: dict[str, Any]) -> list[str]:
    """Statements with their probabilities."""
    lines = [
        "| statement | probability | shipped vector | null | threshold is |",
        "|---|---:|---:|---:|---|",
    ]
    for s in said["statements"]:
        chances = [
            "-" if s[k] is None else f"{s[k]:.2f}" for k in ("probability", "shipped", "null")
        ]
        lines.append(f"| {s['says']} | {' | '.join(chances)} | {s['because']} |")
    return lines


def test_lines(name: str, said: dict[str, Any]) -> list[str]:
    """Scores of a test on the past."""
    scores = said["scores"]
    lines = [f"### {name[0].upper()}{name[1:]}", "", "| | statements | true | Brier | log score |",
             "|---|---:|---:|---:|---:|"]  # fmt: skip
    for where, title in (("all", "all"), ("sure", "where the model says under .1 or over .9")):
        lines += [
            f"| {SAYS[who]}, {title} | {s['count']} | {s['true']} | {s['brier']:.3f} | "
            f"{s['log']:.3f} |"
            for who, s in scores[where].items()
        ]
    gap, sure = scores["difference"], scores["difference_sure"]
    return [
        *lines, "",
        f"Brier score of the model less that of the null, mean over {gap['facts']} facts: "
        f"{gap['mean']:+.3f} (standard error {gap['error']:.3f}); where the model claims to know, "
        f"{sure['facts']} facts: {sure['mean']:+.3f} ({sure['error']:.3f}).", "",
    ]  # fmt: skip


def page(said: dict[str, Any], past: dict[str, dict[str, Any]]) -> str:
    """The page."""
    name = Path(said["file"]).name
    one = next(iter(past.values()))
    return "\n".join([
        "# Kazakhstan from 15 November 2024", "",
        f"{len(said['statements'])} statements, archived with vertikal {said['version']} in "
        f"[{name}](forecasts/{name}): {said['histories']} histories, each with a vector of its own "
        f"({said['vectors']}), weighed by {len(said['facts'])} facts that were known on the day, "
        f"to the power of {said['power']:.2f}, which leaves the say of {said['effective']:.0f}. "
        "Score it when outcomes are known: [how](../how-to/forecast.md).", "",
        "![Probabilities](../images/forecast.png)", "",
        *forecast_lines(said), "",
        "## Tested on the past", "",
        f"The vectors are those of a posterior fitted to the facts of {len(FITTED)} systems that "
        "speak of nothing after 2018, from a prior that is flat between the declared bounds. It is "
        f"asked about the {len({t['fact'] for t in one['asked']})} facts of Kazakhstan that came "
        "from 2019 to November 2024: is each above the quartiles of what model and null expect "
        "together? National votes are known to be held; what else was decided is taken out, or "
        "given.", "",
        *(line for name, found in past.items() for line in test_lines(name, found)),
        "![How often it came true](../images/backtest-0.png)", "",
        (HERE / "results" / "misses_forecast.md").read_text(encoding="utf-8"),
    ])  # fmt: skip


def main() -> None:
    """Archive, test, write."""
    said = archived("--again" in sys.argv)
    PAGE.write_text(page(said, backtests()), encoding="utf-8")


if __name__ == "__main__":
    main()
