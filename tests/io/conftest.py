"""A description of a tiny dataset, and records to write."""

import numpy as np
import pytest

from vertikal.lab import Description
from vertikal.lab._describe import Column

MEMBERS, TIME = 23, 4


def description(request="abc", members=MEMBERS):
    """Two variables over members and months."""
    return Description(
        sizes={"member": members, "time": TIME},
        coordinates={
            "member": Column(
                ("member",), "int32", {"long_name": "history"}, np.arange(members, dtype=np.int32)
            ),
            "place": Column(("time",), "str", {"long_name": "place"},
                            np.array(["a", "b", "c", "dé"], object)),
        },
        variables={
            "count": Column(("member", "time"), "int16", {"long_name": "count", "units": "1"}),
            "share": Column(("member", "time"), "float32", {"long_name": "share", "units": "1"}),
        },
        attrs={"request_hash": request, "seed": np.int64(3)},
    )  # fmt: skip


def records(start, stop):
    """What members `start` to `stop` did: a function of their number, as in a run."""
    count = np.arange(start, stop)[:, None] * 10 + np.arange(TIME)
    return {"count": count.astype(np.int16), "share": (count / 1000.0).astype(np.float32)}


@pytest.fixture
def tiny():
    """The functions that make a description and records."""
    return description, records
