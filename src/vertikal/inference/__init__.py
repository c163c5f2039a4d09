"""Calibration: priors from declarations, summaries that are measures, posteriors with checks.

Heavy packages (bayesflow, scikit-learn) are imported inside functions: `vertikal[calibration]`.
"""

from vertikal.inference._diagnose import IDENTIFIED as IDENTIFIED
from vertikal.inference._diagnose import LEVELS as LEVELS
from vertikal.inference._diagnose import ParameterCheck as ParameterCheck
from vertikal.inference._infer import Inference as Inference
from vertikal.inference._infer import infer as infer
from vertikal.inference._misfit import Misfit as Misfit
from vertikal.inference._npe import Training as Training
from vertikal.inference._posterior import Posterior as Posterior
from vertikal.inference._predict import Predicted as Predicted
from vertikal.inference._predict import completed as completed
from vertikal.inference._predict import predicted as predicted
from vertikal.inference._prior import SHAPES as SHAPES
from vertikal.inference._prior import JointPrior as JointPrior
from vertikal.inference._table import CHUNK as CHUNK
from vertikal.inference._table import Table as Table
from vertikal.inference._table import read_in_all as read_in_all
from vertikal.inference._table import tables as tables
from vertikal.inference._targets import Target as Target
from vertikal.inference._targets import targets_of as targets_of
from vertikal.inference._toys import TOYS as TOYS
from vertikal.inference._toys import Toy as Toy

__all__ = [
    "CHUNK",
    "IDENTIFIED",
    "LEVELS",
    "SHAPES",
    "TOYS",
    "Inference",
    "JointPrior",
    "Misfit",
    "ParameterCheck",
    "Posterior",
    "Predicted",
    "Table",
    "Target",
    "Toy",
    "Training",
    "completed",
    "infer",
    "predicted",
    "read_in_all",
    "tables",
    "targets_of",
]
