"""The power that makes an exchanged stream fit stands in energy, carbon and money, once."""

from __future__ import annotations

import numpy as np
import pytest

from sim.books import close_books
from sim.catalogue import load_catalogue
from sim.errors import BookError
from sim.record import VARIABLE
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import at_output, only_known, park_of, slot_of

GIVER = {"sector": "steel_bfbof", "output": 400_000.0}
TAKER = {"sector": "cement_grinding", "output": 300_000.0}
OPTION = "X004"
"""Slag ground by the taker."""


def world_with(exchange: str | None, months: int = 30) -> World:
    world = world_of(park_of(GIVER, TAKER), months=48, knowledge_own=0.0)
    world = only_known(world, exchange or OPTION)
    world.symbiosis = exchange is not None
    world.overrides["leave"] = lambda wish: wish.fill(0.0)
    at_output(world, 1.0, 1.0)
    return run(world, months)


def test_a_link_draws_its_power_from_the_takers_supply() -> None:
    linked, alone = world_with(OPTION), world_with(None)
    contracts = linked.columns.contracts
    kwh = load_catalogue().tables["exchanges"].row(OPTION)["power_kwh_per_unit"]
    extra = contracts.delivered[0] * kwh
    assert extra > 1e4
    power = slot_of(linked, 1, "electricity")
    for name in ("quantity", "bought"):
        more = getattr(linked.flows, name)[power] - getattr(alone.flows, name)[power]
        assert more == pytest.approx(extra)
    pages = [world.record.page(world.month - 1) for world in (linked, alone)]
    bought = [page[VARIABLE["power_bought_kwh"], 1] for page in pages]
    assert bought[0] - bought[1] == pytest.approx(extra)
    tce = load_catalogue().tce_calorific[load_catalogue().stream["electricity"]]
    used = [page[VARIABLE["energy_tce"], 1] for page in pages]
    assert used[0] - used[1] == pytest.approx(extra * tce)


def test_what_exchanges_draw_is_held_against_what_contracts_delivered() -> None:
    world = world_with(OPTION)
    power = slot_of(world, 1, "electricity")
    close_books(world)
    for name in ("prepared", "quantity"):
        kept = getattr(world.flows, name)[power]
        getattr(world.flows, name)[power] = kept * 1.001
        with pytest.raises(BookError):
            close_books(world)
        getattr(world.flows, name)[power] = kept
    world.flows.prepared[power] += 1.0
    world.flows.quantity[power] += 1.0
    world.flows.bought[power] += 1.0
    with pytest.raises(BookError, match="the power of exchanges"):
        close_books(world)


def test_a_heat_pump_brings_no_more_heat_than_goes_in() -> None:
    options = load_catalogue().tables["exchanges"]
    streams = load_catalogue().tables["streams"]
    unit = dict(zip(streams["stream"], streams["unit"], strict=True))
    heat = [
        unit[s] == unit[t] == "MJ"
        for s, t in zip(options["from_stream"], options["to_stream"], strict=True)
    ]
    into = 1.0 + 3.6 * options["power_kwh_per_unit"]
    assert np.count_nonzero(heat) > 10
    assert (options["ratio"] <= into)[heat].all()
