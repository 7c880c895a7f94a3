"""Facilities that policies order in January: sized, sited, paid for by public and operator."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents import demand
from sim.assess import facility_orders
from sim.build import DISPATCH
from sim.columns import BY_PLAN, NEVER, PARK_COMPANY
from sim.draws import key_of
from sim.money import ACCOUNT
from sim.need import unmet_need
from sim.policy import FacilityOrder, Policy
from sim.settle_in import settle_in
from sim.world import World

Floats = NDArray[np.float64]

JITTER_KM = 0.5
"""Width of the square around the middle of the need in which a facility finds its site."""


def order_facilities(world: World) -> None:
    """Build what the active policies order: one new enterprise an order that is worth building.

    Nothing is ordered in the first January. A facility starts in the January that its lead time
    allows; until then it stands in the columns as an enterprise to come. The policy's payer bears
    its share of the capex at once, the operator the rest with paid-in equity and debt.
    """
    if world.month == 0:
        return
    sites: list[dict[str, Any]] = []
    payments: list[tuple[Policy, FacilityOrder]] = []
    for policy, order in facility_orders(world):
        site = _site(world, policy.name, order, sites)
        if site is not None:
            sites.append(site)
            payments.append((policy, order))
    if not sites:
        return
    columns, first = world.columns, len(world.columns.enterprises)
    batch: dict[str, Any] = {name: [site[name] for site in sites] for name in sites[0]}
    batch["key"] = np.array(batch["key"], dtype=np.uint64)
    batch["name"] = np.array(batch["name"], dtype=object)
    settle_in(columns, world.catalogue, world.draws, world.assumption, batch)
    world.resize()
    demand.enter(world, first)
    for row, (policy, order) in enumerate(payments, start=first):
        _finance(world, row, policy, order)


def _site(
    world: World, policy: str, order: FacilityOrder, others: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Return the columns of the facility an order asks for, or None where none is worth building.

    Its capacity is the ordered share of the park's unmet need with a reserve, less what plants of
    the sector have free or have coming; its site the middle of the need. It needs land.
    """
    columns, assumption = world.columns, world.assumption
    sectors, sector = world.catalogue.tables["sectors"], world.catalogue.sector[order.sector]
    home = columns.enterprises.park == order.park
    need = np.where(home, unmet_need(world, order.sector, order.replaces), 0.0)
    size = order.capacity_per_year
    if size is None:
        free = _free_capacity(world, order.park, sector, others)
        size = order.need_share * assumption["facility_reserve"] * float(need.sum()) - free
    typical = float(sectors["typical_output"][sector])
    output = size * float(sectors["utilisation_2020"][sector])
    scale = max(output, 0.0) / typical
    land = float(sectors["land_mu_typical"][sector]) * scale ** assumption["land_scale"]
    if scale < assumption["facility_least"] or land > columns.free_land_mu[order.park]:
        return None
    columns.free_land_mu[order.park] -= land
    x_km, y_km = _place(world, policy, order, need)
    name = f"{policy}_{order.sector}_{world.year}"
    return {
        "key": key_of(f"{columns.park_ids[order.park]}/{name}"),
        "name": name,
        "park": order.park,
        "sector": sector,
        "inside": True,
        "ordered": True,
        "dispatch": DISPATCH.get(order.sector, BY_PLAN),
        "x_km": x_km,
        "y_km": y_km,
        "owner": -1,
        "ownership": PARK_COMPANY,
        "start_month": world.month + 12 * max(-(-order.lead_months // 12), 1),
        "end_month": NEVER,
        "active": False,
        "base_output": output,
        "land_mu": land,
        "jobs": float(sectors["jobs_typical"][sector]) * scale ** assumption["jobs_scale"],
    }


def _free_capacity(world: World, park: int, sector: int, others: list[dict[str, Any]]) -> float:
    """Return what plants of a sector could have made last year beyond what they made, a year."""
    enterprises = world.columns.enterprises
    runs = enterprises.active & (enterprises.end_month > world.month)
    coming = enterprises.ordered & (enterprises.start_month > world.month)
    mine = (enterprises.park == park) & (enterprises.sector == sector) & enterprises.inside
    spare = enterprises.capacity * 12.0 - np.where(coming, 0.0, world.last_book.output)
    free = float(np.where(mine & (runs | coming), np.maximum(spare, 0.0), 0.0).sum())
    use = float(world.catalogue.tables["sectors"]["utilisation_2020"][sector])
    for other in others:
        if (other["park"], other["sector"]) == (park, sector):
            free += other["base_output"] / use
    return free


def _place(world: World, policy: str, order: FacilityOrder, need: Floats) -> tuple[float, float]:
    """Return a site: the middle of the need, or of the park, and a draw around it."""
    columns = world.columns
    home = key_of(columns.park_ids[order.park])
    sector = key_of(order.sector)
    centre = columns.centre_km[order.park].tolist()
    whole = float(need.sum())
    if whole > 0.0:
        enterprises = columns.enterprises
        centre = [
            float((need * place).sum()) / whole for place in (enterprises.x_km, enterprises.y_km)
        ]
    drawn = [
        world.draws.one(f"facility {axis}", home, key_of(policy), sector, world.year)
        for axis in ("x", "y")
    ]
    x_km, y_km = (c + JITTER_KM * (d - 0.5) for c, d in zip(centre, drawn, strict=True))
    return x_km, y_km


def _finance(world: World, row: int, policy: Policy, order: FacilityOrder) -> None:
    """Open the operator's balance sheet, post the capex, and book the public share.

    capex = capacity a year x value added per unit x `capital_per_value_added`, as an expansion's.
    The owner pays in a share of what the public does not bear, and working capital; banks lend.
    """
    enterprises, assumption = world.columns.enterprises, world.assumption
    per_unit = float(enterprises.value_added_cny_per_unit[row])
    capex = float(enterprises.capacity[row]) * 12.0 * per_unit
    capex *= assumption["capital_per_value_added"]
    public = min(max(order.public_share, 0.0), 1.0) * capex
    working = float(enterprises.cash[row])
    enterprises.fixed_assets[row] = enterprises.receivables[row] = enterprises.debt[row] = 0.0
    enterprises.cash[row] = assumption["facility_equity"] * (capex - public) + working
    enterprises.equity[row] = enterprises.cash[row]
    enterprises.committed_cny[row] += capex - public
    world.flows.money[ACCOUNT["capex"], row] -= capex
    world.flows.money[ACCOUNT["grants"], row] += public
    if public:
        world.budgets.pay(world.year, order.park, policy.name, policy.payer, public)
    world.event(
        "facility_ordered",
        row,
        policy=policy.name,
        sector=order.sector,
        capacity_per_year=float(enterprises.capacity[row] * 12.0),
        capex_cny=capex,
        public_cny=public,
        working_cny=working,
        start_month=int(enterprises.start_month[row]),
    )
