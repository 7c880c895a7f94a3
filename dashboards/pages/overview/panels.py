"""Parts of the page that hold charts, and what there is to know about the park."""

from __future__ import annotations

from dashboards.bands import KINDS, SEEDS, Band
from dashboards.charts import (
    trajectory_frame,
    trajectory_overlay,
    trajectory_scale,
    trajectory_step,
    trajectory_table,
)
from dashboards.choosing import one_of
from dashboards.components import Choices
from dashboards.numbers import subscript
from dashboards.pages.overview.lines import PICK, ChooseLines, chosen_lines
from dashboards.panel import ChartPanel
from dashboards.room import Room
from dashboards.texts import LANGUAGES, text
from dashboards.toolkit import box, component, heading, packed


@component
def Trajectories(room: Room, band: Band | None) -> None:
    """Draw each trajectory to the last year, with band, targets and the baseline in grey."""
    board, baseline, lang, package = room.board, room.baseline, room.lang, room.compared
    kind = one_of(room, "bands", KINDS)
    stale = band is not None and band.key != room.state.key
    frame = packed(trajectory_frame(baseline, package, lang))
    with box("pl-block"):
        with box("pl-lines-head"):
            heading(text("lines_title", lang))
            Choices(
                title=text("bands", lang),
                options=[{"name": one, "title": text(f"bands_{one}", lang)} for one in KINDS],
                chosen=kind,
                on_chosen=lambda one: room.choose("bands", one),
            )
        Legend(package, lang)
        box("pl-faint", children=[_said_of(band, stale, kind, lang)])
        ChooseLines(room)
        with box("pl-trajectories"):
            for name in chosen_lines(room.pick(PICK)):
                label = subscript(baseline.lines[name].label[LANGUAGES.index(lang)])
                ChartPanel(
                    title=label,
                    unit=trajectory_scale(baseline, name, lang).name,
                    frame=frame,
                    step=packed(trajectory_step(board, baseline, name, lang)),
                    overlay=packed(trajectory_overlay(band, stale, baseline, name, lang)),
                    label=text("chart_label", lang, label=label),
                    lang=lang,
                    name=name,
                    table=packed(trajectory_table(board, baseline, package, name, lang)),
                )


def _said_of(band: Band | None, stale: bool, kind: str, lang: str) -> str:
    """Return what the band holds, or that it is still being worked out."""
    if kind == "none":
        return ""
    if band is None or stale:
        return text("bands_coming", lang, runs=SEEDS)
    return text(f"bands_of_{band.kind}", lang, runs=band.runs)


@component
def Legend(package: str, lang: str) -> None:
    """Explain the marks that all trajectories share."""
    marks = (
        ("scenario", text("scenario", lang)),
        ("band", text("band", lang)),
        ("fixed", text("fixed_grid", lang)),
        ("baseline", text("baseline", lang, package=package)),
        ("target", text("target_mark", lang)),
    )
    with box("pl-legend"):
        for mark, words in marks:
            with box("pl-key", f"pl-key-{mark}"):
                box(children=[words])
