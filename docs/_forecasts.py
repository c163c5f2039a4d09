"""Archive what the model predicts for the countries that no parameter and no input has seen.

`python docs/_forecasts.py [--again]` runs Argentina and Spain (200 members) and writes
`predicted.json` beside each scenario and a page of sentences. An archive is not overwritten unless
`--again` is given, for a new version of the model; the old one stays in the repository's history.
To another folder and with fewer members, to try it: `python docs/_forecasts.py FOLDER MEMBERS`.
"""

import datetime
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from vertikal import __version__, measures
from vertikal.cli._common import make_request
from vertikal.cli.run import no_time, simulated
from vertikal.io import open_dataset

HERE = Path(__file__).parent
SCENARIOS = HERE.parent / "src" / "vertikal" / "scenarios"
MEMBERS, SEED = 200, 0
HUNDRED = 100.0


@dataclass(frozen=True)
class Statement:
    """A reading, and the sentence that it makes."""

    says: str
    """With `{}` where median and band go."""
    measure: str
    options: dict[str, Any] = field(default_factory=dict)
    percent: bool = False


def _argentina() -> list[Statement]:
    region = {"tier": "region"}
    return [
        *(
            Statement(
                f"By the end of {year}, {{}} of the provinces have never been governed from "
                "outside the camp that ruled them when democracy returned.",
                "never_alternated_share",
                {**region, "year": year},
                percent=True,
            )
            for year in (1995, 2007, 2019)
        ),
        *(
            Statement(
                "{} of the provinces that the first camp held when 1985 began are its own without "
                f"a break until after their election number {k} from then on.",
                "survival_by_election",
                {**region, "k": k, "from_year": 1985},
                percent=True,
            )
            for k in (1, 2, 3, 4)
        ),
        Statement(
            "Of the provinces that alternated by 2015, the first camp has come back to {}.",
            "return_share",
            {**region, "year": 2015},
            percent=True,
        ),
        *(
            Statement(
                f"At the end of {year}, {{}} of the 24 provinces are authoritarian enclaves.",
                "enclave_count",
                {"which": "authoritarian", **region, "year": year},
            )
            for year in (1995, 2007, 2015)  # later, what lasts five years cannot be told
        ),
        Statement(
            "The standard deviation of provincial democracy (0 to 1) over the provinces is {} in "
            "2007.",
            "regime_spread",
            {**region, "year": 2007},
        ),
        Statement(
            "The correlation of dependence on transfers with provincial democracy is {} in 2007.",
            "regime_rent_correlation",
            {**region, "year": 2007},
        ),
        Statement(
            "The rank correlation over provinces of democracy in 1993 and in 2013 is {}.",
            "regime_rank_stability",
            {**region, "first_year": 1993, "last_year": 2013},
        ),
        *(
            Statement(
                f"In the presidential election of {year}, {{}} of all adults vote.",
                "national_turnout",
                {"vote": f"president_{year}"},
                percent=True,
            )
            for year in (1989, 2003, 2019)
        ),
    ]


def _spain() -> list[Statement]:
    years = {"start": "1985-01", "end": "2016-12"}
    return [
        Statement(
            "Per community and year {} cases come before the Constitutional Court, both sides "
            "together.",
            "suits_per_region_year",
            years,
        ),
        Statement("The State files {} of them.", "state_share_of_suits", years, percent=True),
        Statement(
            "Suits are {} of suits and informal settlements.",
            "litigated_share",
            years,
            percent=True,
        ),
        Statement("A case takes {} years.", "suit_years", years),
        Statement(
            "The busiest year has {} times the cases of the quietest.", "suits_peak_ratio", years
        ),
        *(
            Statement(
                f"Of their own suits that are decided in {first} to {last}, communities win {{}}.",
                "region_win_share",
                {"start": f"{first}-01", "end": f"{last}-12"},
                percent=True,
            )
            for first, last in ((1985, 2011), (2013, 2016))
        ),
        Statement(
            "That share changes by {} (in shares) from 2004-2011 to 2013-2016.",
            "region_win_change",
            {"first": ["2004-01", "2011-12"], "second": ["2013-01", "2016-12"]},
        ),
        Statement(
            "They file {} times as many suits a year under Aznar's majority (2000-2004) as under "
            "Zapatero (2004-2011).",
            "suits_period_ratio",
            {"first": ["2004-05", "2011-12"], "second": ["2000-05", "2004-03"]},
        ),
        Statement(
            "They file {} times as many suits a year under Rajoy's majority (2012-2015) as under "
            "Zapatero (2004-2011).",
            "suits_period_ratio",
            {"first": ["2004-05", "2011-12"], "second": ["2012-01", "2015-12"]},
        ),
        Statement(
            "Heads of communities removed over incidents, per dispute: {}.",
            "removals_per_dispute",
            years,
            percent=True,
        ),
    ]


STATEMENTS = {"argentina": _argentina, "spain": _spain}


def predict(name: str, folder: Path, members: int) -> dict[str, Any]:
    """Run a forecast and read its statements."""
    request = make_request(name, members=members, seed=SEED)
    goal = folder / f"{name}.zarr"
    simulated(request, goal, no_time(), lambda progress: None)
    data = open_dataset(goal)
    rows = []
    for statement in STATEMENTS[name]():
        values = np.asarray(measures.load(statement.measure)(data, **statement.options), float)
        low, median, high = (float(q) for q in np.nanquantile(values, [0.05, 0.5, 0.95]))
        scale, unit = (HUNDRED, " %") if statement.percent else (1.0, "")
        band = f"{scale * median:.3g}{unit} ({scale * low:.3g} to {scale * high:.3g})"
        rows.append(
            {
                "says": statement.says.format(band),
                "measure": statement.measure,
                "options": statement.options,
                "median": round(median, 6),
                "low": round(low, 6),
                "high": round(high, 6),
            }
        )
    return {
        "scenario": name,
        "title": request.compiled.spec.title,
        "software": f"vertikal {__version__}",
        "scenario_hash": request.compiled.hash,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "members": members,
        "seed": SEED,
        "parameters": request.vector,
        "statements": rows,
    }


def page(made: dict[str, Any]) -> str:
    """The archive as a page."""
    country = made["title"].split(",")[0]
    lines = [
        f"# Predicted: {country}",
        "",
        f"What {made['software']} says of {country} ({made['members']} histories, seed "
        f"{made['seed']}, scenario `{made['scenario_hash']}`, archived on {made['date']}), from "
        "institutional inputs alone: no outcome of any of its regions was used for an input or a "
        "fit. Median, and 90 % band in brackets. Where something comes near to an outcome, as "
        "the range of a parameter does, the scenario's SOURCES.md names it. What happened is for "
        "others to hold against it.",
        "",
        *(f"{k}. {row['says']}" for k, row in enumerate(made["statements"], 1)),
        "",
        f"Kept in `scenarios/{made['scenario']}/predicted.json` with the whole vector; "
        "`python docs/_forecasts.py --again` makes it anew for a new version.",
    ]
    return "\n".join(lines) + "\n"


def archive(made: dict[str, Any], beside: Path, results: Path) -> None:
    """Write a prediction and its page."""
    text = json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False)
    beside.mkdir(parents=True, exist_ok=True)
    results.mkdir(parents=True, exist_ok=True)
    (beside / "predicted.json").write_text(text + "\n", "utf-8")
    (results / f"forecast-{made['scenario']}.md").write_text(page(made), "utf-8")


def main(*arguments: str) -> None:
    """Write both archives, unless they are there; or into another folder, to try it."""
    again, (folder, members) = arguments == ("--again",), (None, MEMBERS)
    if arguments and not again:
        try:
            folder, members = Path(arguments[0]), int(arguments[1])
        except (IndexError, ValueError):
            sys.exit("usage: python docs/_forecasts.py [--again | FOLDER MEMBERS]")
    homes = {name: (folder or SCENARIOS) / name for name in STATEMENTS}
    there = [str(home) for home in homes.values() if (home / "predicted.json").exists()]
    if there and not again:
        sys.exit(
            f"{', '.join(there)}: an archive is not overwritten; say --again for a new version"
        )
    with TemporaryDirectory() as runs:
        made = [predict(name, Path(runs), members) for name in STATEMENTS]
    for prediction in made:
        archive(prediction, homes[prediction["scenario"]], folder or HERE / "results")


if __name__ == "__main__":
    main(*sys.argv[1:])
