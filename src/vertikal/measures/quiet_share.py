"""Share of non-compliance that is quiet: shunned without a suit, or talked down."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._within import counted, per

__all__ = ["MEASURE"]


def quiet_share(
    data: xr.Dataset, *, start: str | None = None, end: str | None = None
) -> xr.DataArray:
    """Share of non-compliance that is quiet: shunned without a suit, or talked down.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    start, end
        First and last month, `2002-01`; None: open.

    Returns
    -------
    Share, unit 1; NaN where everybody complied. **1** means that nothing reaches a court. What is
    shunned and then taken to court by the centre is not quiet; what it quashes without a court is.
    **Blind to** bargains that broke down, which count nowhere.
    """
    shunned, slowed, sued, state_sued = (
        counted(data, name, start, end) for name in ("shunned", "slowed", "sued", "state_sued")
    )
    return per(shunned - state_sued + slowed, shunned + slowed + sued)


MEASURE = Measure(
    name="quiet_share",
    needs=("shunned", "slowed", "sued", "state_sued"),
    unit="1",
    label="Quiet non-compliance",
    read=quiet_share,
    refs=(),
)
