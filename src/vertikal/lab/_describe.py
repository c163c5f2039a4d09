"""The dataset before it has numbers: dimensions, coordinates, variables, attributes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from vertikal.fields import TIERS, Mode, Origin, Stage
from vertikal.lab._record import MONTHLY, YEARLY
from vertikal.lab._request import Request
from vertikal.mechanisms import CASES

FLAGS = {"mode": Mode, "origin": Origin, "reform_stage": Stage}
"""Variables that hold codes, and what the codes mean."""

__all__ = ["Column", "Description", "describe"]


@dataclass(frozen=True)
class Column:
    """One array of the dataset: dimensions, type, attributes, and values if known beforehand."""

    dims: tuple[str, ...]
    dtype: str
    attrs: Mapping[str, Any]
    values: np.ndarray | None = None


@dataclass(frozen=True)
class Description:
    """Everything about a dataset but its numbers."""

    sizes: Mapping[str, int]
    coordinates: Mapping[str, Column]
    variables: Mapping[str, Column]
    attrs: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """What it was made from: text of the scenario's files, by path."""


def _text(values: object, doc: str, dim: str) -> Column:
    return Column((dim,), "str", {"long_name": doc}, np.asarray(values, dtype=object))


def describe(request: Request) -> Description:
    """Describe the dataset that a request will make."""
    labels, tree = request.compiled.labels, request.compiled.tree
    units = labels.units
    regions = tree.n_regions
    first = np.datetime64(labels.start, "M")
    months = (first + np.arange(labels.months)).astype("datetime64[D]").astype(np.int64)
    votes = labels.votes
    tiers = TIERS[: len(tree.sizes)]
    sizes = {
        "member": request.members,
        "time": labels.months,
        "year": len(labels.years),
        "region": regions,
        "unit": tree.n_units,
        "tier": len(tiers),
        "case": CASES,
        "vote": len(votes),
    }
    share = {"units": "1"}
    coordinates = {
        "member": Column(
            ("member",),
            "int32",
            {"long_name": "simulated history"},
            np.arange(request.members, dtype=np.int32),
        ),
        "time": Column(
            ("time",),
            "int64",
            {
                "long_name": "first day of the month",
                "units": "days since 1970-01-01",
                "calendar": "proleptic_gregorian",
            },
            months,
        ),
        "year": Column(
            ("year",),
            "int16",
            {"long_name": "year, at its end", "units": "yr"},
            np.asarray(labels.years, np.int16),
        ),
        "region": _text(units.code[:regions], "region, ISO 3166-2", "region"),
        "region_name": _text(units.name[:regions], "name of the region", "region"),
        "unit": _text(
            units.code, "unit: region, or region/district, or region/district/number", "unit"
        ),
        "unit_name": _text(units.name, "name of the unit", "unit"),
        "unit_kind": _text(units.kind, "kind of unit", "unit"),
        "unit_tier": _text([tiers[k] for k in units.tier], "tier of the unit", "unit"),
        "unit_region": _text(
            [units.code[i] for i in np.asarray(tree.region_of)], "region of the unit", "unit"
        ),
        "unit_adults": Column(
            ("unit",),
            "float32",
            {"long_name": "adults", "units": "person"},
            np.asarray(tree.total_adults, np.float32),
        ),
        "unit_urban": Column(
            ("unit",),
            "float32",
            {"long_name": "urban share", **share},
            np.asarray(request.compiled.statics["urban"], np.float32),
        ),
        "unit_rent_dependence": Column(
            ("unit",),
            "float32",
            {"long_name": "share of the budget from above", **share},
            np.asarray(units.rent_dependence, np.float32),
        ),
        **{
            f"unit_{name}": Column(
                ("unit",),
                "float32",
                {"long_name": doc, **share},
                np.asarray(request.compiled.statics[name], np.float32),
            )
            for name, doc in (
                ("development", "level of development"),
                ("remoteness", "distance from the centre's eye"),
                ("anonymity", "size of the settlement on a log scale"),
            )
        },
        "unit_weight": Column(
            ("unit",),
            "float32",
            {"long_name": "real units that a sampled one stands for", **share},
            units.weight.astype(np.float32),
        ),
        "region_kind": _text(units.kind[:regions], "kind of region", "region"),
        "tile_column": Column(
            ("region",),
            "int16",
            {"long_name": "column in the tile map"},
            units.tile[:regions, 0].astype(np.int16),
        ),
        "tile_row": Column(
            ("region",),
            "int16",
            {"long_name": "row in the tile map"},
            units.tile[:regions, 1].astype(np.int16),
        ),
        "tier": _text(tiers, "tier of government", "tier"),
        "case": Column(
            ("case",),
            "int16",
            {"long_name": "case that the centre looks at, by rank"},
            np.arange(CASES, dtype=np.int16),
        ),
        "vote": _text([v[0] for v in votes], "national vote", "vote"),
        "vote_kind": _text([v[1] for v in votes], "kind of the national vote", "vote"),
        "vote_month": Column(
            ("vote",),
            "int32",
            {"long_name": "month of the vote, from 0"},
            np.asarray([v[2] for v in votes], np.int32),
        ),
    }
    variables = {}
    for prefix, table in (("", MONTHLY), ("unit_", YEARLY)):
        for v in table:
            attrs: dict[str, Any] = {"long_name": v.doc, "units": v.unit}
            if v.name in FLAGS:
                codes = FLAGS[v.name]
                attrs["flag_values"] = [int(c) for c in codes]
                attrs["flag_meanings"] = " ".join(c.name.lower() for c in codes)
            if v.scale is not None:
                attrs["scale_factor"] = v.scale
            variables[prefix + v.name] = Column(("member", *v.dims), v.dtype, attrs)
    return Description(sizes, coordinates, variables, request.provenance(), request.files)
