"""A panel: a heading with a unit, a chart that can be saved, and a note."""

from __future__ import annotations

from collections.abc import Callable

from dashboards.components import Chart
from dashboards.frontend import ECHARTS
from dashboards.texts import LANGUAGES
from dashboards.texts.shared import TEXTS
from dashboards.toolkit import box, component, heading

SAVING = ("export", "png", "svg", "csv")


@component
def ChartPanel(
    title: str,
    frame: str,
    step: str,
    label: str,
    lang: str,
    unit: str = "",
    name: str = "",
    table: str = "",
    height: str = "180px",
    scale: dict[str, str] | None = None,
    note: str = "",
    kind: str = "",
    overlay: str = "",
    on_pick: Callable[[str], None] | None = None,
    focus: str = "",
) -> None:
    """Draw a chart with its heading; the arguments are those of `dashboards.components.Chart`.

    `label` is what a screen reader says of it, `kind` a class of its own.
    """
    with box("pl-panel", *kind.split()):
        Heading(title, unit)
        Chart(
            library=ECHARTS,
            frame=frame,
            step=step,
            label=label,
            height=height,
            scale=scale,
            name=name,
            table=table,
            words={key: TEXTS[key][LANGUAGES.index(lang)] for key in SAVING},
            overlay=overlay,
            focus=focus,
            event_pick=on_pick,
        )
        if note:
            box("pl-faint", children=[note])


@component
def Heading(words: str, unit: str) -> None:
    """Write a panel's heading with its unit."""
    with box("pl-heading"):
        heading(words)
        box("pl-faint", children=[unit])
