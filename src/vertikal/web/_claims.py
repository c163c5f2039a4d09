"""Claims for the page, and the trial of one of them."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from vertikal import measures
from vertikal.experiments import Claim, Outcome, Prior, arms, judged, readings, validate_claims
from vertikal.io import claim_files, read_facts
from vertikal.lab import Progress
from vertikal.web._requests import Asked, request_of

if TYPE_CHECKING:
    from vertikal.engine import ProgramStore
    from vertikal.experiments._readings import Keep

__all__ = ["claims", "listed", "trial"]

REPEAT = 2
"""Histories with each draw of the parameters."""


def claims() -> list[Claim]:
    """Claims that ship."""
    options = {name: measures.load(name).options for name in measures.NAMES}
    found: list[Claim] = []
    for file in claim_files():
        found += validate_claims(read_facts(str(file)), options, taken=[c.id for c in found])
    return found


def listed(get: Callable[[str], Any]) -> list[dict[str, Any]]:
    """Every claim with what is known of it; `get` returns an answer that is kept, or None."""
    return [
        {
            "id": c.id,
            "sentence": c.sentence,
            "says": c.says,
            "scenario": c.scenarios[0],
            "treatment": {k: str(v) for k, v in {**c.both, **c.treatment}.items()},
            "control": {k: str(v) for k, v in c.control.items()},
            "measure": measures.load(c.outcome.measure).label,
            "unit": measures.load(c.outcome.measure).unit,
            "versus": c.versus,
            "direction": c.direction,
            "smallest_effect": c.smallest_effect,
            "because": c.because,
            "trial": get(f"trial-{c.id}"),
        }
        for c in claims()
    ]


def trial(
    name: str,
    members: int,
    draws: int,
    keep: "Keep",
    tell: Callable[[Progress], None],
    store: "ProgramStore | None",
    workers: int,
) -> dict[str, Any]:
    """Put one claim on trial in its home, as `vertikal judge --only` does."""
    (claim,) = (c for c in claims() if c.id == name)
    scenario = claim.scenarios[0]
    prior = Prior.draw(draws, seed=0)
    found: list[tuple[np.ndarray, np.ndarray]] = []
    for changes in arms(claim):
        request = request_of(Asked(scenario, changes, members))
        outcome: list[Outcome] = [claim.read]
        plain = readings(request, outcome, keep=keep, tell=tell, store=store, workers=workers)
        fixed = _fixed(changes)
        many = dataclasses.replace(request, members=len(prior.values) * REPEAT)
        drawn = readings(
            many, outcome, draws=prior.draws(fixed, REPEAT), keep=keep, tell=tell, store=store,
            workers=workers,
        )  # fmt: skip
        found.append((plain[:, 0], drawn[:, 0].reshape(-1, REPEAT)))
    made = judged(claim, scenario, prior, found[0], found[1] if claim.contrasted else None)
    return {**made.as_json(), "draws": draws, "members": members}


def _fixed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters that a claim sets: they are not drawn."""
    return {
        path.removeprefix("parameters."): value
        for path, value in changes.items()
        if path.startswith("parameters.")
    }
