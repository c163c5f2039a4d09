"""Sweeps: what does not matter moves nothing, what does matters, nothing is computed twice."""

import csv
import dataclasses
import json
import os
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from vertikal.cli.sweep import sweep
from vertikal.experiments import Outcome
from vertikal.experiments._sweep import Axis, Design, Summary, misread, spread
from vertikal.scenario import ScenarioError

TOY = str(Path(__file__).parent.parent / "data" / "toy")
COURT = "institutions.court_independence"
COST = "parameters.regions_answer_directives.litigation_cost"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch, pytestconfig):
    """A folder of the test's own, two cores, and compiled programs kept between tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1}, raising=False)
    monkeypatch.setenv("VERTIKAL_CACHE", str(pytestconfig.cache.mkdir("vertikal")))
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def ask():
    """A function that runs the command and returns code, output and errors."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(sweep)

    def asked(*words):
        done = CliRunner().invoke(app, [TOY, *map(str, words)])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return asked


def points(done):
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)["points"]


# --- numbers ---------------------------------------------------------------------------------


def test_what_nothing_reads_gives_identical_numbers(ask):
    path = "timeline.2002-09-01.title"
    found = points(
        ask("--vary", f"{path}=A fire,A flood,Nothing", "--members", 4, "--json",
            "--outcome", "litigated_share", "--outcome", "protests_per_month")
    )  # fmt: skip
    assert [p["set"][path] for p in found] == ["A fire", "A flood", "Nothing"]
    assert found[0]["outcomes"] == found[1]["outcomes"] == found[2]["outcomes"]


def test_court_independence_moves_litigation(ask):
    found = points(ask("--vary", f"{COURT}=0,0.5,1", "--members", 10, "--json",
                       "--outcome", "law=litigated_share:{start: 2002-01}"))  # fmt: skip
    law = [p["outcomes"]["law"] for p in found]
    assert set(law[0]) == {"mean", "low", "high", "histories"}
    assert law[0]["mean"] < law[1]["mean"] < law[2]["mean"]
    assert all(x["low"] <= x["mean"] <= x["high"] and x["histories"] == 10 for x in law)


def test_a_batch_of_vectors_equals_runs_one_by_one(ask):
    """Structural points run at once; each has the numbers that it has alone."""
    asked = ("--members", 5, "--json", "--outcome", "litigated_share")
    both = points(ask("--vary", f"{COST}=0.02,0.25", *asked))
    alone = [
        points(ask("--vary", f"{COURT}=0.4", "--set", f"{COST}={v}", *asked)) for v in (0.02, 0.25)
    ]
    for a, (b,) in zip(both, alone, strict=True):
        assert a["outcomes"]["litigated_share"] == pytest.approx(b["outcomes"]["litigated_share"])
    assert both[0]["outcomes"] != both[1]["outcomes"]


@pytest.mark.parametrize("vary", [f"{COST}=0.02,0.25", f"{COURT}=0.1,0.9"])
def test_a_resumed_sweep_computes_nothing_again(ask, monkeypatch, vary):
    asked = ("--vary", vary, "--members", 3, "--json", "--outcome", "litigated_share")
    first = points(ask(*asked))
    from vertikal.experiments import _readings

    def never(*given, **named):
        raise AssertionError

    monkeypatch.setattr(_readings, "simulate", never)
    assert points(ask(*asked)) == first
    with pytest.raises(AssertionError):
        ask(*asked, "--seed", 1)


# --- output ----------------------------------------------------------------------------------


def test_csv_has_a_row_a_point_and_a_figure_is_drawn(ask):
    done = ask("--vary", f"{COURT}=0.1,0.9", "--vary", "offices.town.selection=appointed,filtered",
               "--members", 3, "--out", "out/s.csv", "--figure", "s.png",
               "--outcome", "quiet_share")  # fmt: skip
    assert done.stdout == "out/s.csv: 4 points, 3 histories each\n"
    rows = list(csv.reader(Path("out/s.csv").read_text(encoding="utf-8").splitlines()))
    names = [f"quiet_share_{part}" for part in ("mean", "low", "high", "histories")]
    assert rows[0] == [COURT, "offices.town.selection", *names]
    assert [row[:2] for row in rows[1:]] == [
        ["0.1", "appointed"], ["0.1", "filtered"], ["0.9", "appointed"], ["0.9", "filtered"],
    ]  # fmt: skip
    assert Path("s.png").stat().st_size > 10_000


def test_a_design_file_says_the_same(ask):
    Path("d.yaml").write_text(
        f"vary:\n  {COURT}: 0.1:0.9\ndesign: sobol\npoints: 4\n"
        "outcomes:\n  law: {measure: litigated_share, options: {start: 2002-01}}\n"
    )
    common = ("--members", 2, "--json")
    told = points(ask("--file", "d.yaml", *common))
    same = points(ask("--vary", f"{COURT}=0.1:0.9", "--design", "sobol", "--points", 4, *common,
                      "--outcome", "law=litigated_share:{start: 2002-01}"))  # fmt: skip
    assert told == same
    assert len(told) == 4
    done = ask("--file", "d.yaml", "--members", 2)
    assert "toy: 4 points, 2 histories each;" in done.stdout


def test_a_mean_over_histories_that_have_it():
    told = Summary.of(np.array([np.nan, 0.0, 1.0]))
    assert (told.mean, told.histories) == (0.5, 2)
    assert (told.low, told.high) == pytest.approx((0.05, 0.95))
    assert dataclasses.astuple(Summary.of(np.array([np.nan]))) == (None, None, None, 0)


# --- designs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["latin", "sobol"])
def test_each_sixteenth_of_a_range_has_one_of_sixteen_points(kind):
    made = spread([Axis("a", bounds=(-1.0, 1.0)), Axis("b", bounds=(0.0, 5.0))], kind, 16, seed=3)
    x = (np.array(made.points) - [-1.0, 0.0]) / [2.0, 5.0]
    assert (np.sort((16 * x).astype(int), axis=0) == np.arange(16)[:, None]).all()


def test_points_that_differ_in_parameters_only_are_one_batch():
    points = tuple((c, p) for c in (0.1, 0.9) for p in (1, 2, 3))
    made = Design(("institutions.openness", "parameters.m.n"), points).batches()
    assert [batch.points for batch in made] == [(0, 1, 2), (3, 4, 5)]
    assert [batch.under for batch in made] == [
        {"institutions.openness": 0.1}, {"institutions.openness": 0.9},
    ]  # fmt: skip
    assert made[0].prior is not None
    assert made[0].prior.names == ("m.n",)
    assert made[0].prior.values.tolist() == [[1.0], [2.0], [3.0]]


# --- errors ----------------------------------------------------------------------------------


def test_all_that_is_wrong_is_said_at_once(ask):
    done = ask("--design", "gridd", "--vary", "nonsense", "--vary", "institutions.opennes=0.1,0.2",
               "--vary", f"{COURT}=2", "--vary", "parameters.courts_decide.mean_delay=0:1",
               "--vary", "institutions.openness=0.5:0.1", "--vary", "offices.town.term_years=",
               "--outcome", "litigated_shar", "--outcome", "crisis_rate",
               "--outcome", "elected_share:{year: 2004, teir: district}")  # fmt: skip
    assert (done.exit_code, done.stdout) == (3, "")
    assert (
        done.stderr
        == """\
--design: 1 problem
  is 'gridd'; did you mean 'grid'?
--outcome: 4 problems
  litigated_shar: there is no measure 'litigated_shar' - did you mean 'litigated_share'?
  crisis_rate: crisis_rate is read over all histories at once, and no single history has it; \
choose a measure that each history has
  elected_share: elected_share has no option 'teir' - did you mean 'tier'?
  elected_share: elected_share needs tier; write elected_share=elected_share:{tier: ...}
--vary: 6 problems
  nonsense: says no values; write PATH=a,b,c or PATH=low:high
  institutions.openness: runs from 0.5 to 0.1; write low:high, the lower number first
  offices.town.term_years: has no values; list them, or give a range low:high
  institutions.opennes: leads nowhere at 'opennes' - did you mean 'openness'?
  institutions.court_independence: is 2; must be at most 1.0
  parameters.courts_decide.mean_delay: is 0; must lie in 0.7 to 1.9 [yr]
"""
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "nothing varies: say what does with --vary PATH=a,b,c or --file\n"),
        (
            ["--vary", f"{COURT}=" + ",".join(f"{k / 200}" for k in range(201)),
             "--vary", "institutions.openness=" + ",".join(f"{k / 50}" for k in range(51))],
            "--design: 1 problem\n  a grid of these values has 10,251 points; must be at most "
            "10,000: list fewer values, or give ranges and choose --design latin\n",
        ),
        (
            ["--vary", f"{COURT}=0:1", "--design", "sobol", "--points", 100],
            "--points: 1 problem\n  is 100; Sobol points are even only in powers of 2: write 64 "
            "or 128\n",
        ),
        (
            ["--vary", f"{COURT}=0,1", "--points", 5],
            "--points: 1 problem\n  is 5, but a grid has as many points as its values give; leave "
            "it out\n",
        ),
        (
            ["--vary", f"{COURT}=0:1", "--design", "grid"],
            f"--vary: 1 problem\n  {COURT}: is a range, and a grid needs values; list them, or "
            "choose --design latin\n",
        ),
        (
            ["--vary", f"{COURT}=0,1", "--design", "latin"],
            f"--vary: 1 problem\n  {COURT}: lists values, and --design latin needs a range; write "
            "low:high\n",
        ),
        (
            ["--vary", f"{COURT}=0,1,0", "--vary", "institutions.openness=a:b"],
            "--vary: 2 problems\n  institutions.openness: is 'a:b'; a range is two numbers, "
            f"low:high\n  {COURT}: lists 0 twice; leave one out\n",
        ),
        (
            ["--vary", f"{COURT}=0,1", "--set", f"{COURT}=0.5"],
            f"--vary: 1 problem\n  {COURT}: is set by --set as well; leave one of the two out\n",
        ),
        (
            ["--vary", f"{COURT}=0", "--vary", f"{COURT}=1"],
            f"--vary: 1 problem\n  {COURT}: is varied twice; say all of its values at once\n",
        ),
        (
            ["--vary", f"{COURT}=0,1", "--outcome", "quiet_share", "--outcome", "quiet_share"],
            "--outcome: 1 problem\n  quiet_share: is the name of two outcomes; name one of them: "
            "other=quiet_share\n",
        ),
        (
            ["--vary", f"{COURT}=0,1", "--out", "points.txt"],
            "points.txt: is .txt; must end in .csv\n",
        ),
    ],
)  # fmt: skip
def test_errors(ask, words, says):
    done = ask(*words)
    assert (done.exit_code, done.stdout, done.stderr) == (3, "", says)


def test_a_design_file_is_blamed_by_line(ask):
    Path("d.yaml").write_text(
        f"vary:\n  {COURT}: [0, 3]\noutcome: x\noutcomes:\n  q: {{measur: quiet_share}}\n"
    )
    done = ask("--file", "d.yaml")
    assert done.exit_code == 3
    assert (
        done.stderr
        == """\
d.yaml: 3 problems
  line 3: outcome: no such key - did you mean 'outcomes'?
  line 5: outcomes.q.measure: is missing; add it
  line 5: outcomes.q.measur: no such key - did you mean 'measure'?
"""
    )
    Path("d.yaml").write_text(f"vary:\n  {COURT}: [0, 3]\n")
    assert ask("--file", "d.yaml").stderr == (
        f"d.yaml: 1 problem\n  line 2: {COURT}: is 3; must be at most 1.0\n"
    )


def test_pooled_measures_are_refused_by_name():
    (problem,) = misread(Outcome("x", "pilot_selection_share", {}))
    assert problem.says.startswith("pilot_selection_share is read over all histories at once")


def test_a_kind_that_is_none_is_an_error():
    with pytest.raises(ScenarioError, match="did you mean 'latin'"):
        spread([Axis("a", bounds=(0.0, 1.0))], "latn")
