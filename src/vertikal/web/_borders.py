"""Real borders from a file of the user's: only what the page draws, with fewer digits."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from vertikal.io import DatasetError, read_geojson

__all__ = ["borders_of"]

SHAPES = ("Polygon", "MultiPolygon")
DIGITS = 3
"""Of degrees: a hundred metres."""


def borders_of(path: Path | None) -> bytes | None:
    """Read borders; None if there is no file.

    Raises
    ------
    DatasetError
        If the file is no GeoJSON with areas.
    """
    if path is None:
        return None
    said = read_geojson(path)
    features = [
        {
            "type": "Feature",
            "properties": {
                k: v for k, v in (f.get("properties") or {}).items()
                if isinstance(v, str) and len(v) <= 8  # noqa: PLR2004 - codes are short
            },
            "geometry": {
                "type": f["geometry"]["type"],
                "coordinates": _wound(_fewer(f["geometry"]["coordinates"])),
            },
        }
        for f in said.get("features", [])
        if isinstance(f.get("geometry"), dict) and f["geometry"].get("type") in SHAPES
    ]  # fmt: skip
    if not features:
        message = f"{path}: holds no Polygon or MultiPolygon; export the regions as areas"
        raise DatasetError(message)
    made = {"type": "FeatureCollection", "features": features}
    return json.dumps(made, separators=(",", ":"), allow_nan=False).encode()


def _fewer(node: Any) -> Any:  # noqa: ANN401 - nested coordinates
    if isinstance(node, list):
        if node and isinstance(node[0], int | float):
            return [round(float(x), DIGITS) for x in node[:2]]
        rings = [_fewer(x) for x in node]
        if (
            rings
            and isinstance(rings[0], list)
            and len(rings[0]) == 2  # noqa: PLR2004 - a point
            and not isinstance(rings[0][0], list)
        ):
            return [p for i, p in enumerate(rings) if i == 0 or p != rings[i - 1]]
        return rings
    return node


def _wound(node: Any) -> Any:  # noqa: ANN401 - nested coordinates
    """Outer rings clockwise, holes the other way: what the page draws with takes sides by it."""
    if not (node and node[0] and isinstance(node[0][0], list)):
        return node
    if isinstance(node[0][0][0], list):
        return [_wound(polygon) for polygon in node]
    return [ring if (_area(ring) < 0) == (k == 0) else ring[::-1] for k, ring in enumerate(node)]


def _area(ring: list[list[float]]) -> float:
    """Twice the signed area: positive counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
