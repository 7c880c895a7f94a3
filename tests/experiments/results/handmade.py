"""Worlds and results made by hand, so that every indicator can be checked on paper."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.indicators import INDICATORS
from experiments.indicators.panel import Panel
from experiments.indicators.registry import FLOW
from experiments.results import Results
from experiments.series import Series, StoredBook
from sim.assumptions import assumptions
from sim.catalogue import load_catalogue
from sim.columns import Contracts
from sim.park import Park, sheet_of_rows
from sim.world import World, start_world

Floats = NDArray[np.float64]


def small_park() -> Park:
    """Return a park of a dyer, a machine shop, a heat plant, and a partner outside the fence."""
    firms = [
        {"enterprise_id": "mill", "name_en": "Mill", "sector": "dyeing", "x_km": 0.0, "y_km": 0.0},
        {"enterprise_id": "shop", "name_en": "Shop", "sector": "machinery", "x_km": 1.0, "y_km": 0},
        {"enterprise_id": "farm", "sector": "cement_grinding", "x_km": 60, "y_km": 9},
    ]
    common = {"output": 1000.0, "land_mu": 30.0, "jobs": 100.0, "start_year": 2000.0}
    plant = {"facility_id": "plant", "sector": "coal_chp", "x_km": 0.5, "y_km": 0.6}
    plots = [{"plot_id": "p", "x_km": 1.2, "y_km": 0.4, "area_mu": 40.0, "status": "free"}]
    info = {
        "format_version": 1, "park_id": "small", "name_en": "Small park", "name_zh": "小园区",
        "province": "CN-ZJ", "kind": "teaching", "area_mu": 100.0, "note": "",
    }  # fmt: skip
    mill, shop, farm = ({**common, **firm} for firm in firms)
    farm["inside"] = "no"
    return Park(
        info=info,
        enterprises=sheet_of_rows("enterprises", [mill, shop, farm]),
        facilities=sheet_of_rows(
            "facilities", [{**plant, "capacity": 1000.0, "land_mu": 50.0, "start_year": 2000.0}]
        ),
        plots=sheet_of_rows("plots", plots),
    )


def blank_world(years: int = 2) -> World:
    """Return a world at its horizon in which nothing has been recorded."""
    catalogue = load_catalogue()
    world = start_world(
        catalogue, [small_park()], 1, assumptions(catalogue), [], np.zeros((1, 0)), 12 * years, ()
    )
    world.month = 12 * years
    world.link_years = [np.zeros(0) for _ in range(years)]
    return world


def row(world: World, name: str) -> int:
    """Return the row of an enterprise."""
    return world.columns.enterprises.name.tolist().index(name)


def put(world: World, variable: str, **by_name: float | list[float]) -> None:
    """Record a variable by enterprise: one monthly value, or one for each year."""
    years = world.month // 12
    values = np.zeros((world.month, len(world.columns.enterprises)))
    for name, given in by_name.items():
        monthly = np.repeat(np.broadcast_to(np.asarray(given, dtype=float), (years,)), 12)
        values[:, row(world, name)] = monthly
    for month in range(world.month):
        world.record.put(month, variable, values[month])


def add_link(
    world: World, giver: str, taker: str, exchange: str, given: list[float], **terms: Any
) -> int:
    """Add a contract with what it gave each year, in base units; return its row."""
    columns, option = world.columns, world.catalogue.exchange[exchange]
    out = _slot(world, giver, int(world.catalogue.from_stream[option]), True)
    into = _slot(world, taker, int(world.catalogue.to_stream[option]), False)
    terms = {"start_month": 0, "end_month": 10**6, "ratio": 1.0, "signed_month": -1, **terms}
    columns.contracts.append(
        Contracts.blank(1, giver_slot=out, taker_slot=into, exchange=option, **terms)
    )
    count = len(columns.contracts)
    for year, amount in enumerate(given):
        known = world.link_years[year]
        world.link_years[year] = np.pad(known, (0, count - len(known)))
        world.link_years[year][count - 1] = amount
    return count - 1


def _slot(world: World, name: str, stream: int, out: bool) -> int:
    slots = world.columns.slots
    mine = (slots.enterprise == row(world, name)) & (slots.stream == stream) & (slots.out == out)
    return int(np.flatnonzero(mine)[0])


def measured(world: World, name: str) -> Floats:
    """Return an indicator of the only park of a world, by month or year as it is known."""
    return INDICATORS[name].measure(Panel(world))[0]


INFO: dict[str, Any] = {
    "run_id": "0" * 32,
    "model": "ParkLoop test",
    "scenario": "made by hand",
    "parks": [
        {"park_id": "small", "name_en": "Small park", "name_zh": "小园区", "province": "CN-ZJ",
         "digest": "d"}
    ],
    "package": {"name": "hand", "title_en": "By hand", "title_zh": "手工", "parameters": {}},
    "strength": {"subsidy": 1.0},
    "assumption": {},
    "symbiosis": True,
    "seed": 7,
}  # fmt: skip


def made_results(
    years: int = 11, info: dict[str, Any] | None = None, **series: list[float] | Floats
) -> Results:
    """Return results whose indicators are as given by year, and 1 where not given."""
    from experiments.frame import Frame

    book = [
        Series(
            one.name,
            one.variable,
            one.unit,
            one.kind == FLOW,
            np.array([series.get(name, np.ones(years))], dtype=np.float64),
            np.ones((1, 12 * years)) if one.monthly else None,
        )
        for name, one in INDICATORS.items()
    ]
    empty = Frame({})
    return Results(
        info=lambda: {**INFO, **(info or {})},
        regions=["small"],
        years=list(range(2020, 2020 + years)),
        series=StoredBook(book),
        parts=dict.fromkeys(("links", "events", "enterprises", "plots"), lambda: empty),
    )
