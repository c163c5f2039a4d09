"""One scenario at many points: a grid of values, or points spread evenly over ranges."""

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, Field, ValidationError
from scipy.stats import qmc

from vertikal.experiments._claim import STRICT, Reading
from vertikal.experiments._headlines import headlines
from vertikal.experiments._outcome import POOLED, Outcome
from vertikal.experiments._prior import Prior
from vertikal.measures import NAMES, load
from vertikal.scenario import Compiled, Problem, RawScenario, ScenarioError, did_you_mean, misfit

__all__ = [
    "DESIGNS",
    "Axis",
    "Batch",
    "Design",
    "DesignFile",
    "Summary",
    "few_headlines",
    "misread",
    "spread",
    "validate_design",
]

DESIGNS = ("grid", "latin", "sobol")
MOST = 10_000
"""Points of a sweep beyond which it is refused."""
POINTS = 64
"""Points where ranges are given and no number is: a power of 2, as Sobol points want."""
STRUCTURAL = "parameters."
FEW = ("quiet", "litigated", "open_conflict", "centre_prevails", "protests")
"""Headline outcomes that are read where none is named."""
LOW, HIGH = 0.05, 0.95
"""Quantiles over histories that are told beside the mean."""


@dataclass(frozen=True)
class Axis:
    """A path that varies: over listed values, or over a range."""

    path: str
    values: tuple[Any, ...] = ()
    bounds: tuple[float, float] | None = None
    file: str = "--vary"
    line: int | None = None
    """Where it was asked for."""

    @property
    def tried(self) -> tuple[Any, ...]:
        """Values that show whether all will do: every listed one, or the ends of the range."""
        return self.values if self.bounds is None else self.bounds

    def blamed(self, says: str) -> Problem:
        """Say what is wrong with it."""
        return Problem(self.file, self.line, self.path, says)


@dataclass(frozen=True)
class Batch:
    """Points that are run at once: they differ in structural parameters only."""

    points: tuple[int, ...]
    under: Mapping[str, Any]
    """Values replaced in all of them."""
    prior: Prior | None
    """Parameters of each; None if none varies, and the batch is one point."""


@dataclass(frozen=True)
class Design:
    """The points of a sweep."""

    paths: tuple[str, ...]
    points: tuple[tuple[Any, ...], ...]

    def at(self, point: int) -> dict[str, Any]:
        """Values of a point, by path."""
        return dict(zip(self.paths, self.points[point], strict=True))

    def batches(self) -> tuple[Batch, ...]:
        """Sort the points into as few runs as there can be."""
        inner = [i for i, path in enumerate(self.paths) if path.startswith(STRUCTURAL)]
        outer = [i for i in range(len(self.paths)) if i not in inner]
        groups: dict[str, list[int]] = {}
        for k, point in enumerate(self.points):
            groups.setdefault(repr([point[i] for i in outer]), []).append(k)
        names = tuple(self.paths[i].removeprefix(STRUCTURAL) for i in inner)
        made = []
        for members in groups.values():
            under = {self.paths[i]: self.points[members[0]][i] for i in outer}
            rows = [[self.points[k][i] for i in inner] for k in members]
            prior = Prior(names, np.array(rows, float)) if names else None
            made.append(Batch(tuple(members), under, prior))
        return tuple(made)


@dataclass(frozen=True)
class Summary:
    """An outcome at a point, over its histories; None where it happened in none."""

    mean: float | None
    low: float | None
    high: float | None
    """Quantiles at 5 and 95 %."""
    histories: int
    """Histories that have the outcome."""

    @classmethod
    def of(cls, values: np.ndarray) -> "Summary":
        """Sum up `(member,)`; NaN where it did not happen."""
        known = values[np.isfinite(values)]
        if not known.size:
            return cls(None, None, None, 0)
        low, high = np.quantile(known, [LOW, HIGH])
        return cls(float(known.mean()), float(low), float(high), int(known.size))

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


class DesignFile(BaseModel):
    """What a design file may say; the command line says the same."""

    model_config = STRICT

    vary: dict[str, Any] = Field(default_factory=dict)
    """A list of values or `low:high`, by path."""
    design: Literal["grid", "latin", "sobol"] | None = None
    points: Annotated[int, Field(ge=2)] | None = None
    outcomes: dict[str, Reading] = Field(default_factory=dict)


def validate_design(raw: RawScenario) -> DesignFile:
    """Check a design file.

    Raises
    ------
    ScenarioError
        With every problem found. Whether paths and values will do is not known here.
    """
    try:
        return DesignFile.model_validate(raw.values)
    except ValidationError as error:
        found = []
        for one in error.errors():
            model = DesignFile if len(one["loc"]) == 1 else Reading
            found.append(misfit(raw, (), one, model.model_fields))
        raise ScenarioError(found) from None


def spread(
    axes: Sequence[Axis], kind: str | None = None, points: int | None = None, *, seed: int = 0
) -> Design:
    """Spread points over the axes.

    Points in ranges are scipy's: every laboratory has it. `sobol` is the plain scrambled sequence,
    which fills the ranges; Saltelli's design would repeat its coordinates, and is of use only for
    indices (`vertikal sensitivity`).

    Parameters
    ----------
    axes
        What varies.
    kind
        `grid`, `latin` or `sobol`; None: a grid where values are listed, else `latin`.
    points
        How many, for `latin` and `sobol`.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    kind = kind or ("latin" if any(a.bounds for a in axes) else "grid")
    problems = [a.blamed(says) for a in axes if (says := _unfit(a, kind))]
    if kind not in DESIGNS:
        says = f"is {kind!r}; {did_you_mean(kind, DESIGNS)}"
        problems.append(Problem("--design", None, "", says))
    twice = {path for path, times in Counter(a.path for a in axes).items() if times > 1}
    last = {a.path: a for a in axes}
    says = "is varied twice; say all of its values at once"
    problems += [last[path].blamed(says) for path in sorted(twice)]
    count = math.prod(len(a.values) for a in axes) if kind == "grid" else points or POINTS
    problems += _miscounted(kind, points, count)
    if problems:
        raise ScenarioError(problems)
    paths = tuple(a.path for a in axes)
    if kind == "grid":
        return Design(paths, tuple(itertools.product(*(a.values for a in axes))))
    low, high = np.array([a.bounds for a in axes], float).T
    made = qmc.Sobol if kind == "sobol" else qmc.LatinHypercube
    drawn = qmc.scale(made(len(axes), rng=np.random.default_rng(seed)).random(count), low, high)
    return Design(paths, tuple(tuple(float(x) for x in row) for row in drawn))


def _unfit(axis: Axis, kind: str) -> str | None:
    """Say why an axis will not do for a kind of design."""
    if axis.bounds is not None:
        low, high = axis.bounds
        if not -math.inf < low < high < math.inf:
            return f"runs from {low:g} to {high:g}; write low:high, the lower number first"
        wrong = "is a range, and a grid needs values; list them, or choose --design latin"
        return wrong if kind == "grid" else None
    if not axis.values:
        return "has no values; list them, or give a range low:high"
    same = [v for i, v in enumerate(axis.values) if v in axis.values[:i]]
    if same:
        return f"lists {same[0]} twice; leave one out"
    wrong = f"lists values, and --design {kind} needs a range; write low:high"
    return wrong if kind in DESIGNS[1:] else None


def _miscounted(kind: str, points: int | None, count: int) -> list[Problem]:
    """Say what is wrong with the number of points."""
    if kind == "grid" and points is not None:
        says = f"is {points}, but a grid has as many points as its values give; leave it out"
        return [Problem("--points", None, "", says)]
    if count > MOST:
        if kind == "grid":
            says = f"a grid of these values has {count:,} points; must be at most {MOST:,}: "
            says += "list fewer values, or give ranges and choose --design latin"
            return [Problem("--design", None, "", says)]
        return [Problem("--points", None, "", f"is {count:,}; must be at most {MOST:,}")]
    if kind == "sobol" and count & (count - 1):
        below = 1 << (count.bit_length() - 1)
        says = (
            f"is {count}; Sobol points are even only in powers of 2: write {below} or {2 * below}"
        )
        return [Problem("--points", None, "", says)]
    return []


def misread(outcome: Outcome, *, file: str = "--outcome", line: int | None = None) -> list[Problem]:
    """Say what is wrong with a measure and its options."""
    name, path = outcome.measure, outcome.id
    if name not in NAMES:
        says = f"there is no measure {name!r} - {did_you_mean(name, NAMES)}"
        return [Problem(file, line, path, says)]
    if name in POOLED:
        says = f"{name} is read over all histories at once, and no single history has it; "
        return [Problem(file, line, path, says + "choose a measure that each history has")]
    measure = load(name)
    found = []
    for option in outcome.options:
        if option not in measure.options:
            hint = did_you_mean(option, measure.options) if measure.options else "it takes none"
            says = f"{name} has no option {option!r} - {hint}"
            found.append(Problem(file, line, path, says))
    missing = [option for option in measure.required if option not in outcome.options]
    if missing:
        shown = ", ".join(f"{option}: ..." for option in missing)
        says = f"{name} needs {' and '.join(missing)}; write {path}={name}:{{{shown}}}"
        found.append(Problem(file, line, path, says))
    return found


def few_headlines(compiled: Compiled) -> list[Outcome]:
    """Outcomes that are read where none is named, over the whole run."""
    return [o for time, o in headlines(compiled, ()) if "-" in time and o.id in FEW]
