"""Change of a service with the introduction of elections."""

import xarray as xr

from vertikal.measures._measure import Measure
from vertikal.measures._panel import event_study

__all__ = ["MEASURE"]


def event_study_effect(
    data: xr.Dataset, *, service: str, tier: str, window: int = 5, kind: str | None = None
) -> xr.DataArray:
    """Change of a service with the introduction of elections.

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
    Effect on the service of a year as reported at its end, in its own unit; NaN where no unit
    introduces elections, or all do so at once. **0** means no change. A run keeps services
    between 0 and 2.55: what lies below 0 reads as 0 and weakens the effect.
    **Blind to** effects that grow with time: where introduction is staggered, early units
    serve as controls of late ones, and a growing effect is understated. Also to elections that were
    there when the dataset opens, and to their later loss, which counts as after.
    """
    return event_study(data, service, tier, window, kind).effect


MEASURE = Measure(
    name="event_study_effect",
    needs=("unit_mode", "unit_tier"),
    unit="1",
    label="Effect of elections",
    read=event_study_effect,
    refs=(),
)
