"""Compiled programs kept between processes: a run that was compiled once starts at once.

JAX's own compilation cache saves the compiler's time, not the time to trace and lower the model
(two thirds of a warm start here). A program is found by everything it depends on: the sources and
the machine (the store's `fingerprint`), JAX, the devices and the shapes of its arguments.
"""

import hashlib
import pickle
from collections.abc import Callable
from typing import Any, Protocol

import jax
import jaxlib.version
from jax.experimental import serialize_executable

__all__ = ["ProgramStore", "program"]

_LOADED: dict[str, Callable[..., Any]] = {}
"""Programs of this process, by all they depend on: a second world of one shape starts at once."""


class ProgramStore(Protocol):
    """Where compiled programs are kept."""

    @property
    def fingerprint(self) -> str:
        """Hash of the sources that the programs were made from, and of the machine."""
        ...

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`; None if nothing was."""
        ...

    def put(self, key: str, program: bytes) -> None:
        """Keep a program under `key`."""
        ...


def program(
    name: str,
    build: Callable[[], Any],
    arguments: Any,  # noqa: ANN401 - any pytree
    store: ProgramStore | None,
) -> Callable[..., Any]:
    """Return a compiled function of the flattened `arguments`.

    Parameters
    ----------
    name
        What the program is, with everything about it that the arguments do not show.
    build
        Makes the jitted function of the flattened arguments, traced only if nothing is stored.
    arguments
        Example arguments, a pytree of arrays.
    store
        Where programs are kept; None: compile here and now. Not used where JAX's own cache is on:
        a program that JAX has read from its cache cannot be serialised again (jax 0.10).
    """
    leaves = jax.tree.leaves(arguments)
    if store is None:
        return build().lower(*leaves).compile()
    said = [
        name,
        store.fingerprint,
        jax.__version__,
        jaxlib.version.__version__,
        str(jax.devices()),
    ]
    said.append(str(jax.tree.structure(arguments)))
    said += [f"{x.shape}{x.dtype}{x.sharding}" for x in leaves]
    key = hashlib.sha256("\n".join(said).encode()).hexdigest()
    if key not in _LOADED:
        _LOADED[key] = _found(key, build, leaves, store)
    return _LOADED[key]


def _found(
    key: str, build: Callable[[], Any], leaves: list[Any], store: ProgramStore
) -> Callable[..., Any]:
    """Read a program from the store, or compile it and put it there."""
    if jax.config.values.get("jax_compilation_cache_dir"):
        return build().lower(*leaves).compile()
    if (kept := store.get(key)) is not None:
        try:
            return serialize_executable.deserialize_and_load(*pickle.loads(kept))
        except Exception:
            pass
    compiled = build().lower(*leaves).compile()
    store.put(key, pickle.dumps(serialize_executable.serialize(compiled)))
    return compiled
