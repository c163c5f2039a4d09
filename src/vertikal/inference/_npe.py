"""Neural posterior estimation: a normalising flow of bayesflow, learnt from simulated pairs."""

import contextlib
import logging
import os
import random
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from vertikal.inference._scaling import Scaling
from vertikal.inference._table import Table

__all__ = ["BACKEND", "Flows", "Training", "trained"]

BACKEND = "jax"
"""Keras must use what the engine uses; it asks the environment once, when it is imported."""


@dataclass(frozen=True)
class Training:
    """Size of the networks, and how long they learn; small enough for two cores."""

    flows: int = 3
    """Networks, alike but for their first weights and splits: their mixture is the posterior."""
    depth: int = 4
    """Coupling layers of each."""
    width: int = 64
    """Width of the two hidden layers in a coupling layer."""
    dropout: float = 0.3
    """Share of a layer's units left out in each step: few draws, many parameters. This and the
    width were chosen by the loss on the held-out tenth, not by coverage."""
    epochs: int = 150
    patience: int = 20
    """Epochs without progress on the held-out tenth after which a network stops."""
    batch: int = 64
    rate: float = 1e-3


class Flows:
    """A posterior for any readings of the kind it was trained on: a mixture of flows."""

    def __init__(self, flows: "list[Any]", scaling: Scaling, latents: int) -> None:
        self._flows, self.scaling, self.latents = flows, scaling, latents

    def sample(self, conditions: np.ndarray, count: int, *, seed: int) -> np.ndarray:
        """Draw latent values, `(case, count, parameter)`, given `(case, condition)`."""
        each = -(-count // len(self._flows))
        with quiet():
            drawn = [
                flow.sample(
                    num_samples=each,
                    conditions={"conditions": conditions.astype(np.float32)},
                    seed=int(np.random.SeedSequence([seed, k]).generate_state(1)[0] // 2),
                )["latent"]
                for k, flow in enumerate(self._flows)
            ]
        own = [np.asarray(d, float)[..., : self.latents] for d in drawn]
        return np.stack(own, axis=2).reshape(len(conditions), -1, self.latents)[:, :count]


def trained(
    table: Table,
    scaling: Scaling,
    *,
    seed: int,
    training: Training,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Flows:
    """Train the flows on simulated pairs; errors of the readings are drawn anew in each epoch.

    Parameters
    ----------
    table
        Latent values of the parameters to learn, and readings.
    scaling
        Of the readings.
    seed
        Same seed, same flows.
    training
        How.
    tell
        Called with how many flows are trained, and how many there will be.

    Raises
    ------
    ModuleNotFoundError
        If bayesflow is not there: it comes with `vertikal[calibration]`.
    """
    flows = []
    with quiet():
        for k in range(training.flows):
            tell(k, training.flows)
            flows.append(_one(table, scaling, (seed, k), training))
    tell(training.flows, training.flows)
    return Flows(flows, scaling, table.latent.shape[1])


def _one(table: Table, scaling: Scaling, seed: tuple[int, int], training: Training) -> Any:  # noqa: ANN401
    import bayesflow as bf  # noqa: PLC0415
    import keras  # noqa: PLC0415

    rng = np.random.default_rng([*seed, 2])
    if table.latent.shape[1] == 1:  # a coupling layer splits its variables: give it one to split
        idle = rng.standard_normal((len(table), 1))
        table = Table(np.concatenate([table.latent, idle], axis=1), table.readings)
    order = rng.permutation(len(table))
    held = max(len(table) // 10, 1)
    fit = order[held:]
    fit = fit[: max(len(fit) // training.batch, 1) * training.batch]
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    workflow = bf.BasicWorkflow(
        inference_network=bf.networks.CouplingFlow(
            depth=training.depth,
            subnet_kwargs={
                "widths": (training.width, training.width), "dropout": training.dropout,
            },
        ),
        inference_variables=["latent"],
        inference_conditions=["conditions"],
        standardize=None,
        initial_learning_rate=training.rate,
    )  # fmt: skip

    def add_errors(batch: dict[str, Any]) -> dict[str, Any]:
        return {
            "latent": batch["latent"],
            "conditions": scaling.conditions(batch["readings"].astype(float), rng),
        }

    part, rest = table.part(fit), table.part(order[:held])
    workflow.fit_offline(
        {"latent": part.latent.astype(np.float32), "readings": part.readings},
        epochs=training.epochs,
        batch_size=min(training.batch, len(fit)),
        validation_data={
            "latent": rest.latent.astype(np.float32),
            "conditions": scaling.conditions(rest.readings, rng),
        },
        augmentations=add_errors,
        callbacks=[
            keras.callbacks.EarlyStopping(
                monitor="val_loss", patience=training.patience, restore_best_weights=True
            )
        ],
        verbose=0,
    )
    return workflow


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Import and use bayesflow without its log, its bars, and its hold on global generators."""
    os.environ.setdefault("KERAS_BACKEND", BACKEND)
    root, level, handlers = logging.root, logging.root.level, logging.root.handlers[:]
    disabled = logging.root.manager.disable
    logging.disable(logging.INFO)
    states = random.getstate(), np.random.get_state()  # noqa: NPY002 - given back below
    with warnings.catch_warnings():
        # keras 3.15 copies JAX arrays in a way that numpy 2.4 deprecates
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", UserWarning)
        try:
            from bayesflow.approximators.helpers import samplers  # noqa: PLC0415

            bars, samplers.tqdm = samplers.tqdm, lambda steps, **_: steps
            try:
                yield
            finally:
                samplers.tqdm = bars
        finally:
            logging.disable(disabled)
            root.setLevel(level)
            root.handlers[:] = handlers
            random.setstate(states[0])
            np.random.set_state(states[1])  # noqa: NPY002
