"""What a page must know of a run before it shows a number."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from vertikal.experiments._quantities import UNIT_QUANTITIES, quantities
from vertikal.web._cubes import HISTORIES

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.lab import Request

__all__ = ["about", "summary", "units_table"]

LEAST_SQUARE = 3
"""Columns of the grid of a scenario that places no tiles, at least."""


def summary(run: str, attrs: Mapping[str, Any]) -> dict[str, Any]:
    """A line about a run, for lists."""
    return {
        "id": run,
        "title": str(attrs.get("title", "")),
        "scenario": str(attrs.get("scenario", "")),
        "changes": str(attrs.get("changes", "")),
        "without": str(attrs.get("without", "")),
        "members": int(attrs.get("members", 0)),
        "seed": int(attrs.get("seed", 0)),
        "start": int(attrs.get("start", 0)),
        "months": int(attrs.get("months", 0)),
        "software": str(attrs.get("software", "")),
    }


def about(run: str, data: "xr.Dataset", request: "Request | None") -> dict[str, Any]:
    """Places, times, quantities and events of a run."""
    months = data.sizes["time"]
    return {
        **summary(run, data.attrs),
        "histories": min(data.sizes["member"], HISTORIES),
        "regions": _regions(data),
        "tiers": [
            {"id": str(tier), "posts": int((data["unit_tier"].values == tier).sum())}
            for tier in data["tier"].values
        ],
        "quantities": [
            {
                "id": q.id, "group": q.group, "unit": q.unit, "often": q.often, "doc": q.doc,
                "regional": q.regional, "labels": dict(q.labels or {}),
            }
            for q in quantities(data)
        ],
        "unit_quantities": list(UNIT_QUANTITIES),
        "events": _events(data, request, months),
        "institutions": str(data.attrs.get("institutions", "{}")),
        "repeatable": request is not None,
    }  # fmt: skip


def _regions(data: "xr.Dataset") -> list[dict[str, Any]]:
    column, row = _grid(data)
    n = data.sizes["region"]
    return [
        {
            "code": str(data["region"].values[i]),
            "name": str(data["region_name"].values[i]),
            "kind": str(data["region_kind"].values[i]),
            "column": int(column[i]),
            "row": int(row[i]),
            "adults": round(float(data["unit_adults"].values[i])),
            "urban": round(float(data["unit_urban"].values[i]), 3),
            "rent": round(float(data["unit_rent_dependence"].values[i]), 3),
        }
        for i in range(n)
    ]


def _grid(data: "xr.Dataset") -> tuple[np.ndarray, np.ndarray]:
    """Places of the tiles; a square in the table's order where the scenario places none."""
    column, row = data["tile_column"].values, data["tile_row"].values
    if (column >= 0).all():
        return column, row
    side = max(int(np.ceil(np.sqrt(len(column)))), LEAST_SQUARE)
    return np.arange(len(column)) % side, np.arange(len(column)) // side


def _events(data: "xr.Dataset", request: "Request | None", months: int) -> list[dict[str, Any]]:
    """Dated events of the scenario within the run."""
    if request is None:
        return [
            {"month": int(at), "date": "", "kind": "national_vote", "title": str(name), "where": ""}
            for name, at in zip(data["vote"].values, data["vote_month"].values, strict=True)
        ]
    spec = request.compiled.spec
    units = request.compiled.labels.units
    names = dict(zip(units.code, units.name, strict=True))
    found = []
    for event in sorted(spec.timeline, key=lambda e: e.date):
        month = _month_of(event.date, spec.start)
        if 0 <= month < months:
            where = str(getattr(event, "where", "") or "")
            found.append(
                {
                    "month": month,
                    "date": event.date.isoformat(),
                    "kind": event.event,
                    "title": event.title,
                    "where": names.get(where, where),
                }
            )
    return found


def _month_of(date: datetime.date, start: int) -> int:
    return (date.year - start) * 12 + date.month - 1


def units_table(data: "xr.Dataset") -> dict[str, Any]:
    """Columns of the table of units below the regions."""
    place = {str(code): i for i, code in enumerate(data["region"].values)}
    below = np.flatnonzero(data["unit_tier"].values != "region")
    return {
        "position": below.tolist(),
        "name": [str(x) for x in data["unit_name"].values[below]],
        "kind": [str(x) for x in data["unit_kind"].values[below]],
        "tier": [str(x) for x in data["unit_tier"].values[below]],
        "region": [place[str(x)] for x in data["unit_region"].values[below]],
        "adults": [round(float(x)) for x in data["unit_adults"].values[below]],
        "urban": [round(float(x), 3) for x in data["unit_urban"].values[below]],
    }
