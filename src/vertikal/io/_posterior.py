"""Posteriors as JSON files, and the vectors in them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vertikal.io._replace import replacing
from vertikal.io._writer import DatasetError
from vertikal.scenario import Problem, ScenarioError

__all__ = ["read_vector", "write_posterior"]


def write_posterior(said: Mapping[str, Any], path: Path) -> None:
    """Write a posterior; the file is whole, or as it was before.

    Raises
    ------
    DatasetError
        If it cannot be written there.
    """
    try:
        with replacing(path) as part:
            part.write_text(json.dumps(said, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    except OSError as error:
        why = error.strerror or error
        message = f"{path}: cannot be written ({why}); name another file with --out"
        raise DatasetError(message, 4) from None


def read_vector(path: Path) -> dict[str, float]:
    """Return the parameters, by `MECHANISM.NAME`, of a posterior's file or of a plain object.

    Raises
    ------
    ScenarioError
        If the file cannot be read, or holds no such vector. Whether the names and values will do,
        `parameters_with` says.
    """

    def fails(says: str) -> ScenarioError:
        return ScenarioError([Problem(str(path), None, "", says)])

    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        says = f"cannot be read ({why}); name a file of `vertikal calibrate`"
        raise fails(says) from None
    except json.JSONDecodeError as error:
        says = f"is no JSON (line {error.lineno}); name a file of `vertikal calibrate`"
        raise fails(says) from None
    vector = said.get("vector", said) if isinstance(said, dict) else None
    if not isinstance(vector, dict) or not all(
        isinstance(v, int | float) and not isinstance(v, bool) for v in vector.values()
    ):
        says = (
            "holds no vector; it must be a file of `vertikal calibrate`, or an object of numbers "
            'such as {"heads_are_rotated.rate": 0.3}'
        )
        raise fails(says)
    return {str(k): float(v) for k, v in vector.items()}
