"""What is recorded, what is left out, and what the replay is told of it."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.history.prices import constant_catalogue
from experiments.history.record import read_case, tables
from sim.catalogue import FIRST_YEAR, load_catalogue
from sim.faults import InputError
from sim.parkfile import read_park
from sim.prices import REFERENCE_YEAR


def test_every_recorded_exchange_is_counted_or_says_why_not() -> None:
    case = read_case("kalundborg")
    assert len(case.counted) == 14
    assert len(case.left_out) == 6
    assert all(exchange.why for exchange in case.left_out)
    assert {x.giver for x in case.left_out if x.why.startswith("lake")} == {"tisso"}
    assert all(x.giver in case.entry and x.taker in case.entry for x in case.counted)


def test_firms_stand_in_their_years_and_partners_outside_from_the_start() -> None:
    case = read_case("kalundborg")
    firms = read_park("kalundborg").enterprises
    outside = set(firms["enterprise_id"][firms["inside"] == "no"].tolist())
    assert outside == {"farm_fields", "farm_pigs", "cement", "kemira"}
    assert {case.entry[name] for name in outside} == {case.first_year}
    inside = {name: case.entry[name] for name in ("asnaes", "gyproc", "novo", "fishfarm")}
    assert inside == {"asnaes": 1961, "gyproc": 1972, "novo": 1969, "fishfarm": 1989}
    assert len(case.park.links["link_id"]) == 0


def test_what_a_plant_did_not_put_out_yet_was_not_possible() -> None:
    case = read_case("kalundborg")
    assert case.possible("asnaes", "gyproc", "fly_ash") == 1972
    assert case.possible("asnaes", "gyproc", "fgd_gypsum") == 1993


@pytest.mark.parametrize("name", ["kalundborg", "guitang"])
def test_tables_name_firms_and_streams_that_exist(name: str) -> None:
    case, streams = read_case(name), load_catalogue().stream
    for process in case.processes:
        assert process.enterprise in case.entry
        assert process.stream in streams
    assert set(tables()["prices"]["stream"].tolist()) <= set(streams)


def test_a_park_without_a_record_is_named_with_what_there_is() -> None:
    with pytest.raises(InputError, match="write kalundborg"):
        read_case("kalundburg")


def test_prices_are_those_of_2023_but_for_the_declared_ones_and_never_move() -> None:
    constant, usual = constant_catalogue("kalundborg"), load_catalogue()
    assert np.array_equal(constant.price, constant.price[:, :1].repeat(len(constant.price[0]), 1))
    declared = tables()["prices"].rows(park="kalundborg", what="price")
    at = [constant.stream[name] for name in declared["stream"]]
    assert constant.price[at, 0].tolist() == declared["value"].tolist()
    others = np.delete(np.arange(len(constant.price)), at)
    in_2023 = usual.price[others, REFERENCE_YEAR - FIRST_YEAR]
    assert np.array_equal(constant.price[others, 0], in_2023)
    assert (constant.demand == 1.0).all()
