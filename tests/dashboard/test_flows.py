"""The flow diagram: no rings, the same amounts as the table, and differences that add up."""

from __future__ import annotations

import pytest

from dashboards.pages.flows.chart import AGAIN, MOST, acyclic, flow_rows, flow_step
from dashboards.pages.flows.data import KINDS, LEVELS, Flow, difference, flows_of
from experiments.results import Results
from experiments.scenario import Scenario

YEAR = 2025


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", LEVELS)
def test_every_diagram_is_drawn_without_a_ring(results: Results, kind: str, level: str) -> None:
    flows = flows_of(results, YEAR, kind, level)
    assert flows.flows, "nothing flows"
    (series,) = flow_step(flows, "zh")["series"]
    links = [(link["source"], link["target"]) for link in series["links"]]
    assert len(links) == min(MOST, len(flows.flows))
    assert {end for link in links for end in link} == {node["name"] for node in series["data"]}
    waiting = {node for link in links for node in link}
    while waiting:  # take away what nothing enters, until nothing is left
        free = waiting - {end for start, end in links if start in waiting}
        assert free, f"a ring among {sorted(waiting)}"
        waiting -= free


def test_what_would_close_a_ring_ends_in_a_second_node() -> None:
    ring = [Flow("a", "b", "s", 3.0), Flow("b", "c", "s", 2.0), Flow("c", "a", "s", 1.0)]
    assert acyclic(ring) == [*ring[:2], Flow("c", "a" + AGAIN, "s", 1.0)]


def test_sources_give_what_sinks_take(results: Results) -> None:
    flows = flows_of(results, YEAR, "energy", "sector")
    taken = sum(one.value for one in flows.flows if flows.roles[one.end] == "sink")
    assert flows.supplied == pytest.approx(taken)


def test_a_difference_is_the_scenario_less_the_baseline(results: Results) -> None:
    before = flows_of(results, YEAR, "energy", "sector")
    other = Scenario("kalundborg", "none", until=YEAR).run()
    flows = flows_of(other, YEAR, "energy", "sector")
    changed = difference(flows, before)
    assert changed.flows
    here, there = (sum(one.value for one in each.flows) for each in (flows, before))
    assert sum(one.value for one in changed.flows) == pytest.approx(here - there, rel=1e-6)
    assert difference(before, before).flows == ()


def test_the_table_holds_every_flow_with_its_change(results: Results) -> None:
    flows = flows_of(results, YEAR, "water", "sector")
    rows = flow_rows(flows, flows, "en")
    assert len(rows) == len(flows.flows)
    _, cells = rows[0]
    assert cells[3] == cells[4] == (flows.flows[0].value, cells[3][1])
    assert cells[5] == (0.0, "0")
