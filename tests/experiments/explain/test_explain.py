"""A year explained: what is told is what the run did, to the last bit."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import Results, Scenario
from experiments.explain import CommitteeYear, EnterpriseYear, explain_committee
from experiments.explain.words import ACCOUNT_WORDS, KIND_WORDS, TALK_WORDS, TERMS_ZH, VERDICT_WORDS
from experiments.labels import recorded_label
from experiments.words import EVENTS
from policies.package import Package
from sim.faults import InputError
from sim.money import ACCOUNTS, MOVES_CASH
from sim.record import VARIABLES
from sim.synth import synth
from sim.terms import SHEET, Entry, compose
from sim.world import run_month
from tests.engine.worlds import world_of

YEARS = (2020, 2021, 2022, 2023)


@cache
def results(until: int = 2023) -> Results:
    return Scenario(synth(30, 3), "green_upgrade", seed=2, until=until).run()


def year_of(name: str, year: int, until: int = 2023) -> EnterpriseYear:
    found = results(until).explain(name, year)
    assert isinstance(found, EnterpriseYear)
    return found


def firms(year: int) -> list[str]:
    return [str(name) for name in results().enterprises.where(year=year)["enterprise"]]


def test_the_parts_of_each_term_compose_to_its_value() -> None:
    count = 0
    for year in YEARS:
        for name in firms(year)[:8]:
            for term in year_of(name, year).terms:
                entries = [
                    Entry(term["term"], part["operation"], part["value"]) for part in term["parts"]
                ]
                again = compose({"p": entries}, 1, 1)[term["term"]]
                assert again[0] == pytest.approx(term["value"], rel=1e-12)
                count += 1
    assert count > 100


def test_a_year_is_told_the_same_whatever_came_after() -> None:
    for name in firms(2021):
        early, late = (year_of(name, 2021, until) for until in (2021, 2023))
        assert repr(early) == repr(late)


def test_the_account_ledger_is_the_sum_of_the_months() -> None:
    world = world_of(synth(20, 5), months=24)
    total = np.zeros((len(ACCOUNTS), len(world.columns.enterprises)))
    start = world.columns.enterprises
    cash, owed = start.cash.copy(), start.receivables.copy()
    for _ in range(24):
        run_month(world)
        rows = world.flows.money.shape[1]
        total = np.pad(total, ((0, 0), (0, rows - total.shape[1])))
        total += world.flows.money
    kept = np.zeros_like(total)
    for one in world.account_ledger.years:
        kept[:, : one.shape[1]] += one
    np.testing.assert_allclose(kept, total, rtol=1e-12)
    at_start = len(cash)
    closing = world.columns.enterprises.cash[:at_start] - cash
    collected = world.columns.enterprises.receivables[:at_start] - owed
    moved = total[MOVES_CASH].sum(axis=0)[:at_start] - collected
    np.testing.assert_allclose(closing, moved, atol=1e-6 * np.abs(cash).max())


def test_what_was_chosen_is_what_was_installed_and_awards_are_what_budgets_paid() -> None:
    chosen = granted = 0.0
    for year in YEARS:
        for name in firms(year):
            found = year_of(name, year)
            installed = [
                event["technology"]
                for event in found.events
                if event["event"] in ("technology_installed", "technology_replaced")
            ]
            told = [row["technology"] for row in found.weighed if row["verdict"] == "chosen"]
            assert sorted(told) == sorted(installed)
            chosen += len(told)
            granted += sum(row["cny"] for row in found.awards)
    panel = results().panel
    assert panel is not None
    spent = panel.world.budgets.spent_cny
    paid = sum(amount for (_, _, policy, _), amount in spent.items() if policy == "subsidy")
    assert chosen > 5
    assert granted == pytest.approx(paid) and paid > 0


def test_verdicts_say_why_an_option_was_left() -> None:
    seen = set()
    for year in YEARS:
        for name in firms(year):
            for row in year_of(name, year).weighed:
                seen.add(row["verdict"])
                pays = row["npv_cny"] + row["grant_cny"] > 0
                affordable = row["capex_cny"] - row["grant_cny"] <= row["means_cny"]
                assert (row["verdict"] == "loses_money") == (not pays)
                assert row["verdict"] != "chosen" or affordable
                assert row["verdict"] != "beyond_means" or not affordable
    assert seen == set(VERDICT_WORDS)


def test_talks_tell_what_both_sides_counted_and_which_were_signed() -> None:
    seen, signed = set(), 0
    for year in YEARS:
        for name in firms(year):
            found = year_of(name, year)
            for row in found.talks:
                left = row["worth_cny"] - row["forgone_cny"] - row["handling_cny"]
                left -= row["annuity_cny"] + row["giver_asks_cny"] + row["taker_asks_cny"]
                assert row["joint_gain_cny"] <= left + 1e-6 * abs(left)  # less transaction cost
                assert (row["joint_gain_cny"] > 0) == (row["verdict"] != "no_gain")
                seen.add(row["verdict"])
            told = sum(row["verdict"] == "signed" for row in found.talks)
            events = [event for event in found.events if event["event"] == "link_signed"]
            assert told == len(events)
            signed += told
    assert signed > 3 and seen == set(TALK_WORDS)


def test_prices_add_up_and_the_power_price_shows_its_adder() -> None:
    adders = 0
    for name in firms(2023):
        found = year_of(name, 2023)
        terms = {term["term"]: term["value"] for term in found.terms}
        for row in (row for row in found.flows if not row["out"]):
            parts = row["base_price"] + row["by_terms"] + row["by_charges"]
            assert parts == pytest.approx(row["price"], rel=1e-12)
            if row["stream"] == "electricity":
                adder = terms.get("power_adder_cny_per_kwh", 0.0)
                assert row["by_terms"] == pytest.approx(adder, abs=1e-12)
                adders += adder > 0
    assert adders > 3


def test_money_and_quantities_are_those_of_the_books() -> None:
    frame = results().enterprises.where(year=2022)
    for row in list(frame.rows())[:10]:
        found = year_of(row["enterprise"], 2022)
        money = {one["account"]: one["cny"] for one in found.accounts}
        assert money.get("grants", 0.0) == pytest.approx(row["grants_cny"])
        told = {one["name"]: one["value"] for one in found.quantities}
        for name in ("output", "scope_1_tco2e", "energy_tce", "fresh_water_m3"):
            assert told.get(name, 0.0) == row[name]


def test_an_adaptive_committee_tells_its_moves_and_levers() -> None:
    own = {"subsidy": 0.5, "platform": 0.5, "broker": 0.5, "ladder_tariff": 1.0}
    package = Package("mine", strength=own, committee="adaptive")
    run = Scenario("zhejiang_dyeing_60", package, seed=1, until=2023).run()
    panel = run.panel
    assert panel is not None
    told = 0
    for year in YEARS:
        found = run.explain("committee", year)
        assert isinstance(found, CommitteeYear) and found.adaptive
        assert found.moves == [move for move in panel.world.moves if move["year"] == year]
        assert all(gap["year"] < year for gap in found.gaps)
        told += len(found.moves)
        moved = [event for event in found.events if event["event"] == "lever_moved"]
        assert [event["lever"] for event in moved] == [move["policy"] for move in found.moves]
    assert told == len(panel.world.moves) > 0
    last = explain_committee(panel, 0, 2023)
    held = {row["policy"]: row["years"] for row in last.levers}
    assert held["ladder_tariff"] == {str(year): 1.0 for year in YEARS}
    assert held["subsidy"]["2020"] == 0.5
    now = {policy.name: k for k, policy in enumerate(panel.world.policies)}
    assert all(years["2023"] == panel.world.levers[0, now[name]] for name, years in held.items())


def test_the_committees_books_are_the_budgets() -> None:
    panel = results().panel
    assert panel is not None
    spent = sum(
        row["spent_cny"] for year in YEARS for row in explain_committee(panel, 0, year).books
    )
    assert spent == pytest.approx(sum(panel.world.budgets.spent_cny.values())) and spent > 0


@pytest.mark.parametrize(
    ("name", "year", "says"),
    [
        ("{first}x", 2021, "is no enterprise of the park; write {first}"),
        ("{first}", 2050, "--year 2050: is no year of the run; write 2023"),
        ("comittee", 2021, "write committee"),
    ],
)
def test_a_wrong_name_or_year_names_the_nearest(name: str, year: int, says: str) -> None:
    first = firms(2021)[0]
    with pytest.raises(InputError) as caught:
        results().explain(name.format(first=first), year)
    assert says.format(first=first) in str(caught.value)


def test_a_year_without_the_enterprise_names_the_nearest_with_it() -> None:
    late = sorted(set(firms(2023)) - set(firms(2020)))
    assert late, "nobody entered"
    with pytest.raises(InputError, match="did not stand in the park; write 202"):
        results().explain(late[0], 2020)


def test_an_exit_is_told_in_the_january_of_it() -> None:
    gone = results().events.where(event="left")
    assert len(gone), "nobody left"
    row = next(gone.rows())
    found = year_of(row["enterprise"], int(row["period"][:4]))
    assert [event["reason"] for event in found.events if event["event"] == "left"]
    assert found.about["months"] == 0 and not found.flows
    last = year_of(row["enterprise"], int(row["period"][:4]) - 1)
    assert last.about["months"] == 12 and last.flows


def test_a_loaded_folder_says_what_it_lacks(tmp_path: Path) -> None:
    folder = results(2021).save(tmp_path / "run")
    with pytest.raises(InputError, match="a result folder keeps no terms"):
        Results.load(folder).explain("committee", 2021)


def test_every_account_variable_and_event_has_both_languages() -> None:
    assert list(ACCOUNT_WORDS) == list(ACCOUNTS)
    assert set(TERMS_ZH) == set(SHEET)
    for name, _ in VARIABLES:
        assert recorded_label(name, "zh") != recorded_label(name, "en")
    kinds: set[Any] = set(results().events["event"])
    assert kinds <= set(EVENTS)
    assert set(KIND_WORDS) == {"income", "cost", "capital"}
