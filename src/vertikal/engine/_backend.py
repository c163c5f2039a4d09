"""Settings of JAX that must be made before it touches a device."""

import jax

__all__ = ["device_count", "prepare"]


def prepare(*, cache: str | None = None, devices: int | None = None) -> None:
    """Use `devices` CPU cores as devices, and keep compiled programs in the folder `cache`.

    Must run before the first array is made; later calls change nothing that matters.
    """
    if devices is not None:
        jax.config.update("jax_num_cpu_devices", devices)
    if cache is not None:
        jax.config.update("jax_compilation_cache_dir", cache)
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)


def device_count() -> int:
    """Number of devices that blocks of histories are spread over."""
    return len(jax.devices())
