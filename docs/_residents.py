"""Draw where residents one by one and cohorts part: the same theory in places of every size.

`python docs/_residents.py` writes docs/images/residents.png and prints the numbers of
docs/concepts/residents.md. A closed regime, one region of equal places, grievance the same
everywhere and constant, only `activism_cascades` at work; neighbours pull at .5, in the upper half
of the range, so that a place can tip alone.
"""

import dataclasses
from pathlib import Path

import jax
import jax.numpy as jnp
import matplotlib as mpl
import numpy as np

from vertikal.engine import Draw, Streams, Tree, View, name_word
from vertikal.engine._members import MEMBER_AXIS
from vertikal.mechanisms import load
from vertikal.mechanisms.residents._codes import NOBODY, threshold_code
from vertikal.plots._style import AMBER, BLUE

mpl.use("Agg")
import matplotlib.pyplot as plt

IMAGE = Path(__file__).parent / "images" / "residents.png"
SIZES = (30, 100, 300, 1_000, 3_000, 10_000)
PLACES, MONTHS = 400, 120
GRIEVANCES = (0.22, 0.26, 0.3)
TIPPED = 0.3
"""Activism above which a place counts as tipped."""
NAME = "activism_cascades"


def activism(adults: int, *, one_by_one: bool) -> np.ndarray:
    """Activism of every place at the end, by grievance, `(grievance, place)`."""
    tier = np.array([0] + [1] * PLACES)
    tree = Tree.build(tier, np.where(tier == 0, -1, 0), np.where(tier == 0, 0.0, adults))
    tree = jax.tree.map(jnp.asarray, tree.with_residents())
    ids = {"unit": np.arange(PLACES + 1, dtype=np.uint32), "region": np.zeros(1, np.uint32)}
    m = load(NAME, residents=one_by_one)
    params = dataclasses.replace(m.params(), by_neighbours=0.5, by_nation=0.0)
    streams = Streams.of(1, 0)
    luck = tree.people.luck(Draw(streams, NAME, ids), "threshold").uniform(tree.people)
    flat = jnp.zeros(PLACES + 1)
    fixed = {name: flat for name in ("habit_national", "habit_local", "trust", "urban", "temper")}
    carried = {k: jnp.zeros(tree.people.shape, jnp.uint8) for k in m.reads if k.endswith("_code")}
    codes = jnp.where(tree.people.here(), threshold_code(luck), jnp.int8(NOBODY))
    fixed |= {**carried, "threshold_code": codes, "habit_kept": flat + 1.0, "fear": flat}
    fixed["openness"] = jnp.zeros(())

    def month(t: int, now: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        active, grievance = now
        state = {**fixed, "activism": active, "grievance": grievance, "month": t}
        draw = Draw(streams.then(t).then(name_word(NAME)), NAME, ids)
        view = View(state, frozenset((*m.reads, "month")), tree, NAME)
        return active + m.act(view, params, draw)["activism"], grievance

    def history(grievance: jax.Array) -> jax.Array:
        return jax.lax.fori_loop(0, MONTHS, month, (flat + 0.02, flat + grievance))[0][1:]

    return np.asarray(jax.jit(jax.vmap(history, axis_name=MEMBER_AXIS))(jnp.array(GRIEVANCES)))


def main() -> None:
    """Compute, print and draw."""
    fig, axes = plt.subplots(1, len(GRIEVANCES), figsize=(10, 3.4), sharey=True)
    for one_by_one, label, colour, mark in (
        (True, "residents one by one", BLUE, "o"),
        (False, "cohorts", AMBER, "s"),
    ):
        ends = np.stack([activism(adults, one_by_one=one_by_one) for adults in SIZES])
        tipped, spread = (ends > TIPPED).mean(axis=-1), ends.std(axis=-1)
        for k, grievance in enumerate(GRIEVANCES):
            print(grievance, label, np.round(tipped[:, k], 3), np.round(spread[:, k], 4))
            axes[k].plot(SIZES, tipped[:, k], mark + "-", color=colour, label=label)
    for axis, grievance in zip(axes, GRIEVANCES, strict=True):
        axis.set(xscale="log", xlabel="adults in a place", title=f"grievance {grievance:g}")
        axis.set_ylim(-0.04, 1.04)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel(f"share of places tipped after {MONTHS // 12} years")
    axes[0].legend(frameon=False)
    fig.tight_layout()
    fig.savefig(IMAGE, dpi=130)


if __name__ == "__main__":
    main()
