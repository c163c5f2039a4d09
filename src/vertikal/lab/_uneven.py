"""Nations whose parts are ruled unequally, as experts see them: where enclaves are to be sought."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

    from vertikal.lab._enclaves import EnclaveUnit

__all__ = ["UnevenNations", "uneven_nations"]

EXPERTS = 5
"""Experts who answer for a nation and year: V-Dem's aim. The counts in the file are even almost
throughout, that is, doubled; so only their shares are used, and weigh as much as five answers."""
PRIOR = 0.5
"""Answers of each of two kinds before any is given (Jeffreys)."""
MOST = 0.5
"""Share of experts who see large differences from which on a nation counts as uneven."""
BAND = (0.025, 0.975)


@dataclass(frozen=True)
class UnevenNations:
    """Nations with room for enclaves: democratic in unfree ones, authoritarian in free ones."""

    nations: tuple["EnclaveUnit", ...]
    title: str
    lasting: int
    draws: int
    places: int
    first: int
    last: int

    def as_json(self) -> dict[str, Any]:
        """The fixed shape that scripts may rely on."""
        panel = {"title": self.title, "units": self.places, "from": self.first, "to": self.last}
        return {
            "enclaves": [u.as_json() for u in self.nations],
            "panel": panel,
            **{k: asdict(self)[k] for k in ("draws", "lasting")},
        }


def uneven_nations(
    data: "xr.Dataset", *, lasting: int | None = None, draws: int = 1000, seed: int = 0
) -> UnevenNations:
    """Find nations in which most experts see large differences between parts, for years in a row.

    Parameters
    ----------
    data
        `score` `(year, unit)` and `experts` `(year, unit, answer)`: shares who say that parts
        differ much, somewhat, not at all.
    lasting
        Years in a row; None: as the measures have it.
    draws
        Draws of the share of experts who would say so, given those who were asked. The experts of a
        nation are the same from year to year, and so is their place in the draw.
    seed
        The same seed gives the same draws.
    """
    from scipy.special import betainc  # noqa: PLC0415 - scipy is slow to import

    from vertikal.lab._enclaves import often  # noqa: PLC0415
    from vertikal.measures._regime import LASTING, juxtaposition, spells  # noqa: PLC0415

    lasting = LASTING if lasting is None else lasting
    much = data["experts"].values[..., 0]
    known = np.isfinite(much)
    told = np.where(known, much, 0.5) * EXPERTS
    fewer = betainc(PRIOR + told, PRIOR + EXPERTS - told, MOST)
    u = np.random.default_rng([seed, 0x756E6576]).random((draws, 1, data.sizes["unit"]))
    shape = np.broadcast_shapes(u.shape, told.shape)
    parts = []
    at_once = max(4_000_000 // told.size, 1)
    for start in range(0, shape[0], at_once):
        own = u[start : start + at_once]
        uneven = (own >= fewer) & known  # the share of experts at this place is MOST or more
        room = data["score"].expand_dims(draw=len(own)).transpose("draw", "year", "unit")
        national = room.copy(data=np.where(uneven, room.values, np.nan))
        # whoever differs from such a nation does so to the other end of the scale
        score = national.copy(data=np.where(national.values < MOST, 1.0, 0.0))
        score = score.where(np.isfinite(national))
        codes = juxtaposition(score, national, room * 0.0 + 1.0, lasting=lasting)
        found = spells(codes)
        parts.append(found._replace(history=found.history + start))
    joined = type(parts[0])(*(np.concatenate(x) for x in zip(*parts, strict=True)))
    years = data["year"].values
    return UnevenNations(
        tuple(often(data, joined, draws, band=BAND, each_kind=True)),
        str(data.attrs.get("title", "Nations")),
        lasting,
        draws,
        data.sizes["unit"],
        int(years[0]),
        int(years[-1]),
    )
