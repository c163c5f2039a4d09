"""Settings of JAX that must be made before it touches a device."""

import jax

__all__ = ["prepare"]


def prepare(*, cache: str) -> None:
    """Let JAX keep compiled programs in the folder `cache` (for tests and notebooks).

    The command line keeps whole programs instead; see `ProgramStore`.
    """
    jax.config.update("jax_compilation_cache_dir", cache)
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)
