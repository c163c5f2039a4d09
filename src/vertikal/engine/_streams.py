"""Named random streams from a counter-based hash.

A draw is a pure function of *who asks for what, when, about whom*: (seed, member, month, mechanism,
name of the draw, unit). Nothing is consumed, so a new mechanism or one more draw moves nobody
else's numbers, and two worlds that differ by one lever stay paired draw by draw.

The mixer is a 32-bit multiply-xorshift permutation with the constants of the `lowbias32` search
(Wellons, *Hash Prospector*, 2018; revised constants 2022), with a second key word injected between
its two multiplications. `tests/engine/test_streams.py` puts it through a statistical battery.
Philox or Threefry would serve as well and cost several times more on a CPU.
"""

import zlib
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int, UInt32

__all__ = ["Draw", "Streams", "name_word", "permute"]

_GOLDEN = 0x9E3779B9  # 2**32 / golden ratio: spreads consecutive integers
_M1, _M2 = 0x21F0AAAD, 0xD35A2D97  # lowbias32, revised constants
BYTES_MEAN, BYTES_SD = 4 * 255 / 2, (4 * (256**2 - 1) / 12) ** 0.5
"""Moments of the sum of four uniform bytes."""
LARGE_MEAN = 4.0
"""Mean above which a Poisson count is drawn by normal approximation where that is asked for."""
_LANES = (0x243F6A88, 0x85A308D3)  # first two words of pi: where the two key lanes start


def _u32(value: int | Array) -> UInt32[Array, "..."]:
    if isinstance(value, int):
        return jnp.uint32(value & 0xFFFFFFFF)
    return jnp.asarray(value).astype(jnp.uint32)


def permute(x: Array, middle: Array | int = 0) -> Array:
    """Permute 32-bit words; `middle` is a key injected between the two multiplications."""
    x = x ^ (x >> 16)
    x = x * jnp.uint32(_M1)
    x = (x ^ (x >> 15)) + _u32(middle)
    x = x * jnp.uint32(_M2)
    return x ^ (x >> 15)


def name_word(*names: str) -> int:
    """Return the 32-bit word a chain of names stands for (CRC-32 of the joined text)."""
    return zlib.crc32("/".join(names).encode())


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Streams:
    """The random streams of one member at one month: two 32-bit key words."""

    low: UInt32[Array, "..."]
    high: UInt32[Array, "..."]

    @classmethod
    def of(cls, seed: int | Array, member: int | Array) -> "Streams":
        """Start the streams of history `member` of a run with `seed`."""
        return cls(_u32(_LANES[0]), _u32(_LANES[1])).then(seed).then(member)

    def then(self, word: int | Array) -> "Streams":
        """Absorb one more word: the month, a name, a draw's number."""
        spread = _u32(word) * jnp.uint32(_GOLDEN)
        low = permute(self.low ^ spread)
        high = permute((self.high + spread) ^ low)
        return Streams(low, high)


@dataclass(frozen=True)
class Draw:
    """What a mechanism draws from: its streams this month, and the identifiers of each dimension.

    `over` names a dimension (`"unit"`, `"region"`, `"centre"`, ...). Identifiers belong to units,
    not to positions: reordering the units reorders the draws with them.
    """

    streams: Streams
    owner: str
    ids: dict[str, UInt32[Array, "..."]]

    def _named(self, name: str) -> Streams:
        """The two key words of a draw."""
        word = name_word(self.owner, name)
        low = self.streams.low ^ jnp.uint32(word)
        high = self.streams.high + jnp.uint32((word * _GOLDEN) & 0xFFFFFFFF)
        return Streams(low, high)

    def _bits(self, name: str, over: str) -> UInt32[Array, "..."]:
        """32 random bits for each element of `over`."""
        key = self._named(name)
        return permute(self.ids[over] ^ key.low, key.high)

    def each(self, name: str, over: str) -> Streams:
        """Return streams of their own for each element of `over`, for draws about its parts."""
        return self._named(name).then(self.ids[over])

    def uniform(self, name: str, over: str) -> Float[Array, "..."]:
        """Uniform numbers in the open interval (0, 1), one for each element of `over`."""
        bits = self._bits(name, over) >> 9  # 23 bits: the sum below is exact, and never 1
        return bits.astype(jnp.float32) * jnp.float32(2**-23) + jnp.float32(2**-24)

    def normal(self, name: str, over: str) -> Float[Array, "..."]:
        """Return standard normal numbers, by inversion."""
        u = self.uniform(name, over)
        return jnp.float32(2**0.5) * jax.lax.erf_inv(2.0 * u - 1.0)

    def noise(self, name: str, over: str) -> Float[Array, "..."]:
        """Bell-shaped noise of mean 0 and variance 1 within 3.5: the sum of four random bytes.

        A quarter of the cost of `normal`; for luck and scatter, where tails are not the point.
        """
        bits = self._bits(name, over)
        total = sum(((bits >> shift) & 0xFF for shift in (8, 16, 24)), start=bits & 0xFF)
        return (total.astype(jnp.float32) - BYTES_MEAN) / BYTES_SD

    def happens(self, name: str, over: str, probability: Array | float) -> Array:
        """Booleans, true with `probability`."""
        return self.uniform(name, over) < probability

    def exponential(self, name: str, over: str) -> Float[Array, "..."]:
        """Exponential numbers with mean 1."""
        return -jnp.log(self.uniform(name, over))

    def count(
        self, name: str, over: str, mean: Array | float, *, most: int = 8, large: bool = False
    ) -> Int[Array, "..."]:
        """Poisson counts by inversion of one uniform number.

        Exact up to `most`, into which the tail above is folded: choose it so that the tail's mass
        does not matter. With `large`, means above 4 get a rounded normal approximation instead.
        """
        u = self.uniform(name, over)
        mean = jnp.broadcast_to(jnp.asarray(mean, jnp.float32), u.shape)
        term = jnp.exp(-mean)
        below, total = term, jnp.zeros(u.shape, jnp.int32)
        for k in range(1, most + 1):
            total = total + (u >= below)
            term = term * mean / k
            below = below + term
        if not large:
            return total
        z = jnp.float32(2**0.5) * jax.lax.erf_inv(2.0 * u - 1.0)
        normal = jnp.maximum(jnp.round(mean + jnp.sqrt(mean) * z), 0.0).astype(jnp.int32)
        return jnp.where(mean > LARGE_MEAN, normal, total)
