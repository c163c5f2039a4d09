"""Indices are those that are known; a study says what it cannot do."""

import builtins
import json
import os
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

pytest.importorskip("SALib", reason="comes with vertikal[robustness]")

from vertikal.cli import sensitivity as command
from vertikal.experiments import Prior
from vertikal.experiments._sensitivity import chosen, drawn, indices, vectors

TOY = str(Path(__file__).parent.parent / "data" / "toy")
THREE = (
    "courts_decide.mean_delay",
    "courts_decide.spread",
    "regions_answer_directives.sanction",
)
CHOSEN = [word for name in THREE for word in ("--parameters", name)]
FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
"""Indices of Ishigami's function with 7 and 0.1, by its variance decomposition."""


def ishigami(x):
    return np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


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
    app.command()(command.sensitivity)

    def asked(*words):
        done = CliRunner().invoke(app, [TOY, *map(str, words)])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return asked


@pytest.fixture
def analytic(monkeypatch):
    """Readings that are Ishigami's function of three parameters, in place of a simulation."""
    ranges = chosen(THREE)

    def read(worlds, tell, *, draws):
        x = []
        for name in THREE:
            mechanism, _, parameter = name.partition(".")
            low, high = ranges[name]
            u = (np.asarray(getattr(draws.parameters[mechanism], parameter)) - low) / (high - low)
            x.append(np.pi * (2.0 * u.astype(float) - 1.0))
        ((request, outcomes),) = worlds
        y = np.repeat(ishigami(x), draws.repeat)
        assert y.shape == (request.members,)
        return [np.stack([y for _ in outcomes], 1)]

    monkeypatch.setattr(command, "read_worlds", read)


# --- known indices ---------------------------------------------------------------------------


def test_sobol_recovers_known_indices(ask, analytic):
    """Within 0.05 with 1024 base points, and within twice its own 95 % interval."""
    done = ask(*CHOSEN, "--method", "sobol", "--samples", 1024, "--outcome", "quiet_share",
               "--json")  # fmt: skip
    (said,) = json.loads(done.stdout)["outcomes"]
    found = {i["parameter"]: i for i in said["indices"]}
    assert said["vectors"] == 1024 * 5
    for name, first, total in zip(THREE, FIRST, TOTAL, strict=True):
        index = found[name]
        assert index["first"] == pytest.approx(first, abs=0.05)
        assert index["total"] == pytest.approx(total, abs=0.05)
        assert abs(index["first"] - first) < 2 * index["first_error"]
        assert abs(index["total"] - total) < 2 * index["total_error"]
        assert index["clear"]


def test_given_recovers_first_order_indices_of_ranks(ask, analytic):
    """Within 0.06 with 1000 vectors, of what 400 000 draws give; the third does nothing alone."""
    rng = np.random.default_rng(0)
    x = rng.uniform(-np.pi, np.pi, (3, 400_000))
    ranks = np.argsort(np.argsort(ishigami(x))).astype(float)
    known = [np.var([part.mean() for part in np.array_split(ranks[np.argsort(row)], 200)])
             / np.var(ranks) for row in x]  # fmt: skip
    done = ask(*CHOSEN, "--samples", 1000, "--outcome", "quiet_share", "--json")
    (said,) = json.loads(done.stdout)["outcomes"]
    found = {i["parameter"]: i for i in said["indices"]}
    for name, first in zip(THREE, known, strict=True):
        assert found[name]["first"] == pytest.approx(first, abs=0.06)
        assert found[name]["total"] is None
    assert [found[name]["clear"] for name in THREE] == [True, True, False]
    assert 0.0 < said["chance"] < 0.05


@pytest.mark.statistical
def test_noise_goes_beyond_chance_about_once_in_twenty():
    """200 studies of noise, 3 parameters: 10 expected; 25 or more come once in 30 000 times."""
    prior = drawn(chosen(THREE), "given", 64, seed=1)
    rng = np.random.default_rng(5)
    clear = [bool(indices(prior, rng.normal(size=(64, 1)), "given", seed=k).clear)
             for k in range(200)]  # fmt: skip
    assert sum(clear) < 25


def test_what_does_nothing_has_exactly_no_total_index():
    prior = drawn(chosen(THREE), "sobol", 64)
    found = indices(prior, prior.values[:, :1], "sobol")
    by_name = {i.parameter: i for i in found.indices}
    assert by_name[prior.names[0]].total == pytest.approx(1.0, abs=0.1)
    assert [by_name[name].total for name in prior.names[1:]] == [0.0, 0.0]
    assert [i.parameter for i in found.clear] == [prior.names[0]]


@pytest.mark.parametrize("method", ["given", "sobol"])
def test_vectors_without_the_outcome_are_left_out(method):
    prior = drawn(chosen(THREE), method, 64)
    y = prior.values[:, :1].copy()
    y[3] = np.nan
    found = indices(prior, y, method)
    assert found.vectors == (63 if method == "given" else 63 * 5)
    assert found.clear[0].parameter == prior.names[0]
    nothing = indices(prior, np.full_like(y, np.nan), method)
    assert (nothing.indices, nothing.vectors) == ((), 0)
    assert indices(prior, np.ones_like(y), method).indices == ()


# --- on the toy country ----------------------------------------------------------------------


def test_the_delay_of_courts_moves_no_share_of_suits_by_itself(ask):
    """What regions expect of courts does; and a study that was stopped goes on where it stood."""
    words = ("--parameters", "courts_decide.*", "--parameters", "*.bargaining_cost", "--samples",
             40, "--repeat", 1, "--outcome", "litigated_share", "--figure", "f.png")  # fmt: skip
    done = ask(*words)
    assert done.exit_code == 0, done.stderr
    assert "regions_answer_directives.bargaining_cost" in done.stdout
    assert "courts_decide" not in done.stdout
    assert "): 1 of 3 parameters. Alone they explain" in done.stdout
    assert Path("f.png").stat().st_size > 10_000


# --- what is refused -------------------------------------------------------------------------


def test_patterns_choose():
    assert list(chosen(["courts_decide.*"])) == list(THREE[:2])
    assert list(chosen(["parameters.courts_decide.s*"])) == [THREE[1]]
    assert THREE[0] not in chosen(fixed=[THREE[0]])
    assert len(chosen()) > 200
    assert isinstance(drawn(chosen(THREE), "given", 40), Prior)
    assert vectors("sobol", 3, 64, 2) == 64 * 5


def test_all_that_is_wrong_is_said_at_once(ask):
    done = ask("--method", "sobl", "--parameters", "courts_decided.*", "--outcome", "quiet_shar")
    assert (done.exit_code, done.stdout) == (3, "")
    assert (
        done.stderr
        == """\
--method: 1 problem
  is 'sobl'; did you mean 'sobol'?
--outcome: 1 problem
  quiet_shar: there is no measure 'quiet_shar' - did you mean 'quiet_share'?
--parameters: 1 problem
  courts_decided.*: matches no parameter - did you mean 'courts_decide.*'?
"""
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["--method", "sobol", "--parameters", "regions_answer_directives.*", "--samples", 2048],
            "--samples: 1 problem\n  asks for 53,248 histories (26,624 vectors, 2 of each); must "
            "be at most 20,000: choose 2 parameters at most (--parameters), --samples 512, or "
            "--method given, which needs 4,096\n",
        ),
        (
            ["--samples", 20_001, "--repeat", 1],
            "--samples: 1 problem\n  asks for 20,001 histories (20,001 vectors, 1 of each); must "
            "be at most 20,000: lower --samples or --repeat\n",
        ),
        (
            ["--samples", 20],
            "--samples: 1 problem\n  is 20; --method given needs 40 or more\n",
        ),
        (
            ["--method", "sobol", "--samples", 100, "--parameters", "courts_decide.*"],
            "--samples: 1 problem\n  is 100; Sobol points are even only in powers of 2 from 16 on: "
            "write 64 or 128\n",
        ),
        (
            ["--parameters", THREE[0], "--set", f"parameters.{THREE[0]}=1.0"],
            "--parameters: 1 problem\n  what matches is fixed by --set, and nothing is left to "
            "vary; choose others\n",
        ),
    ],
)
def test_errors(ask, words, says):
    done = ask(*words)
    assert (done.exit_code, done.stdout, done.stderr) == (3, "", says)


def test_without_salib_it_says_what_to_install(ask, monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("SALib"):
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    done = ask()
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == "sensitivity needs SALib: pip install 'vertikal[robustness]'\n"
