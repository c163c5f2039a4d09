"""Run a model of `../shared/peers` as it is, and also say how much processor time each call took.

Wall time on a machine that others use measures the others; processor time does not. Usage:
`python benchmarks/cascade_peer.py FOLDER MODEL.py [options of the model]`.
"""

import runpy
import sys
import time
from collections.abc import Callable
from typing import Any

sys.path.insert(0, sys.argv[1])
import common  # type: ignore[import-not-found]


def timed(
    self: Any,  # noqa: ANN401 - the peers' own class
    call: Callable[..., Any],
    warm: bool = True,
    build: Callable[[], Any] | None = None,
) -> Any:  # noqa: ANN401
    """Call as `Bench.time` does, first apart, then repeatedly; keep wall and processor time."""

    def prepared() -> tuple[Any, ...]:
        return () if build is None else (build(),)

    if warm:
        call(*prepared())
    series, walls, used = None, [], []
    for _ in range(self.a.repeat):
        given = prepared()
        wall, cpu = time.perf_counter(), time.process_time()
        series = call(*given)
        used.append(time.process_time() - cpu)
        walls.append(time.perf_counter() - wall)
    self.d |= {"times": walls, "cpu": used}
    return series


if __name__ == "__main__":
    common.Bench.time = timed
    model = sys.argv[2]
    sys.argv = [model, *sys.argv[3:]]
    runpy.run_path(model, run_name="__main__")
