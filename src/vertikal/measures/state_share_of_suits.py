"""Share of suits that the centre brings."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, per

__all__ = ["MEASURE"]


def state_share_of_suits(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of suits that the centre brings.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2002-01`; None: open.

    Returns
    -------
    Share, unit 1; NaN where nobody sued. **0** means that only regions sue, **1** that only the
    centre does.
    """
    state = counted(data, "state_sued", start, end)
    return per(state, state + counted(data, "sued", start, end))


MEASURE = Measure(
    name="state_share_of_suits",
    needs=("sued", "state_sued"),
    unit="1",
    label="Suits by the centre",
    read=state_share_of_suits,
    refs=(),
)
