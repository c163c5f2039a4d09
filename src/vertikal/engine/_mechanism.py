"""What a mechanism is: a name, the sentence it implements, its parameters, one pure function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, dataclass_transform

import jax

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine._model import View
    from vertikal.engine._streams import Draw

__all__ = ["Mechanism", "ParamInfo", "Params", "param", "param_info"]


@dataclass(frozen=True)
class ParamInfo:
    """The declaration of one structural parameter."""

    name: str
    default: float
    unit: str
    bounds: tuple[float, float]
    doc: str
    source: str


def param(default: float, *, unit: str, bounds: tuple[float, float], doc: str, source: str) -> Any:  # noqa: ANN401 - a dataclass field stands where a float is annotated
    """Declare a structural parameter: written once, read by validator, docs, prior and slider.

    Parameters
    ----------
    default
        Value used unless a run sets another.
    unit
        Unit, e.g. `"1/yr"`; `"1"` for a pure number.
    bounds
        Plausible range: the prior is uniform over it until something better is known.
    doc
        What it means, as a sentence.
    source
        Paper and page, a facts table, or the words "placeholder until calibrated".
    """
    info = {"unit": unit, "bounds": bounds, "doc": doc, "source": source}
    return field(default=default, metadata=info)


@dataclass_transform(frozen_default=True, field_specifiers=(param,))
class Params:
    """Base of a mechanism's parameters: a frozen dataclass and a pytree of its values."""

    def __init_subclass__(cls) -> None:
        """Make every subclass a frozen dataclass that JAX can trace."""
        dataclass(frozen=True)(cls)
        names = [f.name for f in fields(cls)]  # type: ignore[arg-type]
        jax.tree_util.register_dataclass(cls, data_fields=names, meta_fields=[])


def param_info(params: type[Params]) -> tuple[ParamInfo, ...]:
    """List the declared parameters of a class, in order of declaration."""
    return tuple(
        ParamInfo(name=f.name, default=f.default, **f.metadata)  # type: ignore[arg-type]
        for f in fields(params)  # type: ignore[arg-type]
    )


@dataclass(frozen=True)
class Mechanism:
    """A theory: what happens, to what, why, and who says so.

    `act(now, params, draw)` returns a change for each field in `writes`: an increment of a stock,
    or the month's value of a flow. It sees only the fields in `reads`.
    """

    name: str
    phase: str
    says: str
    """Letters of the account's sentences it implements (DESIGN, A to L)."""
    params: type[Params]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    act: "Callable[[View, Any, Draw], Mapping[str, Array]]"
    refs: tuple[str, ...] = ()
    only_if: str | None = None
    """A scalar field: the mechanism is skipped in months in which it is 0 for every member."""
