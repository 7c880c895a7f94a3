"""Programmes set by hand, and small worlds to look at."""

from __future__ import annotations

import numpy as np

from agents.bargain import Deal
from agents.feasible import Feasible
from experiments.scenario import Scenario
from experiments.symbiosis.look import Look, last_look
from experiments.symbiosis.programme import CO2, REUSE, Limits, Programme
from sim.park import Park, sheet_of_rows

Pair = tuple[int, int, float]
"""Giver, taker, net benefit per unit."""


def programme(
    pairs: list[Pair],
    supply: list[float],
    need: list[float],
    ratio: float = 1.0,
    option_share: float = 1.0,
    standing: list[float] | None = None,
    annuity: float = 0.0,
    reuse: list[float] | None = None,
) -> Programme:
    """Return a programme; slots are givers then takers, each taker slot has one prospect."""
    count = len(pairs)
    a = np.array([giver for giver, _, _ in pairs])
    b = np.array([taker for _, taker, _ in pairs]) + len(supply)
    value = np.array([worth for _, _, worth in pairs])
    zero = np.zeros(count)
    numbers = dict.fromkeys(Deal.__dataclass_fields__, zero) | {
        "ratio": np.full(count, ratio),
        "operating": value + annuity,
        "annuity": np.full(count, annuity),
    }
    feasible = Feasible(
        giver=a, taker=b, exchange=np.zeros(count, dtype=np.int64), giver_slot=a, taker_slot=b,
        seller=a, buyer=b, trust=zero, known=zero > 0, deal=Deal(**numbers),
    )  # fmt: skip
    made, used = (
        np.array([*supply, *(0.0 for _ in need)]),
        np.array([*(0.0 for _ in supply), *need]),
    )
    weight = zero if reuse is None else np.array(reuse)
    return Programme(
        pairs=feasible,
        limits=Limits(supply=made, need=used, option_need=used * option_share),
        standing=zero if standing is None else np.array(standing),
        per_unit={REUSE: weight, CO2: zero, "heat_gj": zero, "water_m3": zero},
    )


def two_firms(km: float = 2.0, firms: tuple[str, str] = ("brewery", "feed_mill")) -> Park:
    """Return two firms alone in a park."""
    rows = [
        {"enterprise_id": "one", "sector": firms[0], "x_km": 0.0, "y_km": 0.0},
        {"enterprise_id": "other", "sector": firms[1], "x_km": km, "y_km": 0.0},
    ]
    info = {
        "format_version": 1, "park_id": "pair", "name_en": "A pair", "name_zh": "",
        "province": "CN-ZJ", "kind": "composed", "area_mu": 1000.0, "note": "",
    }  # fmt: skip
    return Park(info=info, enterprises=sheet_of_rows("enterprises", rows))


def look_at(park: Park, until: int = 2020, seed: int = 1, **assumption: float) -> Look:
    """Return the look at a park at the end of a year, run without policies."""
    scenario = Scenario(park, "none", seed=seed, until=until, assumption=assumption)
    return last_look(scenario)[1]
