"""What committees moved in a run: a row a move, with the numbers that made it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.frame import Frame, text_column

if TYPE_CHECKING:
    from experiments.results import Results

COLUMNS = ("strength", "gap", "expected_fall_per_year", "cost_cny_per_year", "purse_cny_per_year")


def lever_moves(results: Results) -> Frame:
    """Return the levers that adaptive committees moved, in order of time; empty with fixed ones.

    Columns: `year` (in which it was decided), `region`, `lever` (the policy), `strength` (what the
    lever goes to), `gap` to the goals, `expected_fall_per_year` of the gap at strength 1,
    `cost_cny_per_year` of strength 1 and `purse_cny_per_year` of the committee.
    """
    moved = results.events.where(event="lever_moved")
    told: list[dict[str, Any]] = [json.loads(text) for text in moved["detail"].tolist()]
    return Frame(
        {
            "year": np.array([int(period[:4]) for period in moved["period"].tolist()], dtype=int),
            "region": text_column(moved["region"].tolist()),
            "lever": text_column(moved["what"].tolist()),
            **{name: np.array([one[name] for one in told], dtype=float) for name in COLUMNS},
        }
    )
