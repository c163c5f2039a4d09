"""Random plausible states of the toy country, and a way to ask one mechanism what it does."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from vertikal.engine import Draw, Streams, View, name_word
from vertikal.fields import FIELDS
from vertikal.mechanisms import build, load

TALL = {
    "stress": 2.0, "rule_pending": 2.0, "narrative": 1.0, "risk": 1.0, "reform_pressure": 3.0,
    "experience": 4.0, "tenure": 8.0, "direct_elections": 3.0, "national_shock": 2.0,
    "rule_burden": 1.0, "local_shock": 40.0, "salience": 60.0, "burden": 2.0, "burden_borne": 2.0,
    "slow_days": 900.0, "suit_days": 900.0, "case_salience": 60.0, "protesters": 1e4,
    "removal_cost": 3.0, "month": 200.0, "reform_age": 10.0,
}  # fmt: skip
"""Largest plausible value of fields whose support is unbounded or wide; 1 for all others."""

FLAGS = {
    "acting", "in_pilot", "terms_ending", "direct_due", "assembly_due", "pilot_running",
    "ballots_due", "national_vote", "handover", "reform_ordered", "all_at_once", "disliked",
    "complied", "shunned", "bargained", "sued", "slowed", "contested", "centre_prevailed",
    "removed", "removed_elected", "rotated", "direct_held", "incumbent_runs", "by_election",
    "assembly_held", "assembly_kept", "introduced", "rolled_out", "stalled", "rolled_back",
    "pilot_due", "conversion_due", "piloted", "evaded", "converted", "crisis", "conceded",
    "repressed", "street_reversal", "capital", "state_sued", "option_open", "option_law",
    "option_opened", "year_end", "partisan", "abolished", "restored",
}  # fmt: skip


class Bench:
    """States of the toy country, and what a mechanism makes of them."""

    def __init__(self, compiled):
        self.compiled, self.model = compiled, build()
        self.tree = jax.tree.map(jnp.asarray, compiled.tree)
        self.slots = self.model.slots
        self.programs = {}

    def shape(self, name):
        return self.model.shape(name, self.tree)

    def state(self, seed: int) -> dict:
        """Every field, drawn within its support; what the scenario fixes is as it is."""
        rng = np.random.default_rng(seed)
        out = {}
        for name, slot in self.slots.items():
            shape, (low, high) = self.shape(name), slot.support
            if name in ("competences", "leaning"):  # the toy country has none
                drawn = np.random.default_rng(1000 + seed).uniform(slot.support[0], 1.0, shape)
                out[name] = drawn.astype(np.float32)
                continue
            if slot.kind == "static":
                out[name] = np.asarray(self.compiled.statics[name])
                continue
            if name == "term_left":
                value = rng.integers(-1, 40, shape)
            elif name in FLAGS:
                value = rng.integers(0, 2, shape)
            elif slot.dtype.startswith("int") or name in ("reform_order", "reform_mode_ordered"):
                top = 5 if high == float("inf") else int(high)
                value = rng.integers(int(max(low, -1)), min(top, 4) + 1, shape)
            elif name == "temper":
                value = 0.03 * rng.standard_normal(shape)
            elif name.startswith("docket"):
                value = rng.integers(0, 2, shape)
            elif name == "reform_payoff":
                value = rng.uniform(-2, 2, shape)
            else:
                top = TALL.get(name, 1.0) * rng.uniform() ** 2  # quiet states as well as wild ones
                value = rng.uniform(min(max(low, 0.0), top), top, shape)
                value = value * (rng.uniform(size=shape) > 0.1) * (rng.uniform() > 0.2)
                value = np.maximum(value, low)
            out[name] = np.asarray(value, slot.dtype)
        kind = np.zeros(3, np.float32)
        kind[rng.integers(3)] = out["national_vote"]
        out["vote_kind"] = kind
        inside = np.maximum(out["candidates_inside"], 1)
        out["candidates_inside"] = inside.astype(np.int32)
        honest = rng.dirichlet([1.0, 1.0, 1.0], self.shape("honest_incumbent")).astype(np.float32)
        out["honest_incumbent"] = honest[:, 0] * out["incumbent_runs"]
        out["honest_insider"], out["honest_outsider"] = honest[:, 1], honest[:, 2]
        out["falsified"] = (out["falsified"] * (1 - out["turnout"])).astype(np.float32)
        return out

    def draw(self, name, member=0, month=3):
        streams = Streams.of(1, member).then(month).then(name_word(name))
        return Draw(streams, name, self.compiled.ids)

    def raw(self, name, state, params=None, member=0):
        """What `act` returns for a state, traced."""
        m = load(name)
        view = View(state, frozenset(m.reads), self.tree, name)
        return m.act(view, m.params() if params is None else params, self.draw(name, member))

    def calm(self, **changes) -> dict:
        """A quiet state with some fields set to a value everywhere."""
        state = {name: np.zeros_like(value) for name, value in self.state(0).items()}
        statics = {k: self.compiled.statics[k] for k, s in self.slots.items() if s.kind == "static"}
        usual = {"activism": 0.02, "grievance": 0.25, "trust": 0.3, "circle": 0.5, "openness": 0.3,
                 "autonomy": 0.4, "term_left": 20, "tenure": 2.0, "state_capacity": 0.4,
                 "removal_cost": 0.0, "monitoring": 0.3}  # fmt: skip
        state |= statics
        for name, value in {**usual, **changes}.items():
            dtype = self.slots[name].dtype
            state[name] = np.broadcast_to(np.asarray(value, dtype), self.shape(name)).copy()
        return state

    def each(self, name, states, params=None, *, members=1):
        """Changes in each of several states, `(state, member, ...)`; members differ in luck."""
        if name not in self.programs:
            one = jax.vmap(lambda s, p, member: self.raw(name, s, p, member), (None, None, 0))
            self.programs[name] = jax.jit(jax.vmap(one, (0, None, None)))
        stacked = {k: jnp.asarray(np.stack([s[k] for s in states])) for k in load(name).reads}
        stacked["month"] = jnp.full(len(states), 3.0)
        p = load(name).params() if params is None else params
        made = self.programs[name](stacked, p, jnp.arange(members, dtype=jnp.uint32))
        return {k: np.asarray(v) for k, v in made.items()}

    def ask(self, name, state, params=None, *, members=1):
        """Changes that a mechanism makes in one state, `(member, ...)`."""
        made = self.each(name, [state], params, members=members)
        return {k: v[0] for k, v in made.items()}


@pytest.fixture(scope="session")
def bench(toy):
    assert set(FIELDS) == set(build().slots)
    return Bench(toy)


@pytest.fixture(scope="session")
def states(bench):
    """Random states: some wild, some quiet, some with nothing in this place or that."""
    return [bench.state(seed) for seed in range(30)]


@pytest.fixture(scope="session")
def many_states(bench):
    """More of them, where what is asked happens rarely."""
    return [bench.state(seed) for seed in range(240)]
