"""Saved runs: what they carry, and the request that made them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from vertikal.cli._common import make_request

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.lab import Request

__all__ = ["facts_in", "saved_request"]


@contextmanager
def saved_request(path: Path, data: "xr.Dataset") -> "Iterator[Request]":
    """Make the request that made a dataset again, from what the dataset carries.

    The structural vector is the dataset's, whatever the defaults are now.

    Raises
    ------
    DatasetError
        If the dataset does not say what made it.
    ScenarioError
        If this version no longer takes the scenario or a parameter.
    """
    from vertikal.io import DatasetError, read_inputs, shipped, unpack

    attrs = data.attrs
    files = read_inputs(path)
    name = str(attrs.get("scenario", ""))
    if not files and name not in shipped():
        message = (
            f"{path}: carries no scenario (it was made before 0.5.0), and none of the name "
            f"{name!r} ships; it cannot be made again"
        )
        raise DatasetError(message)
    try:
        vector = {str(k): float(v) for k, v in json.loads(attrs["parameters"]).items()}
        sets = [str(x) for x in json.loads(attrs.get("overrides", "[]"))]
        members, seed = int(attrs["members"]), int(attrs["seed"])
        residents_per = int(attrs.get("residents_per", 0)) or None
        until = int(attrs["start"]) + int(attrs["months"]) // 12 - 1
        without = [x for x in str(attrs.get("without", "")).split(", ") if x]
    except (KeyError, ValueError, TypeError, AttributeError):
        message = f"{path}: does not say how it was made; `vertikal verify {path}` says more"
        raise DatasetError(message) from None
    sets = [s for s in sets if not s.startswith("parameters.")]
    with TemporaryDirectory(prefix="vertikal-") as folder:
        source = name
        if files:
            unpack(files, Path(folder))
            source = str(Path(folder) / "scenario.yaml")
        common: dict[str, Any] = {
            "members": members, "seed": seed, "sets": sets, "until": until, "without": without,
            "residents_per": residents_per,
        }  # fmt: skip
        now = make_request(source, **common).vector
        under = {f"parameters.{k}": v for k, v in vector.items() if now.get(k) != v}
        yield replace(make_request(source, under=under, **common), scenario=name)


def facts_in(files: "dict[str, str]") -> list[dict[str, Any]]:
    """Facts among the files of a scenario, as they stand there."""
    from vertikal.io import parse_value

    said = parse_value(files.get("facts.yaml", ""))
    listed = said.get("facts") if isinstance(said, dict) else None
    return [f for f in listed if isinstance(f, dict)] if isinstance(listed, list) else []
