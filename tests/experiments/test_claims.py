"""The claims that ship: in order, on the account, and able to fail."""

import pytest

from vertikal import measures
from vertikal.experiments import arms, measured, readings, validate_claims
from vertikal.io import claim_files, read_facts
from vertikal.scenario import RawScenario, ScenarioError

OPTIONS = {name: measures.load(name).options for name in measures.NAMES}
CLAIMS = {f.stem: validate_claims(read_facts(str(f)), OPTIONS)[0] for f in claim_files()}
HISTORIES = 20


def test_a_claim_is_named_as_its_file():
    assert [c.id for c in CLAIMS.values()] == list(CLAIMS)


def test_there_are_claims_on_every_sentence_that_kazakhstan_can_try():
    here = [c for c in CLAIMS.values() if "kazakhstan" in c.scenarios]
    assert len(here) >= 20
    assert {letter for c in CLAIMS.values() for letter in c.sentence} == set("ABCDEFGHIJKL")


def effect_in(claim, test_world, world, store):
    found = [
        readings(
            world(
                {**test_world.set, **changes},
                without=test_world.without,
                members=HISTORIES,
                seed=1,
                scenario=claim.scenarios[0],
            ),
            [claim.read],
            store=store,
            workers=2,
        )[:, 0]
        for changes in arms(claim)
    ]
    return measured(claim, found[0], found[1] if claim.contrasted else None)


@pytest.mark.slow
@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_holds_in_one_world_and_not_in_another(name, world, store):
    claim = CLAIMS[name]
    if claim.holds_nowhere is None:
        assert claim.agrees(effect_in(claim, claim.holds_in, world, store).effect)
    assert not claim.agrees(effect_in(claim, claim.fails_in, world, store).effect)


# --- a user's own ----------------------------------------------------------------------------

GOOD = {
    "id": "mine", "sentence": "B", "says": "A sentence.", "scenarios": ["kazakhstan"],
    "treatment": {"institutions.court_independence": 0.9},
    "outcome": {"measure": "litigated_share"}, "direction": "up", "smallest_effect": 0.1,
    "because": "a tenth", "fails_in": {},
}  # fmt: skip


def problems(*claims, make=None):
    raw = RawScenario("mine.yaml", {"claims": list(claims)}, {("claims", 0): 2})
    with pytest.raises(ScenarioError) as caught:
        validate_claims(raw, OPTIONS, make=make)
    return caught.value.text().splitlines()[1:]


def test_everything_that_is_wrong_with_a_claim_is_said_at_once():
    wrong = {
        **GOOD, "directon": "up", "sentence": "Z", "smallest_effect": -1.0, "outcome": {},
    }  # fmt: skip
    found = "\n".join(problems(wrong))
    assert "claims.0.directon: no such key - did you mean 'direction'?" in found
    assert "claims.0.sentence: is 'Z'; string should match pattern" in found
    assert "claims.0.smallest_effect: is -1.0; input should be greater than or equal to 0" in found
    assert "claims.0.outcome.measure: is missing; add it" in found


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"outcome": {"measure": "litigated_shar"}},
         "claims.0.outcome.measure: is 'litigated_shar'; did you mean 'litigated_share'?"),
        ({"outcome": {"measure": "litigated_share", "options": {"strat": "2020-01"}}},
         "claims.0.outcome.options.strat: no such option - did you mean 'start'?"),
        ({"outcome": {"measure": "crisis_rate"}},
         "claims.0.outcome.measure: crisis_rate is read over all histories at once, and cannot be "
         "paired"),
        ({"treatment": {}, "versus": "ratio"},
         "claims.0: versus is 'ratio', but there is no treatment and no control to compare"),
        ({"compared_with": 0.5},
         "claims.0: compared_with is for a claim about a level; this one has a treatment"),
    ],
)  # fmt: skip
def test_a_claim_that_will_not_do_says_why(changes, says):
    assert problems({**GOOD, **changes}) == [f"  line 2: {says}"]


def test_two_claims_of_one_name_are_refused():
    assert problems(GOOD, GOOD)[0].endswith("'mine' is the id of another claim; ids must differ")


def test_a_world_that_will_not_do_is_blamed_on_the_claim(world):
    def make(scenario, changes):
        return world(changes, members=1, scenario=scenario)

    wrong = {**GOOD, "treatment": {"institutions.court_independance": 0.9}}
    (said,) = problems(wrong, make=make)
    assert "claims.0.treatment: in kazakhstan: institutions.court_independance" in said
    assert "did you mean 'court_independence'?" in said
