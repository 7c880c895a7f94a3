"""Pareto-optimal packages: an ask/tell search whose every evaluation is a run of the store."""

from experiments.pareto.archive import Archive
from experiments.pareto.front import compromise, nondominated
from experiments.pareto.search import Found, Settings, search
from experiments.pareto.space import Space

__all__ = ["Archive", "Found", "Settings", "Space", "compromise", "nondominated", "search"]
