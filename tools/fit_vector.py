"""Fit some values of the one structural vector to the facts of several countries at once.

A crude joint fit, kept so that it can be done again: an evolution strategy with diagonal covariance
moves the parameters named in `FREE` within their declared bounds and makes the simulated medians of
the scored facts of `SEEN` agree with their bands. What is held out (`china`, `vietnam`, `germany`)
and the forecasts (`argentina`, `spain`) are never read, and a fact that does not say in `sets` that
it is in sample, or speaks of a year after `LAST`, is refused. Issue 6 replaces it by
simulation-based inference.

    python tools/fit_vector.py MINUTES OUT.json [START.json]
"""

import json
import multiprocessing
import re
import sys
import time
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

SEEN = ("russia", "mexico", "kazakhstan", "italy", "united_states")
SLOW = ("klimek_fi", "klimek_fe")
"""Measures too slow for a fit: scored, but not fitted to."""
LAST = 2024
"""Last year of which a fact may speak: later ones are kept for checks of what was said before."""
MEMBERS = 20
FREE = {
    "residents_choose_heads": (
        "outsider by_openness incumbency by_circle by_grievance by_activism taste start "
        "by_mobilisation"
    ),
    "candidates_enter": "parties outsiders rivals",
    "heads_build_circles": "patronage by_tenure by_rents by_account",
    "circles_mobilise_voters": "patron by_acquaintance by_dependence by_payroll",
    "residents_vote_nationally": (
        "start parliament referendum by_mobilisation by_grievance region_noise"
    ),
    "residents_choose_leader": "start parliament by_mobilisation by_grievance region_noise",
    "circles_falsify_counts": "padded made_up_start made_up most by_observers",
    "superiors_take_elections_away": "start wave wave_half_life by_machine",
    "ministries_issue_directives": "own partisan partisan_exponent",
    "regions_answer_directives": "court_start court_overreach litigation_cost",
    "centre_has_last_word": "routine",
}
NAMES = [f"{m}.{p}" for m, ps in FREE.items() for p in ps.split()]
POPULATION, SIGMA = 12, 0.12


def bounds() -> np.ndarray:
    """Declared bounds of the free parameters, `(parameter, 2)`."""
    from vertikal.engine import param_info
    from vertikal.mechanisms import load

    declared = {f"{m}.{p.name}": p for m in FREE for p in param_info(load(m).params)}
    return np.array([declared[name].bounds for name in NAMES])


def defaults() -> np.ndarray:
    """Declared defaults of the free parameters."""
    from vertikal.engine import param_info
    from vertikal.mechanisms import load

    declared = {f"{m}.{p.name}": p for m in FREE for p in param_info(load(m).params)}
    return np.array([declared[name].default for name in NAMES])


def chosen(name: str, facts: Iterable[Any]) -> list[Any]:
    """Return the facts of a scenario that the fit reads; refuse them if one must not be read."""
    read = [f for f in facts if f.scored and not f.under and f.measure not in SLOW]
    for fact in read:
        if not fact.sets:
            message = f"{name}: {fact.id} is not marked as in sample; say in `sets` what was set"
            raise ValueError(message)
        if max(map(int, re.findall(r"\d{4}", fact.period)), default=0) > LAST:
            message = f"{name}: {fact.id} speaks of {fact.period}; the last year is {LAST}"
            raise ValueError(message)
    return read


class Country:
    """A scenario, compiled once, that can be asked for the readings of its facts."""

    def __init__(self, name: str) -> None:
        from vertikal import measures
        from vertikal.engine import Ensemble
        from vertikal.io import beside, read_facts, read_scenario
        from vertikal.lab import Request, describe
        from vertikal.lab._record import monthly, yearly
        from vertikal.mechanisms import build, initial
        from vertikal.scenario import (
            compile_scenario,
            default_parameters,
            validate,
            validate_facts,
        )

        self.name = name
        compiled = compile_scenario(validate(read_scenario(name)))
        options = {m: measures.load(m).options for m in measures.NAMES}
        facts = validate_facts(read_facts(beside(name, "facts.yaml")), options)
        self.facts = chosen(name, facts)
        self.request = Request(name, compiled, default_parameters(), MEMBERS, 0)
        self.description = describe(self.request)
        model = Ensemble(
            build(), compiled.tree, compiled.statics, compiled.ids, initial, monthly, yearly
        )
        self.ready = model.compile(self.request.parameters, compiled.inputs)
        self.inputs = compiled.inputs

    def dataset(self, parameters: Any) -> Any:  # noqa: ANN401 - a vector, a dataset
        """Run the ensemble and put it into a dataset, as a run on disk would read."""
        from vertikal.lab import in_memory

        spans = [(k, k + 10) for k in range(0, MEMBERS, 10)]
        parts = [{**m, **y} for _, m, y in self.ready.each(parameters, 0, spans)]
        records = {k: np.concatenate([part[k] for part in parts]) for k in parts[0]}
        return in_memory(self.description, records, np.arange(MEMBERS))

    def loss(self, parameters: Any) -> tuple[float, int, int]:  # noqa: ANN401
        """Mean distance from the bands, facts passed, facts read."""
        from vertikal import measures

        data, total, passed = self.dataset(parameters), 0.0, 0
        for fact in self.facts:
            low, high = fact.band
            try:
                values = np.asarray(measures.load(fact.measure)(data, **fact.options), float)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    median = float(np.nanmedian(values))
            except measures.MeasureError:
                median = float("nan")
            if not np.isfinite(median):
                total += 2.0
                continue
            high_, low_ = min(high, 10.0 * abs(low) + 10.0), max(low, -10.0 * abs(high) - 10.0)
            half = max((high_ - low_) / 2.0, 1e-6)
            off = max(low - median, median - high, 0.0) / half
            total += min(off, 3.0) ** 0.5 + (0.5 if off > 0 else 0.0)
            passed += off == 0.0
        return total / max(len(self.facts), 1), passed, len(self.facts)


COUNTRIES: list[Country] = []


def begin() -> None:
    """Compile every country in a worker, once."""
    COUNTRIES.extend(Country(name) for name in SEEN)


def judge(values: np.ndarray) -> tuple[float, list[str]]:
    """Loss of one vector over all countries, and what each passes."""
    from vertikal.scenario import parameters_with

    parameters = parameters_with(dict(zip(NAMES, map(float, values), strict=True)))
    total, said = 0.0, []
    for country in COUNTRIES:
        loss, passed, number = country.loss(parameters)
        total += loss * min(number, 12) ** 0.5
        said.append(f"{country.name} {passed}/{number}")
    return total, said


def main() -> None:
    """Search until the time is up; write the best vector after each generation."""
    minutes, out = float(sys.argv[1]), Path(sys.argv[2])
    box = bounds()
    low, width = box[:, 0], box[:, 1] - box[:, 0]
    start = defaults()
    if len(sys.argv) > 3:  # noqa: PLR2004
        given = json.loads(Path(sys.argv[3]).read_text())
        start = np.array([given.get(n, d) for n, d in zip(NAMES, start, strict=True)])
    mean, sigma = (start - low) / width, np.full(len(NAMES), SIGMA)
    rng = np.random.default_rng(1)
    until = time.monotonic() + 60.0 * minutes
    best, best_loss = start, float("inf")
    half = POPULATION // 3
    weights = np.log(half + 0.5) - np.log(np.arange(1, half + 1))
    weights /= weights.sum()
    context = multiprocessing.get_context("spawn")
    with context.Pool(2, initializer=begin) as pool:
        generation = 0
        while time.monotonic() < until:
            tries = np.clip(mean + sigma * rng.standard_normal((POPULATION, len(mean))), 0.0, 1.0)
            tries[0] = np.clip(mean, 0.0, 1.0)
            losses = pool.map(judge, list(low + tries * width), chunksize=1)
            order = np.argsort([loss for loss, _ in losses])
            elite = tries[order[:half]]
            spread = np.sqrt(weights @ (elite - mean) ** 2)
            mean = 0.3 * mean + 0.7 * (weights @ elite)
            sigma = np.clip(0.8 * sigma + 0.2 * spread, 0.01, 0.2)
            if losses[order[0]][0] < best_loss:
                best_loss, best = losses[order[0]][0], low + tries[order[0]] * width
                out.write_text(json.dumps(dict(zip(NAMES, best.tolist(), strict=True)), indent=1))
            generation += 1
            print(
                f"{generation:3d} best {best_loss:.3f} now {losses[order[0]][0]:.3f} "
                f"mean {losses[0][0]:.3f} sigma {sigma.mean():.3f} {losses[order[0]][1]}",
                flush=True,
            )


if __name__ == "__main__":
    main()
