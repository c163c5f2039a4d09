"""Activists protest; most protests are peaceful and small, and they swell together."""

from typing import TYPE_CHECKING

import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class ProtestParams(Params):
    """How readiness to act becomes events that a tracker would count."""

    rate: float = param(
        2.0,
        unit="1/month",
        bounds=(1.0, 40.0),
        doc="Events a month per 100,000 adults who are ready to act.",
        source="scale set to the Central Asia Protest Tracker, 2018-2020: 16 events a month",
    )
    violent: float = param(
        0.08,
        unit="1",
        bounds=(0.02, 0.2),
        doc="Share of events that turn violent in quiet times.",
        source="ACLED in facts/kazakhstan.md section 6: 8-13 %",
    )
    heat: float = param(
        0.3,
        unit="1",
        bounds=(0.0, 1.0),
        doc="Extra share that turns violent at full activism.",
        source="placeholder until calibrated",
    )
    crowd: float = param(
        0.03,
        unit="1",
        bounds=(0.005, 0.1),
        doc="Share of adults in the streets on the largest day if everybody is ready to act.",
        source="placeholder until calibrated",
    )
    swell: float = param(
        1.5,
        unit="1",
        bounds=(1.0, 2.5),
        doc="Elasticity of the crowd in activism.",
        source="placeholder until calibrated",
    )


def act(now: "View", params: ProtestParams, draw: "Draw") -> "dict[str, Array]":
    r"""Draw each region's protest events and the size of its largest crowd.

    Events are Poisson with mean $\rho A N/10^5$, split by the share that turns violent; the crowd
    is $q N A^{\epsilon}$. Sums of Poisson counts are Poisson, so that drawing a region's events at
    once is the same as drawing them place by place.

    **Reads** `activism`. **Writes** `protests_peaceful`, `protests_violent`, `protesters`.
    **Random** two counts a region.
    """
    active = now.tree.regions(now["activism"])
    people = now.tree.regions(now.tree.total_adults)
    mean = params.rate * active * people / 1e5
    violent = jnp.clip(params.violent + params.heat * active, 0.0, 1.0)
    return {
        "protests_peaceful": draw.count("peaceful", "region", mean * (1.0 - violent), large=True),
        "protests_violent": draw.count("violent", "region", mean * violent, large=True),
        "protesters": params.crowd * people * active**params.swell,
    }


MECHANISM = Mechanism(
    name="activists_protest",
    phase="protest",
    says="H",
    params=ProtestParams,
    reads=("activism",),
    writes=("protests_peaceful", "protests_violent", "protesters"),
    act=act,
    refs=("facts/kazakhstan.md section 6",),
)
