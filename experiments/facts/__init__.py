"""Stylised facts of industrial symbiosis, each held against runs of the model."""

from experiments.facts.fact import FACTS, Fact, Figure
from experiments.facts.sample import FULL, QUICK, Sample

__all__ = ["FACTS", "FULL", "QUICK", "Fact", "Figure", "Sample"]
