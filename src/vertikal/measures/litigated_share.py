"""Share of disputes over directives that reach a court, not a bargain."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, per

__all__ = ["MEASURE"]


def litigated_share(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of disputes over directives that reach a court, not a bargain.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2002-01`; None: open.

    Returns
    -------
    Suits / (suits + bargains), unit 1; NaN where there was neither. **0** means that all is
    settled informally. **Blind to** what is shunned unseen, and to bargains that broke down.
    """
    suits = counted(data, "sued", start, end) + counted(data, "state_sued", start, end)
    return per(suits, suits + counted(data, "slowed", start, end))


MEASURE = Measure(
    name="litigated_share",
    needs=("sued", "state_sued", "slowed"),
    unit="1",
    label="Disputes taken to court",
    read=litigated_share,
    refs=(),
)
