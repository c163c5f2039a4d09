"""A scenario as it was known on a date: what came later is taken out of it."""

import datetime
from typing import Any

import numpy as np

from vertikal.scenario._spec import INSTITUTIONS, NationalVote, ScenarioSpec

__all__ = ["known_on"]


def known_on(spec: ScenarioSpec, date: datetime.date) -> dict[str, Any]:
    """Changes, as for `changed`, that leave of a scenario only what could be known on a date.

    Dated events after the date are left out, except national votes: what is said of a vote is said
    for the case that it is held. Paths of institutions stay where they are on the date.

    Parameters
    ----------
    spec
        The scenario, its timeline in the order of its file.
    date
        The day; events of that day are known.

    Returns
    -------
    Values by dotted path. Empty if nothing in the scenario is later.
    """
    changes: dict[str, Any] = {
        f"timeline.{i}": None
        for i, event in enumerate(spec.timeline)
        if event.date > date and not isinstance(event, NationalVote)
    }
    for name in INSTITUTIONS:
        path = getattr(spec.institutions, name)
        if isinstance(path, dict) and max(path) > date.year:
            years = sorted(path)
            there = float(np.interp(date.year, years, [path[y] for y in years]))
            known = {y: path[y] for y in years if y < date.year}
            changes[f"institutions.{name}"] = {**known, date.year: there}
    return changes
