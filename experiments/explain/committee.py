"""The park committee's year: levers by year, moves with their numbers, and the policies' books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.explain.decisions import Row
from experiments.explain.terms import term_rows
from experiments.indicators.panel import Panel
from experiments.result_frames import period
from sim.catalogue import FIRST_YEAR


@dataclass(frozen=True)
class CommitteeYear:
    """The committee of one park in one year; each list holds rows ready for JSON."""

    region: str
    year: int
    adaptive: bool
    """Whether it moves the levers in its hands, or keeps those of the package."""
    levers: list[Row]
    """Policy, whether its lever is in the committee's hands, and strength that held by year."""
    moves: list[Row]
    """Levers moved this January, with the gap, the fall expected and the cost of each."""
    gaps: list[Row]
    """How far the park was from its goals, by year that had ended (adaptive only)."""
    books: list[Row]
    """What each policy cost and brought this year: policy, payer or payee, spent, collected."""
    terms: list[Row]
    """Terms of the park as a whole that some policy wrote."""
    events: list[Row]
    """Facilities ordered, titles won and lost, levers moved: what happened to the park."""

    def as_json(self) -> dict[str, Any]:
        """Return everything, ready for `json.dumps`."""
        return {"enterprise": "committee", **vars(self)}


def explain_committee(panel: Panel, park: int, year: int) -> CommitteeYear:
    """Return the year of the committee of a park, by its row."""
    world = panel.world
    region, first = world.columns.park_ids[park], (year - FIRST_YEAR) * 12
    seen = world.experience.get(park)
    gaps = zip(seen.years, seen.gap, strict=True) if seen is not None else ()
    mine = np.flatnonzero(world.columns.enterprises.park == park)
    names = {str(name) for name in world.columns.enterprises.name[mine]}
    return CommitteeYear(
        region=region,
        year=year,
        adaptive=world.adaptive,
        levers=[
            {
                "policy": policy.name,
                "local": policy.local,
                "years": {
                    str(FIRST_YEAR + k): float(held[park, place])
                    for k, held in enumerate(world.lever_years)
                },
            }
            for place, policy in enumerate(world.policies)
        ],
        moves=[m for m in world.moves if m["year"] == year and m["park"] == region],
        gaps=[{"year": when, "gap": gap} for when, gap in gaps if when < year],
        books=_books(panel, park, year),
        terms=term_rows(panel, int(mine[0]), year, only="park"),
        events=[
            {"period": period(event["month"]), **{k: v for k, v in event.items() if k != "month"}}
            for event in world.events.between(first, first + 12)
            if (
                event.get("park") == region
                or (event["event"] == "facility_ordered" and event["enterprise"] in names)
            )
        ],
    )


def _books(panel: Panel, park: int, year: int) -> list[Row]:
    """Return spent and collected by (policy, payer or payee) of a park in a year."""
    budgets = panel.world.budgets
    rows: dict[tuple[str, str], Row] = {}
    for name, book in (("spent_cny", budgets.spent_cny), ("collected_cny", budgets.collected_cny)):
        for when, where, policy, party in sorted(book):
            if (when, where) == (year, park):
                row = rows.setdefault(
                    (policy, party),
                    {"policy": policy, "party": party, "spent_cny": 0.0, "collected_cny": 0.0},
                )
                row[name] += book[when, where, policy, party]
    return [rows[key] for key in sorted(rows)]
