"""What is expected of a replay: bands from the record or from the direction of a claim."""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.facts.fact import Figure
from experiments.history.comparison import Comparison


def figures(found: Comparison) -> list[Figure]:
    """Return the figures of a comparison with their bands."""
    said = f"{found.case.name}, {len(found.replays)} seeds"
    rated = found.case.rate_until is not None
    return [
        *(_rate(found, said) if rated else _delay(found, said)),
        *(_order(found, said) if rated else []),
        *_switch(found, said),
        *_match(found, said),
        *(_broker(found, said) if found.brokered else []),
    ]


def _rate(found: Comparison, said: str) -> list[Figure]:
    recorded, until = found.recorded_rate(), found.case.rate_until
    early, early_recorded = found.early_shares()
    return [
        Figure(
            f"links a year before {until}, median", float(np.median(found.rates(found.replays))),
            said, recorded / 2.0, recorded * 2.0, f"recorded {recorded:.2f}, factor of two",
        ),
        Figure(
            f"share of the links before {until} in the first half of those years", early, said,
            band_from=f"recorded {early_recorded:.2f}",
        ),
    ]  # fmt: skip


def _order(found: Comparison, said: str) -> list[Figure]:
    return [
        Figure(
            "order of kinds, rank correlation", found.order_of_kinds(), said, 0.5, 1.0,
            "half of perfect; 0 by chance",
        ),
        Figure(
            "order of recorded exchanges, rank correlation", found.order_of_links(), said, 0.5,
            1.0, "half of perfect; 0 by chance",
        ),
        Figure("the same, by the years of entry alone", found.order_by_entry(), said),
    ]  # fmt: skip


def _delay(found: Comparison, said: str) -> list[Figure]:
    recorded = float(np.median(found.recorded_waits()))
    return [
        Figure(
            "years from possible to flowing, median", float(np.median(found.waits())), said,
            0.0, 2.0, f"one owner: little delay (recorded {recorded:g})",
        ),
    ]  # fmt: skip


def _switch(found: Comparison, said: str) -> list[Figure]:
    months = found.months_to_full()
    said = f"{len(months)} links of {said}"
    return [
        Figure(
            "months from signing to full size, median", float(np.median(months)), said, 0, 24,
            "an exchange is a step: within two years",
        ),
        Figure("share at full size within 24 months", float((months <= 24).mean()), said, 0.5, 1.0,
               "direction: most links"),
    ]  # fmt: skip


def _match(found: Comparison, said: str) -> list[Figure]:
    """Return precision and recall, not judged: without decoys nearly all that fits is recorded."""
    names = "recorded of found exchanges", "found of recorded exchanges"
    shares = found.precision(), found.recall()
    return [
        Figure(what, share, said, band_from=f"by chance {chance:.2f}")
        for what, (share, chance) in zip(names, shares, strict=True)
    ]


def _broker(found: Comparison, said: str) -> list[Figure]:
    alone, helped = (found.chance_a_year(one) for one in (found.replays, found.brokered))
    said = f"{said}, {found.proposals:g} proposals a year"
    return [
        Figure("chance a year that a possible exchange begins, alone", alone, said),
        Figure("the same with a broker", helped, said),
        Figure("brokered over self-organised", helped / alone, said, 2.0,
               band_from="direction: several times, at least twice"),
    ]  # fmt: skip


def as_json(found: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values, infinite ends of bands left out."""
    return {
        "case": found.case.name,
        "seeds": [one.seed for one in found.replays],
        "proposals_per_year": found.proposals,
        "growth": found.growth(),
        "kinds": found.kinds(),
        "exchanges": found.exchanges(),
        "left_out": [vars(exchange) for exchange in found.case.left_out],
        "figures": [{**vars(figure), "holds": figure.holds} for figure in figures(found)],
    }
