"""What a run found, in plain words and with the numbers."""

import warnings
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["findings"]

MATCHED = (10.0, 16.0)
"""Salience between which removals of elected and appointed heads are compared."""


def findings(data: "xr.Dataset") -> list[str]:
    """Say what the run shows on the account's main sentences, one sentence each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # members in which something never happened
        return [
            text
            for text in (
                _disputes(data),
                _last_word(data),
                _cases(data),
                _mandates(data),
                _governors(data),
                _winners(data),
                _rollbacks(data),
            )
            if text
        ]


def _total(x: "xr.DataArray") -> np.ndarray:
    """Sum of everything but members."""
    return np.asarray(x.astype(np.float64).sum([d for d in x.dims if d != "member"]))


def _percent(x: np.ndarray) -> str:
    low, mid, high = 100.0 * np.nanquantile(x, [0.05, 0.5, 0.95])
    return f"{mid:.1f} % ({low:.1f} to {high:.1f})"


def _disputes(data: "xr.Dataset") -> str:
    disliked = np.maximum(_total(data["disliked"]), 1.0)
    open_ = (_total(data["contested"]) + _total(data["sued"])) / disliked
    quiet = (_total(data["shunned"]) + _total(data["slowed"])) / disliked
    return (
        f"Of the directives that a region dislikes, {_percent(quiet)} are shunned or slowed; the "
        f"centre then insists, or a court is called, in {_percent(open_)}."
    )


def _last_word(data: "xr.Dataset") -> str:
    contested = _total(data["contested"])
    won = _total(data["centre_prevailed"]) / np.where(contested > 0, contested, np.nan)
    if np.isnan(won).all():
        return "The centre contested nothing."
    return f"The centre had its way in {_percent(won)} of what it contested."


def _cases(data: "xr.Dataset") -> str:
    salience = np.asarray(data["case_salience"])
    fired = np.asarray(data["case_target"]) >= 0
    if not fired.any():
        return "No head was removed over an incident."
    years = data.sizes["time"] / 12.0
    says = (
        f"The centre removed a head over an incident {fired.sum() / fired.shape[0] / years:.1f} "
        "times a year"
    )
    low = (salience > 0) & (salience < MATCHED[0])
    high = salience >= 2.0 * MATCHED[1]
    if not low.any() or not high.any():
        return says + "."
    return (
        f"{says}: in {100 * fired[low].mean():.0f} % of the cases below salience {MATCHED[0]:.0f} "
        f"that it looked at, in {100 * fired[high].mean():.0f} % of those above "
        f"{2 * MATCHED[1]:.0f}."
    )


def _mandates(data: "xr.Dataset") -> str:
    salience = np.asarray(data["case_salience"])
    elected = np.asarray(data["case_head_elected"]) > 0
    own = np.asarray(data["case_target"]) == np.asarray(data["case_unit"])
    matched = (salience >= MATCHED[0]) & (salience < MATCHED[1])
    if not (matched & elected).any() or not (matched & ~elected).any():
        return ""
    return (
        f"At salience {MATCHED[0]:.0f} to {MATCHED[1]:.0f} the head of the place himself goes in "
        f"{100 * own[matched & elected].mean():.0f} % of cases if elected and in "
        f"{100 * own[matched & ~elected].mean():.0f} % if not."
    )


def _governors(data: "xr.Dataset") -> str:
    ever = np.asarray(data["heads_elected"].sel(tier="region").max("time")) > 0
    return f"Governors come to be elected in {100 * ever.mean():.0f} % of histories."


def _winners(data: "xr.Dataset") -> str:
    held = _total(data["direct_held"])
    inside = 1.0 - _total(data["outsider_won"]) / np.where(held > 0, held, np.nan)
    if np.isnan(inside).all():
        return "Residents elected nobody."
    return f"Insiders won {_percent(inside)} of the direct elections."


def _rollbacks(data: "xr.Dataset") -> str:
    back = np.asarray(data["rolled_back"].astype(float).sum(("time", "tier"))) > 0
    return f"Elections of some tier are rolled back in {100 * back.mean():.0f} % of histories."
