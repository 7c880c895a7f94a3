"""Public finance: what each policy costs and brings, against paired runs without it."""

from experiments.finance.finance import PublicFinance, finance
from experiments.finance.measure import Measured, measure

__all__ = ["Measured", "PublicFinance", "finance", "measure"]
