"""Runs on disk, and what pages ask of them: computed once, then held in memory within a bound."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vertikal.experiments._quantities import (
    UNIT_QUANTITIES,
    Field,
    Quantity,
    month_positions,
    quantities,
    unit_values,
)
from vertikal.io import KeptAnswers, find_runs, open_dataset
from vertikal.scenario import ScenarioError
from vertikal.web._about import about, summary, units_table
from vertikal.web._cubes import HISTORIES, difference_cube, pack, quantity_cube, unit_cube
from vertikal.web._requests import Asked, asked_of, request_of

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.lab import Request

__all__ = ["NoSuch", "Runs"]

HELD = 256 * 2**20
"""Bytes of answers held in memory."""
FIELDS = 8
"""Quantities of runs whose histories are held in memory, for comparisons."""
COMPILED = 16
"""Requests that are held, so that a lever pulled back costs nothing."""
YEAR = 12


class NoSuch(LookupError):
    """A run, quantity or history that does not exist; the message says which."""


class Runs:
    """Finished runs of a folder, by the hash of their request."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        one = folder.suffix == ".zarr"
        self.answers = KeptAnswers((folder.parent if one else folder) / "studio")
        self._lock = threading.RLock()
        self._found: dict[str, tuple[Path, dict[str, Any]]] = {}
        self._held: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._fields: OrderedDict[tuple[str, str], Field] = OrderedDict()
        self._requests: dict[str, Request | None] = {}
        self._compiled: OrderedDict[str, Request] = OrderedDict()
        self._size = 0

    def look(self) -> None:
        """Look which runs there are."""
        found = find_runs(self.folder)
        with self._lock:
            self._found = found

    def known(self, run: str) -> bool:
        """Whether a run is there; looks again if it is not known yet."""
        if run not in self._found:
            self.look()
        return run in self._found

    def listed(self) -> list[dict[str, Any]]:
        """Lines about all runs, newest first."""
        self.look()
        return [summary(run, attrs) for run, (_, attrs) in self._found.items()]

    def data(self, run: str) -> "xr.Dataset":
        """Open a run."""
        if not self.known(run):
            message = f"no run {run}; it may have been removed: look at the list of runs"
            raise NoSuch(message)
        return open_dataset(self._found[run][0])

    def asked(self, run: str) -> Asked | None:
        """What a run was asked to do; None if that cannot be known."""
        kept = self.answers.get(f"asked-{run}")
        if kept is not None:
            return Asked.from_json(kept)
        if not self.known(run):
            return None
        return asked_of(self._found[run][1])

    def request(self, run: str) -> "Request | None":
        """The request that made a run; None if this version would ask for something else."""
        if run not in self._requests:
            asked = self.asked(run)
            try:
                made = None if asked is None else request_of(asked)
            except ScenarioError:
                made = None
            self._requests[run] = made
        return self._requests[run]

    def compiled(self, asked: Asked) -> "Request":
        """Validate and compile what is asked for, unless it has just been asked for.

        Raises
        ------
        ScenarioError
            With every problem.
        """
        key = json.dumps(asked.as_json(), sort_keys=True, default=repr)
        with self._lock:
            if key in self._compiled:
                return self._compiled[key]
        made = request_of(asked)
        with self._lock:
            self._compiled[key] = made
            while len(self._compiled) > COMPILED:
                self._compiled.popitem(last=False)
        return made

    def about(self, run: str) -> bytes:
        """What a page must know of a run."""
        return self._once(
            ("about", run), lambda: _json(about(run, self.data(run), self.request(run)))
        )

    def kept(self, run: str) -> dict[str, Any]:
        """Which answers about a run there are already: its score card, and histories told.

        `less` names runs whose differences there are; None: any can be made.
        """
        told = [k for k in range(HISTORIES) if self.answers.has(f"chronicle-{run}-{k}")]
        scored = self.answers.has(f"score-{run}")
        return {"score": scored, "chronicles": told, "less": None}

    def units(self, run: str) -> bytes:
        """The table of units."""
        return self._once(("units", run), lambda: _json(units_table(self.data(run))))

    def cube(self, run: str, name: str) -> bytes:
        """Numbers of a quantity."""

        def make() -> bytes:
            data = self.data(run)
            quantity = _quantity(data, name)
            return pack(
                quantity_cube(
                    self._field(run, data, quantity), quantity, month_positions(data, quantity)
                )
            )

        return self._once(("cube", run, name), make)

    def unit_cube(self, run: str, name: str) -> bytes:
        """Numbers of a quantity for every unit below the regions."""
        if name not in UNIT_QUANTITIES:
            message = f"no quantity {name} of units; there are {', '.join(UNIT_QUANTITIES)}"
            raise NoSuch(message)

        def make() -> bytes:
            data = self.data(run)
            below = data["unit_tier"].values != "region"
            values = unit_values(data, name)[..., below]
            times = tuple(YEAR * k + YEAR - 1 for k in range(data.sizes["year"]))
            return pack(unit_cube(values, times, yes_or_no=name == "elected"))

        return self._once(("units", run, name), make)

    def difference(self, here: str, there: str, name: str) -> bytes:
        """The paired difference of a quantity, `there` less `here`."""

        def make() -> bytes:
            data, other = self.data(here), self.data(there)
            if why := unlike(data, other):
                raise NoSuch(why)
            quantity = _quantity(data, name)
            a, b = self._field(there, other, quantity), self._field(here, data, quantity)
            return pack(
                difference_cube(a, b, quantity, month_positions(data, quantity)), exact=True
            )

        return self._once(("difference", here, there, name), make)

    def _field(self, run: str, data: "xr.Dataset", quantity: Quantity) -> Field:
        key = (run, quantity.id)
        with self._lock:
            if key in self._fields:
                self._fields.move_to_end(key)
                return self._fields[key]
        field = quantity.read(data)
        with self._lock:
            self._fields[key] = field
            while len(self._fields) > FIELDS:
                self._fields.popitem(last=False)
        return field

    def _once(self, key: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                self._size += len(made)
            while self._size > HELD and len(self._held) > 1:
                _, old = self._held.popitem(last=False)
                self._size -= len(old)
        return made


def unlike(here: "xr.Dataset", there: "xr.Dataset") -> str:
    """Why two runs cannot be subtracted history by history; empty if they can."""
    if here.attrs["seed"] != there.attrs["seed"]:
        return "the two runs have other seeds: their histories are not pairs"
    same = (
        here.sizes["region"] == there.sizes["region"] and here.sizes["time"] == there.sizes["time"]
    )
    if not same or (here["region"].values != there["region"].values).any():
        return "the two runs have other regions or years: nothing can be subtracted"
    return ""


def _quantity(data: "xr.Dataset", name: str) -> Quantity:
    known = {q.id: q for q in quantities(data)}
    if name not in known:
        message = f"no quantity {name}; there are {', '.join(known)}"
        raise NoSuch(message)
    return known[name]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
