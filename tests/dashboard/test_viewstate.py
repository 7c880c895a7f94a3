"""A link carries what differs from the defaults, is bounded, and never breaks the page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.history import History
from dashboards.shelf import Shelf, fill_shelf
from dashboards.viewstate import LARGEST_SEED, Notice, ViewState, read_query, write_query
from sim.faults import InputError

SHELF = fill_shelf(["kalundborg", "guitang"])
LEVERS = len(SHELF.levers)
START = ViewState("kalundborg")


def test_the_default_view_needs_no_words() -> None:
    assert write_query(START, SHELF) == ""
    assert read_query("", SHELF) == read_query(None, SHELF) == (START, [])


def test_a_link_holds_only_what_differs() -> None:
    state = ViewState("guitang", "none", (("subsidy", 0.5),), 7, lang="zh")
    assert write_query(state, SHELF) == "park=guitang&package=none&seed=7&lang=zh&subsidy=0.5"
    assert read_query(write_query(state, SHELF), SHELF) == (state, [])


states = st.builds(
    lambda park, package, seed, lang, values: ViewState(
        park, package, seed=seed, lang=lang
    ).with_strengths(dict(zip((lever.name for lever in SHELF.levers), values, strict=True)), SHELF),
    st.sampled_from(sorted(SHELF.parks)),
    st.sampled_from(sorted(SHELF.packages)),
    st.integers(0, LARGEST_SEED),
    st.sampled_from(["en", "zh"]),
    st.lists(st.floats(-1, 3), min_size=LEVERS, max_size=LEVERS),
)


@given(states)
def test_a_link_restores_its_state(state: ViewState) -> None:
    assert read_query(write_query(state, SHELF), SHELF) == (state, [])


@given(st.text(max_size=300))
def test_no_link_breaks_the_page(query: str) -> None:
    state, _ = read_query(query, SHELF)
    assert state.park in SHELF.parks and state.package in SHELF.packages
    assert all(0.0 <= value <= 2.0 for value in state.strengths(SHELF).values())


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("subsidy=2.5", Notice("notice_value", "subsidy", "2.5")),
        ("subsidy=nan", Notice("notice_value", "subsidy", "nan")),
        ("subsidy=much", Notice("notice_value", "subsidy", "much")),
        ("seed=-1", Notice("notice_value", "seed", "-1")),
        ("seed=99999999999", Notice("notice_value", "seed", "9" * 11)),
        ("seed=²", Notice("notice_value", "seed", "²")),
        ("park=../secret", Notice("notice_value", "park", "../secret")),
        ("package=none.toml", Notice("notice_value", "package", "none.toml")),
        ("lang=fr", Notice("notice_value", "lang", "fr")),
        ("colour=red", Notice("notice_unknown", "colour")),
        ("subsidy=" + "1" * 9000, Notice("notice_long", "8000")),
        ("&".join(f"a{k}=1" for k in range(200)), Notice("notice_many", "160")),
    ],
)
def test_what_cannot_be_is_said_and_left_out(query: str, notice: Notice) -> None:
    assert read_query(query, SHELF) == (START, [notice])


def test_strengths_snap_to_the_slider() -> None:
    state, notices = read_query("subsidy=0.333", SHELF)
    assert state.moved == (("subsidy", 0.35),) and not notices


def test_a_lever_back_at_the_package_is_not_moved(shelf: Shelf) -> None:
    moved = START.with_strengths({**START.strengths(shelf), "subsidy": 0.5}, shelf)
    assert moved.moved == (("subsidy", 0.5),)
    assert moved.with_strengths(START.strengths(shelf), shelf) == START
    assert moved.with_package("none").strengths(shelf) == dict.fromkeys(START.strengths(shelf), 0.0)


def test_parks_that_cannot_be_offered_are_all_named() -> None:
    with pytest.raises(InputError) as caught:
        fill_shelf(["kalundborg", "nowhere", "nothing"])
    assert len(caught.value.faults) == 2


def test_pins_and_picks_travel_with_the_link() -> None:
    pinned = ViewState("guitang", "none", (("subsidy", 0.5),), 7)
    state = START.with_key(pinned.key).with_pin().with_key(START.key).with_pin()
    state = state.with_pick("flows_kind", "water")
    query = write_query(state, SHELF)
    assert read_query(query, SHELF, ["flows_kind"]) == (state, [])
    assert read_query(query, SHELF)[1] == [Notice("notice_unknown", "flows_kind")]


def test_the_oldest_pin_gives_way_and_none_is_pinned_twice() -> None:
    state = START
    for seed in (1, 2, 3, 4, 5, 5):
        state = replace(state, seed=seed).with_pin()
    assert [pin[3] for pin in state.pins] == [2, 3, 4, 5]


def test_what_a_pin_asks_in_vain_is_said() -> None:
    asked = urlencode([("pin", "park=nowhere&subsidy=0.5"), ("pin", "colour=red")])
    state, notices = read_query(asked, SHELF)
    assert [pin[2] for pin in state.pins] == [(("subsidy", 0.5),), ()]
    assert notices == [
        Notice("notice_value", "park", "nowhere"), Notice("notice_unknown", "colour"),
    ]  # fmt: skip


def test_a_drag_is_one_step_and_undoing_keeps_the_language() -> None:
    history = History(START)
    for at_s, strength in ((0.0, 0.95), (0.2, 0.9), (0.4, 0.85), (5.0, 0.5)):
        history = history.to(START.with_strengths({"subsidy": strength}, SHELF), at_s)
    history = history.to(replace(history.now, lang="zh"), 6.0)
    once = history.back()
    assert dict(once.now.moved)["subsidy"] == 0.85 and once.now.lang == "zh"
    assert once.back().now == replace(START, lang="zh")
    assert once.back().back() == once.back()
    assert once.back().forward().forward() == replace(history, at_s=float("-inf"))
    assert once.forward().forward() == once.forward()
