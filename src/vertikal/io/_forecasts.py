"""Archives of forecasts: written once, with a hash of all that they say, and never changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vertikal.io._replace import replacing
from vertikal.io._writer import DatasetError
from vertikal.scenario import Problem, ScenarioError

__all__ = ["read_draws", "read_forecast", "write_forecast"]

HASH = "hash"
SHORT = 8


def write_forecast(said: Mapping[str, Any], folder: Path) -> Path:
    """Write a forecast under a name that ends with its hash; one that is there stays as it is.

    Raises
    ------
    DatasetError
        If it cannot be written there.
    """
    whole = {HASH: _hash(said), **said}
    path = folder / f"{said['scenario']}-{said['from']}-{whole[HASH][:SHORT]}.json"
    if path.exists():
        return path
    text = json.dumps(whole, indent=1, allow_nan=False, ensure_ascii=False)
    try:
        with replacing(path) as part:
            part.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        why = error.strerror or error
        message = f"{path}: cannot be written ({why}); name another folder with --out"
        raise DatasetError(message, 4) from None
    return path


def read_forecast(path: Path) -> dict[str, Any]:
    """Read an archive, and check that nobody has changed it.

    Raises
    ------
    ScenarioError
        If it cannot be read, is no archive, or does not have the hash that it bears.
    """
    said = _object(path, "vertikal forecast")
    if not isinstance(said.get("statements"), list) or HASH not in said:
        raise _fails(path, "is no forecast; name a file of `vertikal forecast`")
    own = said.pop(HASH)
    if _hash(said) != own:
        says = "was changed after it was made: its hash is another; take the file as it was written"
        raise _fails(path, says)
    return {HASH: own, **said}


@dataclass(frozen=True)
class Draws:
    """Draws of a posterior, as its file holds them."""

    samples: Mapping[str, Sequence[float]]
    """By parameter, `MECHANISM.NAME`."""
    shape: str
    """Shape of the prior that all other parameters keep."""
    facts: tuple[str, ...]
    """Facts that it was fitted to, `SCENARIO.FACT`."""


def read_draws(path: Path) -> Draws:
    """Read the draws of a posterior.

    Raises
    ------
    ScenarioError
        If the file cannot be read, or holds no draws.
    """
    said = _object(path, "vertikal calibrate")
    samples, facts, prior = (said.get(key) for key in ("samples", "facts", "prior"))
    if not isinstance(samples, dict) or not samples or not isinstance(prior, dict):
        raise _fails(path, "holds no draws; name a file of `vertikal calibrate`")
    used = tuple(str(f["name"]) for f in facts) if isinstance(facts, list) else ()
    return Draws(samples, str(prior["shape"]), used)


def _object(path: Path, command: str) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise _fails(path, f"cannot be read ({why}); name a file of `{command}`") from None
    except ValueError:
        raise _fails(path, f"is no JSON; name a file of `{command}`") from None
    if not isinstance(said, dict):
        raise _fails(path, f"holds no object; name a file of `{command}`")
    return said


def _hash(said: Mapping[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _fails(path: Path, says: str) -> ScenarioError:
    return ScenarioError([Problem(str(path), None, "", says)])
