"""What all draws of the null model share: sizes, a stream a name, counts at a constant rate."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from vertikal.lab._describe import Description

__all__ = ["MONTHS", "Frame", "Variables"]

MONTHS = 12
FEW = 1.0
"""Rate a cell below which it is faster to draw how many there are, and where each of them is."""

Variables = dict[str, Any]
"""Arrays by the name of the variable, `(member, ...)`."""


@dataclass(frozen=True)
class Frame:
    """Sizes and coordinates of the run that the null is compared with, and the seed."""

    sizes: Mapping[str, int]
    coords: Mapping[str, tuple[tuple[str, ...], np.ndarray]]
    seed: int
    tier_of: np.ndarray
    """Position of each unit's tier, `(unit,)`."""
    posts: np.ndarray
    """Units of each tier, `(tier,)`."""
    adults: np.ndarray
    """Adults of each unit, `(unit,)`."""
    mean_adults: float
    """Mean over units below the regions; over regions where there are none."""

    @classmethod
    def of(cls, description: Description, seed: int) -> "Frame":
        """Take sizes and coordinates from the description of a run."""
        coords = {
            name: (column.dims, np.asarray(column.values))
            for name, column in description.coordinates.items()
        }
        tiers = coords["tier"][1].tolist()
        tier_of = np.asarray([tiers.index(name) for name in coords["unit_tier"][1]])
        adults = np.asarray(coords["unit_adults"][1], np.float64)
        below = adults[tier_of > 0]
        return cls(
            sizes=description.sizes,
            coords=coords,
            seed=seed,
            tier_of=tier_of,
            posts=np.bincount(tier_of, minlength=len(tiers)),
            adults=adults,
            mean_adults=float((below if below.size else adults).mean()),
        )

    def shape(self, *dims: str) -> tuple[int, ...]:
        """Sizes of `member` and of more dimensions."""
        return (self.sizes["member"], *(self.sizes[d] for d in dims))

    def stream(self, name: str) -> np.random.Generator:
        """Generator of one quantity: a margin more or less moves nothing else's draws."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def constant(self, value: float, *dims: str) -> np.ndarray:
        """Repeat a value; the array cannot be written, and takes no memory."""
        return np.broadcast_to(np.asarray(value), self.shape(*dims))

    def normal(self, name: str, mean: float, deviation: float, *dims: str) -> np.ndarray:
        """Draw a normal quantity in every cell."""
        x = self.stream(name).standard_normal(self.shape(*dims), dtype=np.float32)
        x *= np.float32(deviation)
        x += np.float32(mean)
        return x

    def counts(self, name: str, rate: "float | np.ndarray", *dims: str) -> np.ndarray:
        """Draw Poisson counts; `rate` is what is expected in a cell, one or one a last position."""
        rng, shape = self.stream(name), self.shape(*dims)
        if np.ndim(rate) > 0 or rate > FEW:
            return rng.poisson(rate, shape).astype(np.int16)
        size = int(np.prod(shape))
        cells = rng.integers(size, size=rng.poisson(rate * size))
        return np.bincount(cells, minlength=size).astype(np.int16).reshape(shape)

    def placed(
        self,
        cells: tuple[np.ndarray, ...],
        shape: tuple[int, ...],
        weights: np.ndarray | None = None,
    ) -> np.ndarray:
        """Count what lies in each cell, each thing once or by its weight."""
        flat = np.ravel_multi_index(cells, shape)
        found = np.bincount(flat, weights=weights, minlength=int(np.prod(shape)))
        return found.astype(np.int16).reshape(shape)
