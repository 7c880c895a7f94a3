"""The flow diagram of a year: of the scenario, its baseline, or what differs between them."""

from __future__ import annotations

from dashboards.charts import amount_text
from dashboards.choosing import draw_choice, draw_year, one_of, year_of
from dashboards.components import Table
from dashboards.pages.flows.chart import MOST, UNITS, flow_frame, flow_rows, flow_step
from dashboards.pages.flows.data import KINDS, LEVELS, Flows, difference, flows_of
from dashboards.panel import ChartPanel
from dashboards.room import PageKind, Room
from dashboards.tables import table
from dashboards.texts import text
from dashboards.toolkit import box, component, packed

OF = ("scenario", "baseline", "difference")


@component
def FlowsPage(room: Room) -> None:
    """Draw the page."""
    lang = room.lang
    kind, level = one_of(room, "flows_kind", KINDS), one_of(room, "flows_level", LEVELS)
    of, year = one_of(room, "flows_of", OF), year_of(room, "flows_year")
    flows = room.view(flows_of, year, kind, level)
    before = room.baseline_view(flows_of, year, kind, level)
    change = of == "difference"
    drawn = difference(flows, before) if change else before if of == "baseline" else flows

    with box("pl-panel", "pl-controls"):
        for name, offered in (("flows_kind", KINDS), ("flows_level", LEVELS), ("flows_of", OF)):
            draw_choice(room, name, offered)
        draw_year(room, "flows_year")
    ChartPanel(
        title=text(f"flows_title_{kind}", lang, year=year),
        unit=_supplied(drawn, change, lang),
        frame=packed(flow_frame(change)),
        step=packed(flow_step(drawn, lang, change)),
        label=text("flows_label", lang, flows=min(len(drawn.flows), MOST)),
        lang=lang,
        name=f"flows_{kind}_{year}",
        height="560px",
        note=_note(drawn, change, lang),
        kind="pl-flows",
    )
    with box("pl-panel"):
        Table(
            title=text("flows_table", lang),
            table=table(
                [
                    text("flows_from", lang),
                    text("flows_to", lang),
                    text("flows_what", lang),
                    text("scenario", lang),
                    text("baseline", lang, package=room.compared),
                    text("flows_change", lang),
                ],
                flow_rows(flows, before, lang),
            ),
            words=room.words,
            name=f"flows_{kind}_{level}_{year}",
            note=text("flows_table_note", lang, unit=flows.unit),
        )


def _supplied(drawn: Flows, change: bool, lang: str) -> str:
    if change:
        return ""
    amount = amount_text(drawn.supplied, UNITS[drawn.unit], lang)
    return text("flows_supplied", lang, amount=amount)


def _note(drawn: Flows, change: bool, lang: str) -> str:
    said = [text("flows_note_change" if change else "flows_note", lang)]
    if len(drawn.flows) > MOST:
        said.append(text("flows_left_out", lang, drawn=MOST, flows=len(drawn.flows)))
    if not drawn.flows:
        said = [text("flows_same" if change else "empty", lang)]
    return " ".join(said)


PAGE = PageKind(
    "flows",
    "page_flows",
    FlowsPage,
    {"flows_kind": "energy", "flows_level": "sector", "flows_of": "scenario", "flows_year": ""},
)
