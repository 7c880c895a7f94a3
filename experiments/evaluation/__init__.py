"""Evaluation systems scored on runs: indicators against thresholds, scores, verdicts, odds."""

from __future__ import annotations

from experiments.evaluation.rows import System, rows_of, systems
from experiments.evaluation.table import evaluate, verdicts

__all__ = ["System", "evaluate", "rows_of", "systems", "verdicts"]
