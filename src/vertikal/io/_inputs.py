"""The files of a scenario, kept in the dataset that was made from them."""

import json
from collections.abc import Mapping
from pathlib import Path

from vertikal.io._paths import inside
from vertikal.io._scenario import _find as found_at
from vertikal.io._scenario import read_scenario
from vertikal.io._writer import DatasetError
from vertikal.scenario import RawScenario

__all__ = ["INPUTS", "read_inputs", "scenario_files", "unpack"]

INPUTS = "inputs"
"""Name of the group of a dataset that holds them."""
BESIDE = ("facts.yaml", "null.yaml", "SOURCES.md")
"""Files beside a scenario that tell where it comes from and what it is scored against."""


def scenario_files(scenario: str, raw: RawScenario | None = None) -> dict[str, str]:
    """Text of a scenario's files, by path relative to it; the scenario itself is `scenario.yaml`.

    Parameters
    ----------
    scenario
        Shipped scenario by id, or its file or folder.
    raw
        What was read from it already; None: it is read now.

    Raises
    ------
    ScenarioError
        If there is no such scenario.
    """
    raw = read_scenario(scenario) if raw is None else raw
    folder = found_at(scenario).parent
    units = raw.values.get("units")
    listed = units.get("tables") if isinstance(units, Mapping) else None
    tables = [t for t in listed or () if isinstance(t, str)] if isinstance(listed, list) else []
    found = {}
    for name in dict.fromkeys((raw.file, *tables, *BESIDE)):
        if not inside(name):
            continue
        try:
            text = (folder / name).read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
        found["scenario.yaml" if name == raw.file else name] = text
    return found


def read_inputs(store: Path) -> dict[str, str]:
    """Files that a dataset was made from; empty if it carries none (made before 0.5.0).

    Raises
    ------
    DatasetError
        If they are illegible, or one has a name that would lead out of a folder.
    """
    path = store / INPUTS / "zarr.json"
    if not path.exists():
        return {}
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["attributes"]["files"]
        found = {str(name): str(text) for name, text in files.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        message = (
            f"{store}: its inputs are illegible; `vertikal verify {store}` says what is damaged"
        )
        raise DatasetError(message) from None
    if wrong := [name for name in found if not inside(name)]:
        message = f"{store}: holds an input named {wrong[0]!r}, which leads out of its folder"
        raise DatasetError(message)
    return found


def unpack(files: Mapping[str, str], folder: Path) -> None:
    """Write files into a folder."""
    for name, text in files.items():
        if not inside(name):
            raise ValueError(name)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
