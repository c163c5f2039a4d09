"""Measure the real returns, and write what came out beside what was published.

    python docs/_instruments.py [DATA]

`DATA` is the folder of real returns (../shared/data). No row of it enters the page. About ten
minutes on two cores. Power and false alarms on simulated elections: `vertikal power`.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from _published import published

from vertikal.instruments import NAMES, Battery, Stations, battery, load, stations_of
from vertikal.io import read_returns

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "results" / "instruments.md"
YEARS = (2004, 2007, 2008, 2011, 2012, 2016, 2018, 2020, 2021)
ALARMS = [name for name in NAMES if load(name).alarms]
LEVEL, SHOWN = 0.05, 1e-4
"""p called an alarm; p below which no digits are shown."""


@dataclass(frozen=True)
class Vote:
    """One vote of a file."""

    label: str
    file: str
    vote: str | None = None


HONEST = (
    Vote("Argentina 2009", "argentina_deputies_2009_mesas_provisional"),
    Vote("Argentina 2013", "argentina_deputies_2013_mesas_provisional"),
    Vote("Argentina 2017", "argentina_deputies_2017_mesas_provisional"),
    Vote("Argentina 2019", "argentina_deputies_2019_mesas_provisional"),
    Vote("Canada 2011", "rozenas_russia2003_2011_2012_canada2011", "canada2011"),
    Vote("Chile 2021", "chile_president_2021_round1_mesas"),
    Vote("France 2017, first round", "france_president_2017_round1_communes"),
    Vote("France 2017, second round", "france_president_2017_round2_communes"),
    Vote("Mexico 2006", "mexico_president_2006_casilla"),
    Vote("Mexico 2012", "mexico_president_2012_casilla"),
    Vote("Guanajuato 2012", "mexico_governor_guanajuato_2012_casilla"),
    Vote("Morelos 2012", "mexico_governor_morelos_2012_casilla"),
    Vote("State of Mexico 2023", "mexico_governor_edomex_2023_casilla"),
    Vote("Peru 2021", "peru_president_2021_round1_mesas"),
    Vote("Poland 2020, first round", "poland_president_2020_round1_precincts"),
    Vote("Poland 2020, second round", "poland_president_2020_round2_precincts"),
)
"""Votes that nobody serious has called falsified; France by communes, not stations."""
DISPUTED = (
    Vote("Albania 2013", "albania_parliament_2013_precincts"),
    Vote("Chiapas 2012", "mexico_governor_chiapas_2012_casilla"),
    Vote("Georgia 2012", "georgia_parliament_2012_pr_precincts"),
    Vote("Georgia 2013", "georgia_president_2013_precincts"),
    Vote("Georgia 2014", "georgia_local_2014_pr_precincts"),
    Vote("Georgia 2016", "georgia_parliament_2016_pr_precincts"),
    Vote("Uganda 2006", "uganda_president_2006_polling_stations"),
    Vote("Uganda 2011", "uganda_president_2011_polling_stations"),
    Vote("Uganda 2016", "uganda_president_2016_polling_stations"),
    Vote("Uganda 2021", "uganda_president_2021_polling_stations"),
    Vote("Venezuela 2024, the opposition's tallies", "venezuela_president_2024_opposition_actas"),
    *(Vote(f"Russia {y}", "russia_federal_precincts_2004_2021", str(y)) for y in YEARS),
)
"""Votes that observers or courts have disputed, more or less."""


def stations(data: Path, vote: Vote) -> Stations:
    """Read one vote."""
    return stations_of(read_returns(data / f"{vote.file}.parquet", vote=vote.vote).data)


def rows(data: Path, votes: tuple[Vote, ...]) -> Iterator[tuple[Vote, Battery]]:
    """All alarms of each vote, whole and by region."""
    for vote in votes:
        begun = time.perf_counter()
        found = battery(stations(data, vote), ALARMS, by_region=True)
        print(f"{vote.label}: {time.perf_counter() - begun:.1f} s", flush=True)
        yield vote, found


def p_of(found: Battery) -> list[str]:
    """A cell for each instrument: p of the whole."""
    cells = []
    for r in found.readings:
        p = r.finding.p
        if np.isnan(p):
            cells.append("-")
        else:
            text = "< .0001" if p < SHOWN else f"{p:.2g}"
            cells.append(f"**{text}**" if p < LEVEL else text)
    return cells


def shares(found: list[Battery]) -> list[tuple[int, int]]:
    """Alarms and regions read, by instrument, over all votes."""
    out = []
    for k in range(len(ALARMS)):
        p = [part.readings[k].finding.p for b in found for part in b.regions]
        known = [x for x in p if not np.isnan(x)]
        out.append((sum(x < LEVEL for x in known), len(known)))
    return out


def table(votes: list[tuple[Vote, Battery]]) -> list[str]:
    """Votes by instruments: p as a whole; share of regions with p below .05."""
    lines = [
        "| vote | stations | regions | " + " | ".join(f"`{n}`" for n in ALARMS) + " |",
        "|---|---:|---:|" + "---:|" * len(ALARMS),
    ]
    for vote, found in votes:
        by = shares([found])
        cells = [f"{p}; {a}/{n}" if n > 1 else p for p, (a, n) in zip(p_of(found), by, strict=True)]
        regions = len(found.regions)
        lines.append(
            f"| {vote.label} | {found.stations:,} | {regions} | " + " | ".join(cells) + " |"
        )
    total = shares([b for _, b in votes])
    cells = [f"{a}/{n} = {100 * a / max(n, 1):.1f} %" for a, n in total]
    lines.append("| **all regions** | | | " + " | ".join(cells) + " |")
    return lines


def page(data: Path) -> str:
    """Write the page."""
    honest, disputed = (list(rows(data, votes)) for votes in (HONEST, DISPUTED))
    text = [
        "# Instruments on real returns",
        "",
        "Made by `python docs/_instruments.py` from files that stay where they are; none is part "
        "of this project. One table by hand: `vertikal measure FILE`.",
        "",
        "## Ours beside the published",
        "",
        *published(data),
        "",
        "## Honest elections: does it stay quiet?",
        "",
        "p of the whole table; then, of the regions that can be read, how many have p < .05. "
        "At a level of 5 % one in twenty should.",
        "",
        *table(honest),
        "",
        *verdict_lines(honest),
        "",
        "## Disputed elections",
        "",
        *table(disputed),
        "",
        *verdict_lines(disputed),
        "",
        (ROOT / "docs" / "results" / "misses_instruments.md").read_text(encoding="utf-8"),
    ]
    return "\n".join(text)


def verdict_lines(votes: list[tuple[Vote, Battery]]) -> list[str]:
    """How many tables are called unusual, and which."""
    odd = [vote.label for vote, found in votes if found.p < LEVEL]
    whole = f"Pooled over all instruments (p below .05): {len(odd)} of {len(votes)} tables"
    return [whole + (f": {', '.join(odd)}." if odd else ".")]


def main() -> None:
    """Measure and write."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".." / "shared" / "data"
    PAGE.write_text(page(data), encoding="utf-8")


if __name__ == "__main__":
    main()
