"""Where a national vote stands in a dataset."""

import xarray as xr

__all__ = ["month_of"]


def month_of(data: xr.Dataset, vote: str) -> int:
    """Position along `time` of the month of a national vote.

    Raises
    ------
    ValueError
        If the dataset has no such vote; the message names those it has.
    """
    names = [str(v) for v in data["vote"].values]
    if vote not in names:
        message = f"the dataset has no vote {vote!r}; it has {', '.join(names)}"
        raise ValueError(message)
    return int(data["vote_month"].values[names.index(vote)])
