"""The register of measures: each measure of the policy documents, and what carries it."""

from __future__ import annotations

from experiments.measures.register import Measure, faults, pairs, register

__all__ = ["Measure", "faults", "pairs", "register"]
