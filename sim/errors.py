"""What can go wrong inside a run."""

from __future__ import annotations


class BookError(RuntimeError):
    """The books of a month do not close: mass, energy, water, carbon or money leaked."""


class Cancelled(RuntimeError):
    """A run was cancelled from outside."""
