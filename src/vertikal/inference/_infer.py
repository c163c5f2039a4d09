"""From a table of simulations to a posterior and all that must be said with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from vertikal.inference._diagnose import ParameterCheck, checked
from vertikal.inference._forest import Crossed, crossed
from vertikal.inference._misfit import Misfit, misfit_of
from vertikal.inference._npe import Training, trained
from vertikal.inference._scaling import Scaling
from vertikal.inference._screen import screened
from vertikal.inference._table import Table

__all__ = ["LEAST", "TRUTHS", "Inference", "infer"]

TRUTHS = 500
"""Simulated truths that the posterior is checked on: they are kept out of the training."""
LEAST = 60
"""Draws below which there is nothing to learn."""
DRAWS = 2000
"""Draws of the posterior that are kept."""
CROSSED = 20
"""Parameters that are compared with the forests: those that the observed facts narrow most."""


@dataclass(frozen=True)
class Inference:
    """A posterior of some parameters, on the latent scale, with its diagnostics.

    Attributes
    ----------
    kept
        Positions of the parameters that the readings trace; the others keep their prior.
    samples
        `(draw, kept)`, latent.
    traces
        Correlation of a prediction from the readings with the truth, `(parameter,)`: all of them.
    checks
        One for each that is kept.
    misfit
        Where the observed values lie among the simulated.
    forests
        The cross-check, for some of the kept.
    trained_on, truths
        Draws for training, and kept back for the checks.
    unread
        Positions of targets that were left out: too seldom read, or always the same.
    """

    kept: np.ndarray
    samples: np.ndarray
    traces: np.ndarray
    checks: tuple[ParameterCheck, ...]
    misfit: Misfit
    forests: tuple[Crossed, ...]
    trained_on: int
    truths: int
    unread: tuple[int, ...] = field(default=())


def infer(
    table: Table,
    parameters: Sequence[str],
    targets: Sequence[str],
    observed: np.ndarray,
    error: np.ndarray,
    *,
    seed: int,
    training: Training | None = None,
    workers: int = 1,
    tell: Callable[[str], None] = lambda what: None,
) -> Inference:
    """Learn a posterior from simulations, and check it on those it has not seen.

    Parameters
    ----------
    table
        Simulated draws of the prior.
    parameters, targets
        Their names, in the order of the table's columns.
    observed, error
        Observed values and their standard errors, `(target,)`.
    seed
        Same seed, same posterior.
    training
        Size of the networks.
    workers
        Cores for the forests; the numbers do not depend on it.
    tell
        Told, in words, what is being done.

    Raises
    ------
    ValueError
        If there are fewer than `LEAST` draws, or no target has readings that differ.
    ModuleNotFoundError
        Without `vertikal[calibration]`.
    """
    if len(table) < LEAST:
        message = f"{len(table)} simulated draws; a posterior needs {LEAST} or more: --budget"
        raise ValueError(message)
    truths = min(TRUTHS, len(table) // 3)
    fit, test = table.part(slice(None, -truths)), table.part(slice(-truths, None))
    scaling = Scaling.fitted(fit.readings, observed, error, seed=seed)
    rng = np.random.default_rng([seed, 5])
    seen = scaling.conditions(fit.readings, rng)
    tell("looking for parameters that leave a trace")
    kept, traces = screened(fit.latent, seen)
    misfit = misfit_of(table.readings, scaling, targets, seed=seed)
    unread = tuple(i for i in range(len(targets)) if i not in set(scaling.used.tolist()))
    samples, checks, forests = np.zeros((DRAWS, 0)), [], []
    if kept.size:
        names = tuple(str(parameters[int(i)]) for i in kept)
        fit, test = (Table(part.latent[:, kept], part.readings) for part in (fit, test))
        samples, checks = _learnt(
            fit, test, names, scaling, training or Training(), seed, rng, tell
        )
        tell("cross-checking with forests")
        most = np.argsort([-c.contraction_observed for c in checks])[:CROSSED]
        forests = crossed(
            tuple(names[i] for i in most), fit.latent[:, most], seen, scaling.at_observed,
            samples[:, most], seed=seed, workers=workers,
        )  # fmt: skip
    return Inference(
        kept, samples, traces, tuple(checks), misfit, tuple(forests), len(fit), truths, unread
    )


def _learnt(
    fit: Table,
    test: Table,
    names: tuple[str, ...],
    scaling: Scaling,
    training: Training,
    seed: int,
    rng: np.random.Generator,
    tell: Callable[[str], None],
) -> tuple[np.ndarray, list[ParameterCheck]]:
    """Train flows, draw from the posterior at the facts, and check it on what was kept back."""
    flows = trained(
        fit, scaling, seed=seed, training=training,
        tell=lambda done, total: tell(f"training: {done} of {total} flows"),
    )  # fmt: skip
    tell(f"checking on {len(test)} simulated truths")
    samples = flows.sample(scaling.at_observed, DRAWS, seed=seed)[0]
    checks = checked(
        names,
        test.latent,
        scaling.conditions(test.readings, rng),
        lambda asked, count, k: flows.sample(asked, count, seed=seed + 1 + k),
        samples,
    )
    return samples, checks
