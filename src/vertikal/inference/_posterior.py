"""What a calibration found, in the form in which it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from vertikal import __version__
from vertikal.inference._infer import Inference
from vertikal.inference._predict import Predicted
from vertikal.inference._prior import JointPrior
from vertikal.inference._targets import Target

__all__ = ["KEPT", "Posterior"]

KEPT = 1000
"""Draws that the file holds."""
BAND = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Posterior:
    """A posterior over the structural vector with its diagnostics and its provenance.

    Attributes
    ----------
    prior
        Of all parameters that were free.
    inference
        Draws and checks.
    targets, left_out
        Facts it was fitted to; and why each of the others was not.
    predicted
        Posterior predictive of each target.
    provenance
        Scenario hashes, code hash, seed, draws, seconds.
    """

    prior: JointPrior
    inference: Inference
    targets: Sequence[Target]
    left_out: Mapping[str, str]
    predicted: Sequence[Predicted]
    provenance: Mapping[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters that leave a trace in the readings, and so have draws of their own."""
        return tuple(self.prior.names[i] for i in self.inference.kept)

    @property
    def values(self) -> np.ndarray:
        """Draws of these parameters in their own units, `(draw, parameter)`."""
        return self.prior.among(self.inference.kept).values(self.inference.samples)

    @property
    def identified(self) -> tuple[str, ...]:
        """Parameters that the facts narrow; see `IDENTIFIED`."""
        return tuple(c.name for c in self.inference.checks if c.is_identified)

    @property
    def unidentified(self) -> tuple[str, ...]:
        """All others that were free."""
        found = set(self.identified)
        return tuple(n for n in self.prior.names if n not in found)

    @property
    def vector(self) -> dict[str, float]:
        """Posterior medians of the identified parameters; what the facts leave open stays out.

        A parameter that is not in it keeps its declared default: the median of a posterior that is
        the prior over again would be a change without a reason.
        """
        found = set(self.identified)
        return {
            name: float(np.median(column))
            for name, column in zip(self.names, self.values.T, strict=True)
            if name in found
        }

    def as_json(self) -> dict[str, Any]:
        """The file's shape, samples included."""
        i, values = self.inference, self.values
        rows = []
        for check, column in zip(i.checks, values.T, strict=True):
            low, median, high = (float(q) for q in np.quantile(column, BAND))
            rows.append({**check.as_json(), "low": low, "median": median, "high": high})
        return {
            "kind": "posterior",
            "version": __version__,
            **self.provenance,
            "prior": {
                "shape": self.prior.shape,
                "parameters": list(self.prior.names),
                "bounds": self.prior.bounds.tolist(),
                "defaults": self.prior.defaults.tolist(),
            },
            "trained_on": i.trained_on,
            "truths": i.truths,
            "vector": self.vector,
            "medians": {r["name"]: r["median"] for r in rows},
            "parameters": rows,
            "not_identified": list(self.unidentified),
            "traces": dict(zip(self.prior.names, (float(t) for t in i.traces), strict=True)),
            "misspecification": {
                "warns": i.misfit.warns,
                "outside": list(i.misfit.outside),
                "distance_p": i.misfit.distance_p,
                "tails": i.misfit.tails,
            },
            "facts": [p.as_json() for p in self.predicted],
            "unread": [self.targets[k].name for k in i.unread],
            "left_out": dict(self.left_out),
            "cross_check": [{**asdict(f), "apart": f.apart} for f in i.forests],
            "samples": {
                name: [float(v) for v in column[:KEPT]]
                for name, column in zip(self.names, values.T, strict=True)
            },
        }
