"""What can go wrong with a machine, in words and an exit code."""

import contextlib
from collections.abc import Iterator

import typer

__all__ = ["failure", "guarded"]

INPUT, FAILED, INTERRUPTED = 3, 4, 130
MEMORY = "out of memory: run fewer members at a time (--members), or on a larger machine"
STOPPED = "interrupted; what is finished is kept, and the same command goes on from there"
SCARCE = ("RESOURCE_EXHAUSTED", "out of memory", "bad_alloc", "can't start new thread")
"""What JAX, polars and Python say where memory or threads are spent."""


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Turn what a user can mend into a message and an exit code, without a traceback."""
    from vertikal.io import DatasetError
    from vertikal.measures import MeasureError
    from vertikal.scenario import ScenarioError

    try:
        yield
    except ScenarioError as error:
        typer.echo(error.text(), err=True)
        raise typer.Exit(INPUT) from None
    except MeasureError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(INPUT) from None
    except DatasetError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.code) from None
    except KeyboardInterrupt:
        typer.echo(STOPPED, err=True)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:  # whoever read has read enough; typer knows
        raise
    except typer.Exit:
        raise
    except Exception as error:
        if (found := failure(error)) is None:
            raise
        says, code = found
        typer.echo(says, err=True)
        raise typer.Exit(code) from None


def failure(error: BaseException) -> tuple[str, int] | None:
    """Say what failed, and the exit code; None if it was not the machine, but perhaps a bug."""
    behind = _behind(error)
    if any(isinstance(e, KeyboardInterrupt) for e in behind):
        return STOPPED, INTERRUPTED
    if any(isinstance(e, MemoryError) for e in behind):
        return MEMORY, FAILED
    if any(isinstance(e, RuntimeError) and any(s in str(e) for s in SCARCE) for e in behind):
        return MEMORY, FAILED
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}cannot be read or written ({error.strerror or error})", FAILED
    return None


def _behind(error: BaseException | None) -> list[BaseException]:
    """An error and those that led to it: Python wraps some, an interrupted import for one."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
