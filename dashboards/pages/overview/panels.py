"""Parts of the page that hold charts, and what there is to know about the park."""

from __future__ import annotations

from dashboards.board import TRAJECTORIES, Board
from dashboards.charts import (
    trajectory_frame,
    trajectory_scale,
    trajectory_step,
    trajectory_table,
)
from dashboards.numbers import subscript
from dashboards.panel import ChartPanel
from dashboards.parkmap import map_frame, map_step
from dashboards.texts import LANGUAGES, text
from dashboards.toolkit import box, component, packed


@component
def Trajectories(board: Board, baseline: Board, package: str, lang: str) -> None:
    """Draw each trajectory to the last year, with its targets and the baseline in grey."""
    frame = packed(trajectory_frame(baseline, package, lang))
    with box("pl-block"):
        with box("pl-trajectories"):
            for name in TRAJECTORIES:
                label = subscript(baseline.lines[name].label[LANGUAGES.index(lang)])
                unit = trajectory_scale(baseline, name, lang).name
                ChartPanel(
                    title=label,
                    unit=unit,
                    frame=frame,
                    step=packed(trajectory_step(board, baseline, name, lang)),
                    label=text("chart_label", lang, label=label),
                    lang=lang,
                    name=name,
                    table=packed(trajectory_table(board, baseline, package, name, lang)),
                )
        Legend(package, lang)


@component
def ParkMap(board: Board, baseline: Board, lang: str) -> None:
    """Draw the network of the last year on the park's map."""
    frame = packed(map_frame(baseline, lang))
    ChartPanel(
        title=text("map", lang, year=board.years[-1]),
        frame=frame,
        step=packed(map_step(board, baseline, lang)),
        label=text("map_label", lang, places=len(board.places), links=len(board.ties)),
        lang=lang,
        name="map",
        height="",
        scale={
            "km": text("kilometres", lang, km="{km}"),
            "m": text("metres", lang, m="{m}"),
        },
        note=text("map_note", lang),
        kind="pl-map",
    )


@component
def Legend(package: str, lang: str) -> None:
    """Explain the marks that all trajectories share."""
    marks = (
        ("scenario", text("scenario", lang)),
        ("fixed", text("fixed_grid", lang)),
        ("baseline", text("baseline", lang, package=package)),
        ("target", text("target", lang)),
    )
    with box("pl-legend"):
        for mark, words in marks:
            with box("pl-key", f"pl-key-{mark}"):
                box(children=[words])
