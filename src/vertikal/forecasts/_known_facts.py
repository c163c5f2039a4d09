"""Which facts could be known on a day, and which came later."""

import datetime
import re
from collections.abc import Mapping

from vertikal.scenario import Fact, Labels

__all__ = ["last_day", "vote_days"]

MONTHS = ("end", "at", "late", "second", "start")
"""Options that name months; the last month of any of them ends what a fact speaks of."""
DECEMBER = 12


def last_day(fact: Fact, votes: Mapping[str, datetime.date]) -> datetime.date:
    """Return the last day that a fact speaks of.

    It is the end of the month of its last vote, or of the last month that its options name; where
    they name none, the end of the last year of its period.

    Parameters
    ----------
    fact
        A fact.
    votes
        From `vote_days`.
    """
    days = [votes[name] for name in _listed(fact, "vote", "votes") if name in votes]
    days += [_end(month) for month in _listed(fact, *MONTHS) if re.match(r"\d{4}-\d{2}", month)]
    if days:
        return max(days)
    years = [int(y) for y in re.findall(r"\d{4}", fact.period)]
    return datetime.date(max(years, default=1), DECEMBER, 31)


def vote_days(labels: Labels) -> dict[str, datetime.date]:
    """Return the last day of the month of each national vote, by name: `president_2019`."""
    return {
        name: _end(f"{labels.start.year + month // DECEMBER:04d}-{month % DECEMBER + 1:02d}")
        for name, _, month in labels.votes
    }


def _listed(fact: Fact, *options: str) -> list[str]:
    values = [fact.options[name] for name in options if fact.options.get(name) is not None]
    return [str(x) for v in values for x in (v if isinstance(v, list | tuple) else [v])]


def _end(month: str) -> datetime.date:
    """Last day of a month, `2021-06`."""
    year, number = int(month[:4]), int(month[5:7])
    following = datetime.date(year + number // DECEMBER, number % DECEMBER + 1, 1)
    return following - datetime.timedelta(days=1)
