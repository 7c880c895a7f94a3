"""Chart options of the flow diagram. What would close a ring is drawn to a node of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from dashboards.charts import SCENARIO_COLOUR, amount_text
from dashboards.numbers import digits, rounded, scale_of
from dashboards.pages.flows.data import Flow, Flows
from dashboards.tables import Cell, number
from dashboards.texts import LANGUAGES, text

Option = dict[str, Any]

MOST: Final = 120
"""Flows drawn, the largest; a table holds them all."""

AGAIN: Final = " ↺"
"""Behind the name of a node that stands a second time, at the end of a ring."""

ROLES: Final = {
    "source": "#5b7a99", "sink": "#96714a", "network": "#c98a12", "enterprise": SCENARIO_COLOUR,
    "sector": SCENARIO_COLOUR, "park": SCENARIO_COLOUR, "class": "#9b59b6",
}  # fmt: skip
MORE, LESS = "#c9641c", "#2d8fd5"
"""Colours of what grew and of what fell."""

UNITS: Final = {"GJ": "GJ/yr", "m3": "m3/yr", "t": "t/yr"}


def flow_frame(change: bool) -> Option:
    """Return what the diagram keeps while sliders move."""
    return {
        "animation": False,
        "tooltip": {"trigger": "item", "confine": True},
        "series": [
            {
                "id": "flows",
                "type": "sankey",
                "left": 4,
                "right": 150,
                "top": 8,
                "bottom": 8,
                "nodeGap": 13,
                "nodeWidth": 12,
                "layoutIterations": 32,
                "draggable": False,
                "emphasis": {"focus": "adjacency"},
                "label": {"fontSize": 11, "width": 140, "overflow": "truncate"},
                "labelLayout": {"hideOverlap": True},
                "lineStyle": {"opacity": 0.55 if change else 0.32,
                              **({} if change else {"color": "source"}), "curveness": 0.5},
            }
        ],
        "narrow": {"series": [{"right": 84, "label": {"fontSize": 10, "width": 78,
                                                     "overflow": "truncate"}}]},
    }  # fmt: skip


def flow_step(flows: Flows, lang: str, change: bool = False) -> Option:
    """Return the nodes and links of one run, or of a change where amounts may be negative."""
    k = LANGUAGES.index(lang)
    drawn = acyclic(flows.flows[:MOST])
    names: dict[str, str] = {}
    for one in drawn:
        for node in (one.start, one.end):
            names.setdefault(node, _name(node, flows, k))
    largest = max((abs(one.value) for one in drawn), default=0.0)
    divisor = scale_of(largest, UNITS[flows.unit], lang).divisor
    links = [
        {
            "source": one.start,
            "target": one.end,
            "value": rounded(abs(one.value) / divisor),
            **({"lineStyle": {"color": MORE if one.value > 0 else LESS}} if change else {}),
            "text": _said(one, names, flows, lang, change),
        }
        for one in drawn
    ]
    nodes = [
        {
            "name": node,
            "itemStyle": {"color": ROLES[flows.roles[node.removesuffix(AGAIN)]]},
            "label": {"formatter": name.replace("{", "(").replace("}", ")")},
            "text": name,
        }
        for node, name in names.items()
    ]
    return {"series": [{"id": "flows", "data": nodes, "links": links}]}


def acyclic(flows: Iterable[Flow]) -> list[Flow]:
    """Return flows without a ring: one that would close it ends in its taker's second node.

    Taken in their order, so that the largest keep their places.
    """
    after: dict[str, set[str]] = {}

    def reaches(start: str, goal: str) -> bool:
        waiting, seen = [start], {start}
        while waiting:
            node = waiting.pop()
            if node == goal:
                return True
            new = after.get(node, set()) - seen
            seen |= new
            waiting += new
        return False

    found = []
    for one in flows:
        if reaches(one.end, one.start):
            found.append(Flow(one.start, one.end + AGAIN, one.stream, one.value))
        else:
            after.setdefault(one.start, set()).add(one.end)
            found.append(one)
    return found


def flow_rows(flows: Flows, before: Flows, lang: str) -> list[tuple[str, list[Cell]]]:
    """Return the rows of the table: from, to, what, here, in the baseline, and the change."""
    k = LANGUAGES.index(lang)
    here = {(one.start, one.end, one.stream): one.value for one in flows.flows}
    there = {(one.start, one.end, one.stream): one.value for one in before.flows}
    both = difference_names(flows, before)
    ordered = sorted(here.keys() | there.keys(), key=lambda key: (-here.get(key, 0.0), key))
    unit = UNITS[flows.unit]
    rows: list[tuple[str, list[Cell]]] = []
    for key in ordered:
        value, other = here.get(key, 0.0), there.get(key, 0.0)
        amounts = [number(one, amount_text(one, unit, lang)) for one in (value, other)]
        scale = scale_of(value - other, unit, lang)
        change = f"{digits((value - other) / scale.divisor, sign=True)} {scale.name}"
        cells: list[Cell] = [
            _name(key[0], both, k), _name(key[1], both, k), _capital(both.streams[key[2]][k]),
            *amounts, (value - other, change if value != other else "0"),
        ]  # fmt: skip
        rows.append(("|".join(key), cells))
    return rows


def difference_names(flows: Flows, before: Flows) -> Flows:
    """Return flows that know the names of both runs."""
    return Flows(
        flows.unit,
        flows.flows,
        {**before.nodes, **flows.nodes},
        {**before.roles, **flows.roles},
        {**before.streams, **flows.streams},
    )


def _name(node: str, flows: Flows, k: int) -> str:
    name = flows.nodes[node.removesuffix(AGAIN)][k]
    name = _capital(name)
    return f"{AGAIN.strip()} {name}" if node.endswith(AGAIN) else name


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _said(one: Flow, names: dict[str, str], flows: Flows, lang: str, change: bool) -> str:
    stream = flows.streams[one.stream][LANGUAGES.index(lang)]
    amount = amount_text(abs(one.value), UNITS[flows.unit], lang)
    if change:
        amount = text("flows_more" if one.value > 0 else "flows_less", lang, amount=amount)
    return f"{names[one.start]} → {names[one.end]}\n{stream}: {amount}"
