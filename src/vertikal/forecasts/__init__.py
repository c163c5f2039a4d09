"""Forecasts: statements with probabilities, from what was known on a day; and their scores."""

from vertikal.forecasts._backtest import Confronted as Confronted
from vertikal.forecasts._backtest import Past as Past
from vertikal.forecasts._backtest import compared as compared
from vertikal.forecasts._backtest import confronted as confronted
from vertikal.forecasts._backtest import later as later
from vertikal.forecasts._condition import Conditioned as Conditioned
from vertikal.forecasts._condition import conditioned as conditioned
from vertikal.forecasts._forecast import Ensemble as Ensemble
from vertikal.forecasts._forecast import Foretold as Foretold
from vertikal.forecasts._forecast import foretold as foretold
from vertikal.forecasts._forecast import null_readings as null_readings
from vertikal.forecasts._forecast import simulated as simulated
from vertikal.forecasts._known_facts import last_day as last_day
from vertikal.forecasts._known_facts import vote_days as vote_days
from vertikal.forecasts._outcomes import Happened as Happened
from vertikal.forecasts._outcomes import held as held
from vertikal.forecasts._outcomes import validate_outcomes as validate_outcomes
from vertikal.forecasts._resolve import Scores as Scores
from vertikal.forecasts._resolve import scores as scores
from vertikal.forecasts._statement import Statement as Statement
from vertikal.forecasts._statement import Statements as Statements
from vertikal.forecasts._statement import true_of as true_of
from vertikal.forecasts._statement import validate_statements as validate_statements

__all__ = [
    "Conditioned",
    "Confronted",
    "Ensemble",
    "Foretold",
    "Happened",
    "Past",
    "Scores",
    "Statement",
    "Statements",
    "compared",
    "conditioned",
    "confronted",
    "foretold",
    "held",
    "last_day",
    "later",
    "null_readings",
    "scores",
    "simulated",
    "true_of",
    "validate_outcomes",
    "validate_statements",
    "vote_days",
]
