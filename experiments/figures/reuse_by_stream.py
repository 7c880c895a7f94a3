"""Waste and by-products reused through links, stacked by stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.figures.scale import readable
from experiments.figures.stream_look import StreamLook, stream_look
from experiments.figures.style import GREY, grid, head, legend_beside, new_figure, year_axis
from experiments.labels import stream_label, word

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.run_data import RunData

Floats = NDArray[np.float64]

_PREFIX = "reused_by_stream."
_MOST = 8
_OTHER = "#BFBFBF"


def draw(results: RunData, *, lang: str = "en") -> Figure:
    """Draw tonnes given by enterprises of the park, one bar a year; the smaller streams as one."""
    figure = new_figure(height=3.4)
    head(figure, results, word("reuse_by_stream", lang), lang)
    axes = figure.subplots()
    streams = largest_streams(results)
    total = sum(streams.values(), np.zeros(len(results.years)))
    factor, unit = readable("t/yr", float(total.max()), lang)
    bottom = np.zeros(len(results.years))
    for stream, tonnes in streams.items():
        name = stream_label(stream, lang) if stream else word("other streams", lang)
        look = stream_look(stream) if stream else StreamLook(_OTHER, "")
        axes.bar(
            results.years, tonnes / factor, bottom=bottom, width=0.72, label=name,
            color=look.colour, hatch=look.hatch, ec="white", lw=0.4,
        )  # fmt: skip
        bottom = bottom + tonnes / factor
    if streams:
        handles, labels = axes.get_legend_handles_labels()
        legend_beside(axes, handles[::-1], labels[::-1])
    else:
        axes.text(
            0.5, 0.5, word("no reuse", lang), color=GREY, ha="center", transform=axes.transAxes
        )
    axes.set_title(word("by contract", lang))
    axes.set_ylabel(unit)
    year_axis(axes, results.years, pad=0.6)
    grid(axes)
    return figure


def largest_streams(results: RunData, most: int = _MOST) -> dict[str, Floats]:
    """Return yearly tonnes of the largest streams, the largest first, and of all others as ``."""
    found = {
        name.removeprefix(_PREFIX).rpartition("|")[2]: results.series(name)
        for name in results.names()
        if name.startswith(_PREFIX)
    }
    order = sorted(found, key=lambda stream: (-float(found[stream].sum()), stream))
    streams = {stream: found[stream] for stream in order[:most]}
    if len(order) > most:
        streams[""] = np.sum([found[stream] for stream in order[most:]], axis=0)
    return streams
