"""Keep what was made from the same input a moment ago, up to a number of bytes."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np

__all__ = ["Memo", "digest"]

T = TypeVar("T")


class Memo(Generic[T]):
    """The latest results by key; the oldest go first when they take more than `most` bytes.

    A result is kept by reference: whoever gets it must not change it.
    """

    def __init__(self, most: int, size: Callable[[T], int]) -> None:
        self._most, self._size = most, size
        self._kept: OrderedDict[bytes, T] = OrderedDict()
        self._bytes = 0

    def recall(self, key: bytes, make: Callable[[], T]) -> T:
        """Return what is kept under a key, made now if nothing is."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = make()
        self._kept[key] = made
        self._bytes += self._size(made)
        while self._bytes > self._most and self._kept:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= self._size(oldest)
        return made


def digest(*parts: object) -> bytes:
    """Name what a result is made from: arrays by their bytes, all else by its text."""
    name = hashlib.blake2b(digest_size=16)
    for part in parts:
        if isinstance(part, np.ndarray) and part.dtype != object:
            text = f"{part.dtype}{part.shape}".encode() + np.ascontiguousarray(part).tobytes()
        else:
            text = repr(part).encode()
        name.update(len(text).to_bytes(8, "big") + text)
    return name.digest()
