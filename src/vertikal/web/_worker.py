"""The process that does the work: it knows no page, hears tasks through a pipe, and reports."""

import contextlib
import os
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vertikal.lab import Progress

__all__ = ["work"]

NICE = 5
"""How much the work steps back before the pages."""


def work(pipe: Connection, stops: Connection, folder: str) -> None:
    """Do task after task until the pipe closes; `stops` names tasks that are to stop."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICE)
    from vertikal.web._runs import Runs  # noqa: PLC0415 - in this process only
    from vertikal.web._tasks import TASKS, Stopped  # noqa: PLC0415

    runs = Runs(Path(folder))
    stopped: set[str] = set()
    while True:
        try:
            job, kind, spec = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return

        def tell(progress: Progress, job: str = job) -> None:
            while stops.poll():
                stopped.add(stops.recv())
            if job in stopped:
                stopped.discard(job)
                raise Stopped
            pipe.send({"phase": progress.phase, "done": progress.done, "total": progress.total})

        end = _done(TASKS[kind], runs, spec, tell)
        try:
            pipe.send(end)
        except OSError:
            return


def _done(
    task: Callable[..., str], runs: object, spec: Mapping[str, Any], tell: Callable[..., None]
) -> dict[str, str]:
    from vertikal.io import DatasetError  # noqa: PLC0415 - in this process only
    from vertikal.measures import MeasureError  # noqa: PLC0415
    from vertikal.scenario import ScenarioError  # noqa: PLC0415
    from vertikal.web._runs import NoSuch  # noqa: PLC0415
    from vertikal.web._tasks import Stopped  # noqa: PLC0415

    try:
        return {"state": "finished", "result": task(runs, spec, tell)}
    except Stopped:
        return {"state": "cancelled"}
    except ScenarioError as error:
        says = error.text()
    except (DatasetError, MeasureError, NoSuch) as error:
        says = str(error)
    except ModuleNotFoundError as error:
        says = f"needs {error.name}, which is not installed: pip install 'vertikal[robustness]'"
    except MemoryError:
        says = "out of memory: run fewer members at a time"
    except Exception as error:  # a fault of ours must not end the process unheard
        says = f"this should not have happened ({type(error).__name__}: {error}); please report it"
    return {"state": "failed", "says": says}
