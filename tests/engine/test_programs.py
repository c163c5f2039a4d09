"""Compiled programs are kept, found again, and made anew when damaged."""

import jax
import jax.numpy as jnp
import pytest
from jax.experimental.compilation_cache import compilation_cache

from vertikal.engine import _programs
from vertikal.engine._programs import program


class Store:
    fingerprint = "test"

    def __init__(self):
        self.kept = {}

    def get(self, key):
        return self.kept.get(key)

    def put(self, key, program):
        self.kept[key] = program


@pytest.fixture
def store():
    """A store, with JAX's own cache off: the two do not go together."""
    before = jax.config.values.get("jax_compilation_cache_dir")
    jax.config.update("jax_compilation_cache_dir", None)
    compilation_cache.reset_cache()
    _programs._LOADED.clear()
    yield Store()
    _programs._LOADED.clear()
    jax.config.update("jax_compilation_cache_dir", before)
    compilation_cache.reset_cache()


def made(store, times, traced, name="double"):
    def build():
        traced.append(name)
        return jax.jit(lambda x: times * x)

    return program(name, build, {"x": jnp.arange(3.0)}, store)


def test_is_traced_once_and_found_again(store):
    traced = []
    first = made(store, 2.0, traced)
    _programs._LOADED.clear()  # as in another process
    second = made(store, 2.0, traced)
    assert traced == ["double"]
    assert first(jnp.arange(3.0)).tolist() == second(jnp.arange(3.0)).tolist() == [0.0, 2.0, 4.0]


def test_in_one_process_it_is_read_once(store):
    traced = []
    first = made(store, 2.0, traced)
    store.kept.clear()
    assert made(store, 2.0, traced) is first
    assert traced == ["double"]


def test_another_name_is_another_program(store):
    traced = []
    made(store, 2.0, traced)
    assert made(store, 3.0, traced, "triple")(jnp.arange(3.0)).tolist() == [0.0, 3.0, 6.0]
    assert traced == ["double", "triple"]


@pytest.mark.parametrize("damage", [b"", b"no pickle", b"\x80\x04N."])
def test_a_damaged_program_is_made_anew(store, damage):
    traced = []
    made(store, 2.0, traced)
    store.kept = dict.fromkeys(store.kept, damage)
    _programs._LOADED.clear()
    assert made(store, 2.0, traced)(jnp.arange(3.0)).tolist() == [0.0, 2.0, 4.0]
    assert traced == ["double", "double"]


def test_without_a_store_it_is_compiled_here_and_now():
    traced = []
    assert made(None, 2.0, traced)(jnp.arange(3.0)).tolist() == [0.0, 2.0, 4.0]
