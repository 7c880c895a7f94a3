"""Matching and delivery equal their plain-Python twin, bit for bit, in random parks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from operator import attrgetter
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from agents.routine import MONTH
from sim.park import Park
from sim.world import Phase, World
from tests.engine.worlds import run, world_of
from tests.market.actors import SERVICES, random_park
from tests.market.random_parks import MIXES, PARKS, random_world
from tests.market.twin import TWINS

SHORT = {"notice_months": 3.0, "contract_years_bulk": 1.0, "partners_met": 4.0}
"""Ends of their ranges at which contracts end, and who looks meets only some."""

QUICK = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def beside_its_twin(name: str, phase: Phase) -> Phase:
    """Return a phase that also compares the world it leaves with what its twin foretold."""

    def compared(world: World) -> None:
        expected = TWINS[name](world)
        phase(world)
        for path, wanted in expected.items():
            found: Any = attrgetter(path)(world)
            found = found.tolist() if isinstance(found, np.ndarray) else found
            assert found == wanted, f"month {world.month}, {name}: {path}"

    return compared


def twinned(months: int, **park: Any) -> World:
    """Run a random park beside the twin."""
    world = random_world(**park, months=months, **SHORT)
    world.phases = [
        (name, beside_its_twin(name, phase) if name in TWINS else phase) for name, phase in MONTH
    ]
    return run(world)


def occurred(world: World) -> Counter[str]:
    """Count what the twin was held against in a run."""
    contracts, facts = world.columns.contracts, world.market.facts
    owner, seller = world.columns.enterprises.owner, world.columns.slots.enterprise
    sides = seller[contracts.giver_slot], seller[contracts.taker_slot]
    between = ~contracts.on_site & (contracts.signed_month >= 0)
    reasons = Counter(str(e["reason"]) for e in world.events if e["event"] == "link_signed")
    stages = Counter(("heat", "fluids", "goods")[stage] for stage in contracts.stage.tolist())
    return stages + Counter(
        signed=int(between.sum()),
        ended=int((between & (contracts.end_month < world.month)).sum()),
        hazardous=int(facts.hazardous[contracts.exchange].sum()),
        one_owner=int(
            (between & (owner[sides[0]] == owner[sides[1]]) & (owner[sides[0]] >= 0)).sum()
        ),
        on_site=int(contracts.on_site.sum()),
        stored=int((world.columns.slots.store > 0).sum()),
        standing=int((between & (contracts.start_month == contracts.signed_month + 1)).sum()),
        brokered=reasons["brokered"],
        platform=int((world.memory["platform"] > 0).sum()),
    )


KINDS = {
    "signed", "ended", "hazardous", "one_owner", "stored", "standing", "brokered", "platform",
    "heat", "fluids", "goods", "on_site",
}  # fmt: skip


@settings(max_examples=8, **QUICK)
@given(**PARKS)
def test_every_contract_and_flow_equals_the_twins(**park: Any) -> None:
    twinned(**park, months=26)


def contracts_by_key(world: World) -> list[tuple[Any, ...]]:
    """Return every contract by the names of its sides, with its terms, in an order of its own."""
    contracts, owner = world.columns.contracts, world.columns.slots.enterprise
    name = world.columns.enterprises.name
    sides = (name[owner[slot]] for slot in (contracts.giver_slot, contracts.taker_slot))
    terms = ("exchange", "signed_month", "start_month", "end_month", "nominal", "ratio",
             "price_cny_per_unit", "handling_cny_per_unit", "capex_cny", "giver_share",
             "taker_share", "delivered_year", "ending", "keeps", "stage")  # fmt: skip
    columns = (getattr(contracts, term).tolist() for term in terms)
    return sorted(zip(*(side.tolist() for side in sides), *columns, strict=True))


def shuffled(park: Park, seed: int) -> Park:
    """Return the park with the rows of its enterprises in another order."""
    order = np.random.default_rng(seed).permutation(len(park.enterprises["enterprise_id"]))
    sheet = {name: column[order] for name, column in park.enterprises.items()}
    return replace(park, enterprises=sheet)


@pytest.mark.parametrize("mix", MIXES[:4])
def test_the_order_of_enterprises_changes_no_contract(mix: str) -> None:
    park = random_park(30, 3, mix, one_owner=False)
    first, second = (
        run(world_of(one, months=30, policies=(SERVICES,), **SHORT))
        for one in (park, shuffled(park, 5))
    )
    assert first.columns.enterprises.name.tolist() != second.columns.enterprises.name.tolist()
    ours, theirs = contracts_by_key(first), contracts_by_key(second)
    assert len(ours) > 10
    assert [one[:6] for one in ours] == [one[:6] for one in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert one[6:] == pytest.approx(other[6:], rel=1e-9)


def test_the_parks_compared_hold_all_kinds_of_contracts() -> None:
    found: Counter[str] = Counter()
    for seed, mix in enumerate(MIXES):
        park = {"enterprises": 30, "seed": seed, "mix": mix, "one_owner": seed == 0}
        park |= {"served": True, "run_seed": seed}
        found += occurred(twinned(30, **park))
    assert {kind for kind, count in found.items() if count} >= KINDS


@pytest.mark.long
@settings(max_examples=400, **QUICK)
@given(**PARKS)
def test_every_contract_and_flow_equals_the_twins_in_hundreds_of_parks(**park: Any) -> None:
    twinned(**park, months=40)
