"""The entry point, and what happens when a command fails."""

import os
import signal
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; the entry point `vertikal`."""
    code: str | int | None = 0
    try:
        from vertikal.cli._app import app

        app()
    except SystemExit as left:
        code = left.code
    except (KeyboardInterrupt, Exception) as error:
        code = _failed(error)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the work is done
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
    except OSError as error:
        code = code or _failed(error)
        _forget_output()
    sys.exit(code)


def _failed(error: BaseException) -> int:
    from vertikal.cli._failures import failure

    found = failure(error)
    if found is None:
        raise error
    says, code = found
    sys.stderr.write(f"{says}\n")
    return code


def _forget_output() -> None:
    """Let what could not be written go; Python would try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
