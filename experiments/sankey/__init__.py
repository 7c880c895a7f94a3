"""Sankey data of a year: energy, water and materials from sources through the park to sinks.

>>> from experiments import Scenario
>>> from experiments.sankey import sankey
>>> nodes, links, unit = sankey(Scenario("guitang", until=2020).run(), 2020, "water")
>>> unit, sorted(links.columns)
('m3', ['from', 'stream', 'to', 'value'])
"""

from experiments.sankey.diagram import LEVELS, Sankey, sankey
from experiments.sankey.moves import KINDS

__all__ = ["KINDS", "LEVELS", "Sankey", "sankey"]
