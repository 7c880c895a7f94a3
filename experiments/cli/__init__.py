"""The command line: one file a command, loaded only when it is called."""

from __future__ import annotations

from experiments.cli.main import main

__all__ = ["main"]
