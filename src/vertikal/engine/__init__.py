"""Arrays and time: phases, named random streams, ensembles. Knows no politics and no files."""

from vertikal.engine._backend import prepare as prepare
from vertikal.engine._ensemble import BLOCK as BLOCK
from vertikal.engine._ensemble import Ensemble as Ensemble
from vertikal.engine._ensemble import calls as calls
from vertikal.engine._mechanism import Mechanism as Mechanism
from vertikal.engine._mechanism import ParamInfo as ParamInfo
from vertikal.engine._mechanism import Params as Params
from vertikal.engine._mechanism import param as param
from vertikal.engine._mechanism import param_info as param_info
from vertikal.engine._members import any_member as any_member
from vertikal.engine._model import Model as Model
from vertikal.engine._model import ModelError as ModelError
from vertikal.engine._model import Slot as Slot
from vertikal.engine._model import View as View
from vertikal.engine._programs import ProgramStore as ProgramStore
from vertikal.engine._residents import Luck as Luck
from vertikal.engine._residents import Residents as Residents
from vertikal.engine._streams import Draw as Draw
from vertikal.engine._streams import Streams as Streams
from vertikal.engine._streams import name_word as name_word
from vertikal.engine._tree import Tree as Tree
from vertikal.engine._watched import Rule as Rule
from vertikal.engine._watched import Trouble as Trouble
from vertikal.engine._watched import watched as watched

__all__ = [
    "BLOCK",
    "Draw",
    "Ensemble",
    "Luck",
    "Mechanism",
    "Model",
    "ModelError",
    "ParamInfo",
    "Params",
    "ProgramStore",
    "Residents",
    "Rule",
    "Slot",
    "Streams",
    "Tree",
    "Trouble",
    "View",
    "any_member",
    "calls",
    "name_word",
    "param",
    "param_info",
    "prepare",
    "watched",
]
