"""Returns that a page sends: read in a process of their own, within bounds, and not kept."""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

__all__ = ["MOST", "Refused", "read"]

MOST = 64 * 2**20
"""Bytes of a table."""
SECONDS = 180
"""Time that reading and measuring may take."""
REPLY = 16 * 2**20
"""Bytes of an answer."""


class Refused(ValueError):
    """A table that will not do; the message says why."""


async def read(content: bytes, options: Mapping[str, str]) -> dict[str, Any]:
    """Read a table of returns and measure it.

    Raises
    ------
    Refused
        If it cannot be read, or does not fit into the memory and time there are for it.
    """
    head = json.dumps(dict(options)).encode() + b"\n"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "vertikal.web._reader",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        out, _ = await asyncio.wait_for(process.communicate(head + content), SECONDS)
    except TimeoutError:
        message = f"the table took longer than {SECONDS} s; send fewer rows"
        raise Refused(message) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or not out or len(out) > REPLY:
        message = (
            "the table did not fit into the memory there is for it; send fewer rows or columns"
        )
        raise Refused(message)
    answer = json.loads(out)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return answer
