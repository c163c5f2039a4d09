"""The command line: one command a file, heavy imports inside the commands."""

from vertikal.cli._main import main as main

__all__ = ["main"]
