"""Charts: one look a package, legends and notes that fit, files of the promised quality."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from experiments.figures import save_figure
from experiments.figures.charts import (
    ONE_COLUMN,
    TWO_COLUMNS,
    bands,
    fan,
    foot,
    forest,
    heat,
    looks,
    opened,
    stacks,
    steps,
)
from experiments.figures.charts.colours import FIXED
from experiments.figures.charts.frame import wrapped
from experiments.figures.fonts import CHINESE, installed
from experiments.figures.style import drawing

LANGUAGES = ["en", *(["zh"] if installed().intersection(CHINESE) else [])]


def test_a_package_looks_the_same_in_whatever_company() -> None:
    alone, among = looks(["brokered"]), looks(["mine", "none", "brokered", "other"])
    assert alone["brokered"] == among["brokered"] == FIXED["brokered"]
    colours = [look.colour for look in looks([*FIXED, *map(str, range(8))]).values()]
    assert len(set(colours)) == len(colours)


def test_texts_are_broken_so_that_they_fit() -> None:
    english = wrapped("word " * 60, ONE_COLUMN)
    assert len(english) > 1 and max(map(len, english)) <= ONE_COLUMN * 18.5
    chinese = wrapped("废物，" * 40, ONE_COLUMN)
    assert "".join(chinese) == "废物，" * 40
    assert not any(line.startswith("，") for line in chinese)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_is_drawn_without_a_warning(lang: str) -> None:
    draws = np.random.default_rng(1).normal(10.0, 1.0, (20, 4))
    years, look = [2020, 2021, 2022, 2023], looks(["none"])["none"]
    long = {"en": "A name that is rather long", "zh": "现行政策加信息平台与撮合服务"}[lang]
    with drawing(lang):
        figure = opened(long * 3, long, lang, 6.0, TWO_COLUMNS)
        axes = figure.subplots(3, 2).ravel()
        line = bands(axes[0], years, draws, look)
        fan(axes[1], years, draws, look)
        forest(axes[2], ["a", "b"], [(1.0, 0.5, 1.5), (float("nan"),) * 3])
        heat(axes[3], np.array([[0.1, np.nan]]), ["r"], ["c", "d"])
        parts = {"a": np.array([1.0, -2.0]), "b": np.array([2.0, -1.0])}
        stacks(axes[4], [0, 1], parts, {"a": "#111111", "b": "#222222"}, {"a": "a", "b": "b"})
        steps(axes[5], np.arange(3.0), np.array([1.0, 0.5, 0.2]), look)
        foot(figure, long * 6, [line] * 5, [long] * 5)
        figure.draw_without_rendering()
        legend = figure.legends[0].get_window_extent()
        assert legend.x1 <= figure.bbox.x1
        lowest = min(one.get_tightbbox().y0 for one in axes)
        assert legend.y1 <= lowest + 1.0
    tops = [patch.get_y() + patch.get_height() for patch in axes[4].patches]
    assert max(tops) == 3.0 and min(tops + [p.get_y() for p in axes[4].patches]) == -3.0


def test_files_are_300_dpi_and_drawings_whose_text_is_text(tmp_path: Path) -> None:
    from PIL import Image

    with drawing("en"):
        figure = opened("A title", "below", "en", 2.0, ONE_COLUMN)
        figure.subplots().plot([0, 1], [0, 1])
        png, svg = save_figure(figure, tmp_path / "figure")
    with Image.open(png) as image:
        assert image.size == (round(300 * ONE_COLUMN), 600)
    text = svg.read_text(encoding="utf-8")
    assert ">A title</text>" in text or ">A title</tspan>" in text
