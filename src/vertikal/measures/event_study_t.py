"""Change of a service with the introduction of elections, as a t statistic."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._panel import event_study

__all__ = ["MEASURE"]


def event_study_t(
    data: xr.Dataset, *, service: str, tier: str, window: int = 5, kind: str | None = None
) -> xr.DataArray:
    """Change of a service with the introduction of elections, as a t statistic.

    A panel regression on unit, year and a dummy from the first year on at whose end residents elect
    the head. Units that have not introduced elections yet, or never do, are the controls. Every
    unit counts once, as in a survey, whatever it stands for.

    Parameters
    ----------
    data
        Dataset with the variables the measure needs.
    service
        What is served: `popular`, `mandate` or `neutral`.
    tier
        Name of the tier: `region`, `district`, `locality` or `village`.
    window
        Years before and after a unit's own introduction that count.
    kind
        Kind of units; None: all kinds of the tier.

    Returns
    -------
    t of `event_study_effect`, unit 1, with errors clustered by unit; NaN where that is NaN or where
    nothing is left unexplained. **0** means no change; without an effect, 95 in 100 lie between -2
    and 2 if there are some dozens of units. **Blind to** what `event_study_effect` is blind to.
    """
    return event_study(data, service, tier, window, kind).t


MEASURE = Measure(
    name="event_study_t",
    needs=("unit_mode", "unit_tier"),
    unit="1",
    label="Effect of elections, t",
    read=event_study_t,
    refs=(),
)
