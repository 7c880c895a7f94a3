"""Outputs of studies beyond the results table: families of yearly numbers, each part by name.

A study, a sweep or an experiment asks for them as `family.part`, beside the indicators; a run works
a family out only where it is asked for. Importing this registers every one of them.
"""

from __future__ import annotations

from experiments.outputs import effects, link_book, wastes, wastes_left  # noqa: F401
from experiments.outputs.registry import FAMILIES, Family, family_names, values_of

__all__ = ["FAMILIES", "Family", "family_names", "values_of"]
