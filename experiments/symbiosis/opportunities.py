"""Opportunities: links not yet formed, ranked, with what blocks each and what would unblock it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.amounts import LEAST_SHARE
from experiments.scenario import Scenario
from experiments.symbiosis.blocks import reasons
from experiments.symbiosis.instruments import needed, unblocking
from experiments.symbiosis.look import Look, last_look
from experiments.symbiosis.pairs import describe_pairs, unit_of_pair
from experiments.symbiosis.programme import NET_BENEFIT
from sim.catalogue import FIRST_YEAR

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Opportunities:
    """The opportunities of a park at the end of a year, the best first."""

    park: str
    package: str
    seed: int
    year: int
    by: str
    """The measure that ranks them, from `programme.OBJECTIVES`."""
    feasible: int
    running: int
    rows: list[dict[str, Any]]

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows as table `opportunities`, instruments as a sentence."""
        rows = []
        for row in self.rows:
            words = (
                f"{i['instrument']}: {i['needed']:.4g} {i['unit']}" for i in row["instruments"]
            )
            rows.append(row | {"instruments": "; ".join(words)})
        return {"opportunities": rows}


def opportunities(
    scenario: Scenario, by: str = NET_BENEFIT, top: int | None = None
) -> Opportunities:
    """Run a scenario to its last year and list the links that could be formed beside those there.

    An opportunity's amount is what both sides have left beside all contracts; where nothing is left
    (capacity) it is what the two could exchange without them. Those with room come first, each in
    order of the measure `by`; pairs that would worsen it are left out. `in_best_plan` is the share
    of the amount that the best plan beside today's contracts takes: opportunities compete for the
    same streams, so their amounts must not be added up.
    """
    year, look = last_look(scenario)
    programme = look.programme
    signed = look.running + look.waiting
    amount, room = _amounts(look, signed)
    value = programme.by_pair(by, amount)
    rows = np.flatnonzero((look.running == 0) & (amount > 0) & (value > 0))
    rows = rows[np.lexsort((rows, -value[rows], ~room[rows]))][:top]
    plan = programme.solve(by, at_least=signed)
    reason = reasons(look, amount)
    reason[~room & (look.waiting == 0) & (reason != "unprofitable")] = "capacity"
    unblock = needed(look, amount, reason)
    described = describe_pairs(look, rows, amount)
    for one, row in zip(described, rows.tolist(), strict=True):
        one["reason"] = str(reason[row])
        one["detail"] = _detail(look, row, str(reason[row]))
        one["instruments"] = unblocking(look, row, str(reason[row]), unblock)
        one["in_best_plan"] = min(float(plan[row] / amount[row]), 1.0)
    return Opportunities(
        park=scenario.park.park_id,
        package=scenario.package.name,
        seed=scenario.seed,
        year=year,
        by=by,
        feasible=len(look.pairs),
        running=int((look.running > 0).sum()),
        rows=described,
    )


def _amounts(look: Look, signed: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return what each pair would exchange a year, and whether there is room for it now."""
    programme, pairs = look.programme, look.pairs
    free = programme.free(signed)
    room = free > LEAST_SHARE * programme.limits.supply[pairs.giver_slot]
    amount = np.where(room, free, programme.most)
    return np.where(look.waiting > 0, look.waiting, amount), room | (look.waiting > 0)


def _detail(look: Look, row: int, reason: str) -> str:
    """Return the numbers behind a reason, in words."""
    pairs, deal = look.pairs, look.pairs.deal
    unit, factor = unit_of_pair(look, row)
    if reason == "unprofitable":
        gain = deal.operating[row] - deal.annuity[row] * (look.programme.standing[row] == 0)
        return f"the two lose {-gain / factor:,.4g} CNY/{unit}"
    if reason == "untrusted":
        gain = deal.operating[row] - deal.annuity[row] * (look.programme.standing[row] == 0)
        asked = (deal.giver_asks_cny_per_t[row] + deal.taker_asks_cny_per_t[row]) / 1000.0
        return (
            f"they gain {gain / factor:,.4g} and ask {asked / factor:,.4g} CNY/{unit}"
            f" at trust {pairs.trust[row]:.2f}"
        )
    if reason in ("permit", "lead time"):
        return "starts " + _month(int(_contract(look, row, "start_month")))
    if reason == "capacity":
        return _holders(look, row)
    return ""


def _holders(look: Look, row: int) -> str:
    """Return which contracts hold the scarcer side of a pair, and until when the first does."""
    pairs, world = look.pairs, look.world
    contracts, slots = world.columns.contracts, world.columns.slots
    a, b = int(pairs.giver_slot[row]), int(pairs.taker_slot[row])
    gives = slots.given_share[a] >= slots.taken_share[b]
    slot, other = (
        (contracts.giver_slot, contracts.taker_slot)
        if gives
        else (contracts.taker_slot, contracts.giver_slot)
    )
    held = np.flatnonzero(look.in_force & (slot == (a if gives else b)))
    if len(held) == 0:
        return "the option's largest share of the input is used up"
    name = world.columns.enterprises.name
    share = slots.given_share[a] if gives else slots.taken_share[b]
    partners = sorted({str(name[slots.enterprise[one]]) for one in other[held].tolist()})
    more = f" and {len(partners) - 3} more" if len(partners) > 3 else ""
    shown = ", ".join(partners[:3]) + more
    side = "output" if gives else "input"
    first = _month(int(contracts.end_month[held].min()))
    return f"{share:.0%} of the {side} is held with {shown}; the first ends {first}"


def _contract(look: Look, row: int, column: str) -> Any:
    """Return a number of the contract in force between a pair."""
    contracts, pairs = look.world.columns.contracts, look.pairs
    mine = contracts.giver_prospect == pairs.giver[row]
    mine &= (contracts.taker_prospect == pairs.taker[row]) & look.in_force
    return getattr(contracts, column)[np.flatnonzero(mine)[-1]]


def _month(month: int) -> str:
    return f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02d}"
