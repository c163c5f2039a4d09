"""Shared step: how first and last years are called where scripts read them."""

from collections.abc import Mapping
from typing import Any

__all__ = ["from_to"]


def from_to(values: Mapping[str, Any]) -> dict[str, Any]:
    """Rename `first` and `last` to `from`, which is no name in Python, and `to`."""
    return {{"first": "from", "last": "to"}.get(name, name): x for name, x in values.items()}
