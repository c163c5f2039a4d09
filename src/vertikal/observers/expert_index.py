"""Indices as experts code them: several raters, each with a bias and noise, and an interval."""

from collections.abc import Sequence

import numpy as np
import xarray as xr
from scipy.special import expit, logit

from vertikal.observers._names import lacking, members_of, stream

__all__ = ["CODED", "expert_index"]

CODED = ("openness", "unit_contest", "unit_honesty")
"""What is coded unless said otherwise: national openness, and what a unit's regime score is made
of."""
RATERS = 5
"""Raters of a country: V-Dem aims at five and more."""
BIAS, NOISE = 0.4, 0.4
"""Standard deviations, in log odds, of a rater's lasting bias and of his noise in a year. With five
raters the index has a standard deviation of 0.25; V-Dem's civil liberties index has a median of
0.26 (half of its 68 % interval, 19,851 country-years). How it splits is a placeholder."""
EDGE = 0.01
"""Experts see no place as closer to 0 or 1 than this."""


def expert_index(
    data: xr.Dataset,
    of: str | Sequence[str] = CODED,
    *,
    raters: int = RATERS,
    bias: float = BIAS,
    noise: float = NOISE,
) -> xr.Dataset:
    r"""Code quantities between 0 and 1 as a panel of experts would.

    Rater $j$ sees $\operatorname{logit}\tilde x+b_j+e_{jt}$ with $b_j\sim\mathcal N(0,\beta)$,
    which lasts, and $e_{jt}\sim\mathcal N(0,\epsilon)$, a new one each year and place. The index is
    the mean of the raters, and its bounds one standard error
    $\sqrt{(\beta^2+\epsilon^2)/J}$ from it, both turned back into shares:
    $\tilde x=0.01+0.98\,x$ keeps 0 and 1 within what can be seen.

    Parameters
    ----------
    data
        A run's dataset, or any with the quantities.
    of
        Quantities to code, by `time` or by `year` and whatever else they have; a score that a
        measure has made can be one.
    raters
        Number of raters; the same ones code every place and year.
    bias, noise
        Standard deviations in log odds: of a rater's bias, and of his noise in a year.

    Returns
    -------
    Dataset with each quantity under its own name, so that measures read it in place of the truth,
    and its bounds `<name>_low`, `<name>_high`, which hold the truth in 68 % of places and years
    over all panels. Within one calendar year a monthly quantity has the same errors. Draws are
    named by the run's `seed`, the quantity and the number of the history; they do not depend on
    the truth.

    Raises
    ------
    ValueError
        If the dataset lacks a quantity, one has no time or lies outside 0 to 1, or an option is out
        of bounds.

    Notes
    -----
    This is V-Dem's measurement model without its ordinal scale: there, raters choose among a few
    ordered answers, each with thresholds and a reliability of his own, and an item-response model
    estimates what they see; here they differ by a shift alone, and its size is known to whoever
    makes the interval. The errors of one panel go together: a shared bias moves all years and
    places, so that changes are known better than levels. **Blind to** fashions among experts, and
    to what none of them can see.

    References
    ----------
    Pemstein, Marquardt, Tzelgov, Wang, Medzihorsky, Krusell, Miri & von Römer, The V-Dem
    Measurement Model, V-Dem Working Paper 21.
    """
    of = (of,) if isinstance(of, str) else of
    lacking("expert_index", data, of)
    wrong = [f"{name} is {x:g}" for name, x in (("bias", bias), ("noise", noise)) if x < 0]
    if wrong or raters < 1:
        found = ", ".join([*wrong, *([f"raters is {raters}"] if raters < 1 else [])])
        message = f"expert_index: {found}; must be 0 or more, and one rater at least"
        raise ValueError(message)
    error = float(np.hypot(bias, noise) / np.sqrt(raters))
    coded = {}
    for name in of:
        x = _checked(data[name], name)
        one = x.isel(member=0) if "member" in x.dims else x
        mean = np.stack([_mean(data, name, int(k), one, raters) for k in members_of(data)])
        shift = bias * mean[:, 0] + noise * mean[:, 1]
        shift = shift if "member" in x.dims else shift[0]
        seen = logit(EDGE + (1.0 - 2.0 * EDGE) * x.values.astype(np.float64)) + shift
        for suffix, moved in (("", 0.0), ("_low", -error), ("_high", error)):
            share = (expit(seen + moved) - EDGE) / (1.0 - 2.0 * EDGE)
            coded[name + suffix] = x.copy(data=np.clip(share, 0.0, 1.0))
    return xr.Dataset(coded, attrs=data.attrs)


def _checked(x: xr.DataArray, name: str) -> xr.DataArray:
    """Put `member` first and time second; refuse what cannot be coded."""
    along = next((str(d) for d in x.dims if d in ("time", "year")), None)
    if along is None:
        message = f"expert_index: {name} has no time or year; its dimensions are {x.dims}"
        raise ValueError(message)
    low, high = float(x.min()), float(x.max())
    if low < 0.0 or high > 1.0:
        message = f"expert_index: {name} reaches from {low:g} to {high:g}; must lie in 0 to 1"
        raise ValueError(message)
    first = ("member", along) if "member" in x.dims else (along,)
    return x.transpose(*first, ...)


def _mean(
    data: xr.Dataset, name: str, number: int, one: xr.DataArray, raters: int
) -> tuple[np.ndarray, np.ndarray]:
    """Mean over raters of standard bias and of standard noise, each like one history."""
    along, *places = one.dims
    when = one[along].values
    if along == "time":
        when = when.astype("datetime64[Y]")
    _, year = np.unique(when, return_inverse=True)
    shape = (raters, int(year.max(initial=0)) + 1, *(one.sizes[d] for d in places))
    lasting = stream(data, "expert_index", number, f"{name}/bias").standard_normal(raters)
    fresh = stream(data, "expert_index", number, f"{name}/noise").standard_normal(shape)
    return np.full(one.shape, lasting.mean()), fresh.mean(0)[year]
