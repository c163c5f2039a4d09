"""From dictionary to arrays: validate a scenario, report every problem, compile it."""

from vertikal.scenario._compile import Compiled as Compiled
from vertikal.scenario._compile import Labels as Labels
from vertikal.scenario._compile import compile_scenario as compile_scenario
from vertikal.scenario._facts import Fact as Fact
from vertikal.scenario._facts import unread as unread
from vertikal.scenario._facts import validate_facts as validate_facts
from vertikal.scenario._known import known_on as known_on
from vertikal.scenario._margins import Margins as Margins
from vertikal.scenario._margins import validate_margins as validate_margins
from vertikal.scenario._misfits import misfit as misfit
from vertikal.scenario._overrides import overridden as overridden
from vertikal.scenario._parameters import default_parameters as default_parameters
from vertikal.scenario._parameters import parameters_with as parameters_with
from vertikal.scenario._problems import Problem as Problem
from vertikal.scenario._problems import ScenarioError as ScenarioError
from vertikal.scenario._problems import did_you_mean as did_you_mean
from vertikal.scenario._raw import RawScenario as RawScenario
from vertikal.scenario._raw import Table as Table
from vertikal.scenario._spec import ScenarioSpec as ScenarioSpec
from vertikal.scenario._validate import validate as validate
from vertikal.scenario._worlds import changed as changed
from vertikal.scenario._worlds import written as written

__all__ = [
    "Compiled",
    "Fact",
    "Labels",
    "Margins",
    "Problem",
    "RawScenario",
    "ScenarioError",
    "ScenarioSpec",
    "Table",
    "changed",
    "compile_scenario",
    "default_parameters",
    "did_you_mean",
    "known_on",
    "misfit",
    "overridden",
    "parameters_with",
    "unread",
    "validate",
    "validate_facts",
    "validate_margins",
    "written",
]
