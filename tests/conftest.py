"""What all tests share: a JAX with a cache, a toy country, Kazakhstan, and a guard."""

import copy
import csv
import dataclasses
import io as text_io
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from vertikal.engine import Ensemble, Model, prepare

ROOT = Path(__file__).parent.parent

# before any array is made: compiled programs are kept from one run to the next
prepare(cache=str(ROOT / ".pytest_cache" / "jax"))

from vertikal.io import read_scenario  # noqa: E402 - after `prepare`
from vertikal.mechanisms import build, initial  # noqa: E402
from vertikal.scenario import (  # noqa: E402
    RawScenario,
    Table,
    compile_scenario,
    default_parameters,
    parameters_with,
    validate,
)

TOY_REGIONS = """\
code,name,kind,population,urban_population,rent_dependence,latitude,longitude
TT-1,Capital,city,600000,600000,0.1,50,70
TT-2,Near,province,500000,250000,0.5,51,72
TT-3,Far,province,300000,60000,0.8,45,60
"""

TOY_DISTRICTS = """\
code,name,kind,parent,population,urban_population
TT-1/a,Left bank,borough,TT-1,350000,350000
TT-1/b,Right bank,borough,TT-1,250000,250000
TT-2/a,Mill,county,TT-2,250000,200000
TT-2/b,Ford,county,TT-2,150000,30000
TT-2/c,Dale,county,TT-2,100000,20000
TT-3/a,Salt,county,TT-3,150000,50000
TT-3/b,Reed,county,TT-3,90000,10000
TT-3/c,Sand,county,TT-3,60000,0
"""

TOY_VALUES = {
    "title": "A toy country",
    "country": "TT",
    "start": 2000,
    "until": 2003,
    "units": {"tables": ["regions", "districts", "localities"], "capital": "TT-1"},
    "offices": {
        "city": {"tier": "region", "selection": "appointed"},
        "province": {"tier": "region", "selection": "appointed"},
        "borough": {"tier": "district", "selection": "appointed", "on_reform_agenda": False},
        "county": {"tier": "district", "selection": "appointed", "term_years": 3},
        "commune": {"tier": "locality", "selection": "indirect", "term_years": 2},
    },
    "institutions": {
        "court_independence": 0.4,
        "regional_veto": {2000: 0.0, 2003: 0.1},
        "candidate_filter": 0.4,
        "observation": 0.2,
        "media_freedom": 0.3,
        "state_capacity": 0.25,
        "openness": {2000: 0.3, 2003: 0.35},
        "pilot_selection": 1.0,
    },
    "timeline": [
        {"date": "1999-05-01", "event": "shock", "size": 1.0, "title": "History"},
        {"date": "2000-04-02", "event": "national_vote", "vote": "president", "title": "Vote"},
        {"date": "2000-07-01", "event": "incident", "where": "TT-3/a/0", "size": 40.0,
         "title": "A fire"},
        {"date": "2000-09-01", "event": "reform", "tier": "district", "decision": "pilot",
         "selection": "filtered", "share": 0.4, "title": "Pilot in districts"},
        {"date": "2000-11-01", "event": "rule", "burden": 0.2, "priority": 0.5, "title": "A form"},
        {"date": "2001-02-01", "event": "reform", "tier": "locality", "decision": "rollout",
         "selection": "filtered", "title": "All communes elect"},
        {"date": "2001-05-01", "event": "reform", "tier": "district", "decision": "local_option",
         "selection": "appointed", "share": 0.9, "title": "Superiors may decide"},
        {"date": "2001-06-01", "event": "shock", "size": 1.5, "title": "Prices"},
        {"date": "2001-06-01", "event": "rule", "burden": 0.9, "priority": 0.8, "title": "A rule"},
        {"date": "2002-03-03", "event": "national_vote", "vote": "parliament", "title": "Vote"},
        {"date": "2003-05-01", "event": "incident", "where": "TT-2/b/1", "size": 15.0,
         "title": "A flood"},
    ],
}  # fmt: skip
"""Three regions, eight districts, thirty communes, four years in which much happens."""


def table(name: str, text: str) -> Table:
    """Make a table out of CSV text, as `io` would."""
    reader = csv.DictReader(text_io.StringIO(text))
    rows = list(reader)
    return Table(name, tuple(reader.fieldnames or ()), rows, range(2, 2 + len(rows)))


def toy_scenario(**changes) -> RawScenario:
    """The toy country; `changes` replace keys at the top level, or within `institutions`."""
    values = {**TOY_VALUES, **{k: v for k, v in changes.items() if k in TOY_VALUES}}
    inside = {k: v for k, v in changes.items() if k not in TOY_VALUES}
    values["institutions"] = {**values["institutions"], **inside}
    localities = ["code,name,kind,parent,population,urban_population"]
    districts = list(csv.DictReader(text_io.StringIO(TOY_DISTRICTS)))
    counties = [row for row in districts if row["kind"] == "county"]
    for row in counties:
        people, towns = float(row["population"]), float(row["urban_population"])
        for k, share in enumerate((0.4, 0.25, 0.2, 0.1, 0.05)):
            size, town = people * share, min(people * share, towns)
            towns -= town
            localities.append(
                f"{row['code']}/{k},{row['name']} {k},commune,{row['code']},{size},{town}"
            )
    tables = (
        table("regions", TOY_REGIONS),
        table("districts", TOY_DISTRICTS),
        table("localities", "\n".join(localities) + "\n"),
    )
    return RawScenario("toy.yaml", values, {}, tables)


@pytest.fixture(scope="session")
def toy():
    """The toy country, compiled: 3 regions, 8 districts, 30 communes, 48 months."""
    return compile_scenario(validate(toy_scenario()))


@pytest.fixture(scope="session")
def make_toy():
    """A function that compiles the toy country with changes, e.g. `court_independence=0.0`."""
    return lambda **changes: compile_scenario(validate(toy_scenario(**changes)))


@pytest.fixture(scope="session")
def make_raw():
    """A function that makes the toy country as it is read, a deep copy each time."""
    return lambda **changes: copy.deepcopy(toy_scenario(**changes))


@pytest.fixture(scope="session")
def kazakhstan():
    """The shipped scenario, compiled."""
    return compile_scenario(validate(read_scenario("kazakhstan")))


@pytest.fixture(scope="session")
def parameters():
    """The structural parameters at their defaults."""
    return default_parameters()


def every_field(state, tree):
    """Record for tests: all stocks and flows at the end of each month, as they are."""
    del tree
    return {name: value for name, value in state.items() if not name.startswith("docket")}


def gated(m):
    """A mechanism whose first parameter can switch it off: absent, as far as others can tell."""

    def act(now, params, draw):
        on, own = params
        changes = m.act(now, own, draw)
        return {k: jnp.where(on > 0, v, jnp.zeros_like(v)) for k, v in changes.items()}

    return dataclasses.replace(m, act=act)


@pytest.fixture(scope="session")
def eager():
    """The vector of a fickle centre: four years are short for the default one."""
    return parameters_with(
        {
            "centre_introduces_elections.rate": 1.0,
            "centre_weighs_reform.loss_of_control": 0.5,
            "elites_roll_back.start": -1.0,
            "elites_roll_back.by_entrenchment": 4.0,
            "rollout_follows_terms.evasion": 0.4,
            "centre_evaluates_pilots.rate": 3.0,
            "centre_evaluates_pilots.wait": 0.5,
            "centre_evaluates_pilots.bar": 0.2,
            "elections_shield_heads.by_court": 2.0,
            "regions_answer_directives.litigation_cost": 0.0,
        }
    )


@pytest.fixture(scope="session")
def toy_with_switches(toy, eager):
    """Run 20 histories of the toy country; `without` names mechanisms that are switched off.

    One compiled program serves all, so that leaving out each mechanism in turn is cheap. That
    switching off equals leaving out is tested in `lab/test_without.py`.
    """
    whole = build()
    model = Model(whole.phases, tuple(map(gated, whole.mechanisms)), whole.slots, whole.sizes)

    def begin(params, statics, tree, draw):
        return initial({name: own for name, (_, own) in params.items()}, statics, tree, draw)

    ensemble = Ensemble(
        model, toy.tree, toy.statics, toy.ids, begin, every_field, lambda state, tree: {},
        block=20,
    )  # fmt: skip

    def switched(without=()) -> Any:
        return {name: (np.float32(name not in without), params) for name, params in eager.items()}

    compiled = ensemble.compile(switched(), toy.inputs)

    def run(without=(), *, seed=1, inputs=None):
        _, monthly, _ = compiled(switched(without), seed, np.arange(20), inputs=inputs)
        return {name: np.asarray(value) for name, value in monthly.items()}

    return run


@pytest.fixture(autouse=True)
def numpy_global_state_is_left_alone():
    """Fail a test that draws from, or seeds, NumPy's global generator."""
    before = np.random.get_state(legacy=False)  # noqa: NPY002 - it is what we guard
    yield
    after = np.random.get_state(legacy=False)  # noqa: NPY002
    same = np.array_equal(before["state"]["key"], after["state"]["key"])
    same = same and before["state"]["pos"] == after["state"]["pos"]
    assert same, "a test has changed NumPy's global state"
