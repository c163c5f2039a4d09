"""Put claims on trial: verdict, effect with interval, and how robust it is."""

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from vertikal.experiments._claim import Claim
from vertikal.experiments._contrast import Effect, effect_of
from vertikal.experiments._flips import Flips, flips_of
from vertikal.experiments._prior import Prior

__all__ = ["Trial", "arms", "judged", "measured", "verdict_of"]

ROBUST, HOPELESS = 0.9, 0.1
"""Share of prior draws from which on a claim is called robust, and below which it fails."""
KNOWN = 0.5
"""Share of draws or histories in which the outcome must exist for a verdict."""


@dataclass(frozen=True)
class Trial:
    """A claim, and what the trial found."""

    claim: Claim
    scenario: str
    verdict: str
    """`holds`, `fails`, `depends`, or `cannot tell`."""
    effect: Effect
    """With the vector as it is."""
    robustness: float | None
    """Share of the prior's draws in which the claim holds; None if too few have the outcome."""
    flips: Flips

    @property
    def words(self) -> str:
        """The verdict with what it depends on."""
        if self.verdict != "depends":
            return self.verdict
        names = ", ".join(name for name, _ in self.flips.parameters)
        return f"depends on {names}" if names else "depends on many things at once"

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        said = self.effect.as_json()
        return {
            "id": self.claim.id,
            "scenario": self.scenario,
            "sentence": self.claim.sentence,
            "says": self.claim.says,
            "verdict": self.verdict,
            "words": self.words,
            "direction": self.claim.direction,
            "effect": said["effect"],
            "low": said["low"],
            "high": said["high"],
            "smallest_effect": self.claim.smallest_effect,
            "histories": self.effect.pairs,
            "robustness": self.robustness,
            "flips": [{"parameter": n, "index": i} for n, i in self.flips.parameters],
            "box": self.flips.box,
        }


def judged(
    claim: Claim,
    scenario: str,
    prior: Prior,
    there: tuple[np.ndarray, np.ndarray],
    here: tuple[np.ndarray, np.ndarray] | None,
) -> Trial:
    """Judge a claim.

    Parameters
    ----------
    claim, scenario
        What is judged, and where.
    prior
        The draws of the parameters.
    there, here
        The outcome in each history with the vector as it is, `(member,)`, and in each history of
        each draw, `(draw, history)`: of the treated world and of the control (None: a level).
    """
    as_is = measured(claim, there[0], None if here is None else here[0])
    by_draw = _by_draw(claim, there[1], None if here is None else here[1])
    known = np.isfinite(by_draw)
    holds = np.asarray(claim.agrees(np.where(known, by_draw, 0.0)), bool) & known
    robustness = float(holds[known].mean()) if known.mean() >= KNOWN else None
    flips = Flips((), "")
    if robustness is not None and HOPELESS < robustness < ROBUST:
        flips = flips_of(prior, by_draw, holds)
    enough = as_is.pairs >= KNOWN * there[0].size
    verdict = verdict_of(claim, as_is, robustness) if enough else "cannot tell"
    return Trial(claim, scenario, verdict, as_is, robustness, flips)


def verdict_of(claim: Claim, effect: Effect, robustness: float | None) -> str:
    """Name the verdict that an effect and its robustness give."""
    if robustness is None or np.isnan(effect.error):
        return "cannot tell"
    small, low, high = claim.smallest_effect, effect.low, effect.high
    beyond = {"up": low > small, "down": high < -small, "none": low >= -small and high <= small}
    short = {"up": high <= small, "down": low >= -small, "none": low > small or high < -small}
    holds, fails = beyond[claim.direction], short[claim.direction]
    if HOPELESS < robustness < ROBUST or (holds and robustness <= HOPELESS):
        return "depends"
    if fails and robustness >= ROBUST:
        return "depends"
    return "holds" if holds else "fails" if fails else "cannot tell"


def measured(claim: Claim, there: np.ndarray, here: np.ndarray | None) -> Effect:
    """Effect of a claim on its outcome in each history, `(member,)`; `here` None: a level."""
    if here is None:
        return effect_of(there, np.full(there.shape, claim.compared_with))
    if claim.versus == "difference":
        return effect_of(there, here)
    return _relative(effect_of(there, here))


def _relative(e: Effect) -> Effect:
    """Effect as a share of the control's mean, which is taken as known."""
    if not e.here:
        return dataclasses.replace(e, effect=np.nan, low=np.nan, high=np.nan, error=np.nan)
    low, high = sorted((e.low / e.here, e.high / e.here))
    error = abs(e.error / e.here)
    return dataclasses.replace(e, effect=e.effect / e.here, low=low, high=high, error=error)


def _by_draw(claim: Claim, there: np.ndarray, here: np.ndarray | None) -> np.ndarray:
    """Mean effect of each draw, `(draw,)`; NaN where no history has the outcome."""
    control = np.full(there.shape, claim.compared_with) if here is None else here
    both = np.isfinite(there) & np.isfinite(control)
    count = both.sum(1)
    mean = [np.where(both, x, 0.0).sum(1) / np.maximum(count, 1) for x in (there, control)]
    effect = mean[0] - mean[1]
    if claim.versus == "ratio":
        effect = np.divide(effect, mean[1], out=np.full(effect.shape, np.nan), where=mean[1] != 0.0)
    return np.where(count > 0, effect, np.nan)


def arms(claim: Claim) -> list[dict[str, Any]]:
    """Changes of the treated world and, if there is one, of the control."""
    treated = {**claim.both, **claim.treatment}
    return [treated, {**claim.both, **claim.control}] if claim.contrasted else [treated]
