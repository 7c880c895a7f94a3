"""Uncertainty of the tables: named factors placed between low and high, and draws of all rows.

>>> from experiments.uncertainty import catalogue_of
>>> dear, plain = catalogue_of({"coal_price": 1.0}), catalogue_of()
>>> bool(dear.price[dear.stream["coal"], 10] > plain.price[plain.stream["coal"], 10])
True
>>> catalogue_of({"coal_price": 0.5}) is plain
True
"""

from experiments.uncertainty.drawn import catalogue_of, digest, parameters_of
from experiments.uncertainty.factors import (
    Factor,
    factors,
    parameter_factors,
    position_faults,
    table_factors,
    tables,
)

__all__ = [
    "Factor",
    "catalogue_of",
    "digest",
    "factors",
    "parameter_factors",
    "parameters_of",
    "position_faults",
    "table_factors",
    "tables",
]
