"""Figures: drawn without a warning in both languages, the same bytes, nothing over anything."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text

from experiments import Results, Scenario
from experiments.figures import FIGURES, draw, fonts, save_figure
from experiments.figures.band import sampled
from experiments.figures.links_over_time import running_by_class
from experiments.figures.network_map import linked
from experiments.figures.reuse_by_stream import largest_streams
from experiments.figures.trajectories import strictest
from sim.faults import InputError
from sim.synth import synth
from tests.experiments.results.handmade import INFO, made_results

PARK = synth(14, 3)
CHINESE = [name for name in fonts.CHINESE if name in fonts.installed()]
LANGUAGES = ["en", pytest.param("zh", marks=pytest.mark.skipif(not CHINESE, reason="no font"))]


@pytest.fixture(scope="module")
def results() -> Results:
    return Scenario(PARK, "none", seed=4, until=2025).run()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn_without_a_warning(
    name: str, lang: str, results: Results, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="matplotlib")
    files = save_figure(results.figure(name, lang=lang), tmp_path / "figures" / name)
    assert caplog.records == []
    assert [path.name for path in files] == [f"{name}.png", f"{name}.svg"]
    assert all(path.stat().st_size > 5000 for path in files)


@pytest.mark.parametrize("name", ["co2_by_scope", "network_map"])
def test_the_same_results_give_the_same_bytes(name: str, results: Results, tmp_path: Path) -> None:
    first = save_figure(results.figure(name), tmp_path / "one")
    again = save_figure(results.figure(name), tmp_path / "two")
    for one, two in zip(first, again, strict=True):
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_next_to_nothing_is_drawn(name: str) -> None:
    empty = Scenario(synth(3, 1), "none", until=2020, symbiosis=False).run()
    assert draw(name, empty).axes


def test_names_on_the_map_do_not_overlap(results: Results) -> None:
    figure = results.figure("network_map")
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    axes = figure.axes[0]
    boxes = [text.get_window_extent(renderer) for text in axes.texts if text.get_text()]
    assert len(boxes) > 3
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[k + 1 :])
        room = figure.bbox
        assert box.x0 >= room.x0 and box.x1 <= room.x1 and box.y0 >= room.y0 and box.y1 <= room.y1


@pytest.mark.parametrize("name", FIGURES)
def test_no_text_leaves_the_figure(name: str, results: Results) -> None:
    figure = results.figure(name)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent(renderer)
            assert box.x0 > -1 and box.x1 < figure.bbox.x1 + 1, text.get_text()
            assert box.y0 > -1 and box.y1 < figure.bbox.y1 + 1, text.get_text()


def test_links_by_class_add_up_to_the_links_running(results: Results) -> None:
    classes = running_by_class(results)
    assert np.sum(list(classes.values()), axis=0) == pytest.approx(results.months("links_active"))


def test_streams_drawn_add_up_to_the_reuse() -> None:
    results = Scenario("guitang", "none", until=2022).run()
    few = largest_streams(results, most=2)
    assert list(few)[-1] == "" and len(few) == 3
    assert np.sum(list(few.values()), axis=0) == pytest.approx(results.series("reused"))


def test_the_map_draws_what_moved_in_the_year(results: Results) -> None:
    links = results.links
    amounts = linked(links, 2025)
    moved = links.take(links["2025"] > 0)
    pairs = set(zip(moved["giver"], moved["taker"], moved["class"], strict=True))
    assert set(amounts) == pairs and pairs


def test_of_several_targets_the_strictest_of_each_place_is_marked() -> None:
    targets = made_results(co2_intensity=np.linspace(10, 7, 11)).targets()
    marked = strictest(targets, "co2_intensity", 2020)
    assert {(one.place, one.target_year, one.threshold) for one in marked} == {
        ("CN", 2025, 18.0), ("CN-ZJ", 2025, 20.0),
    }  # fmt: skip
    levels = strictest(made_results().targets(), "solid_utilisation", 2020)
    assert {(one.target_year, one.threshold) for one in levels} == {(2025, 60.0), (2030, 80.0)}


def test_a_band_says_what_was_sampled(results: Results) -> None:
    seeds = [made_results(info={**INFO, "seed": seed}) for seed in (1, 2, 3)]
    assert sampled(seeds, "en") == "seeds only (noise)"
    assert sampled(seeds, "zh") == "仅随机种子（噪声）"
    assert sampled(seeds[:1], "en") == "nothing (equal runs)"
    mixed = [*seeds, made_results(info={**INFO, "assumption": {"cit_rate": 0.2}})]
    assert sampled(mixed, "en") == "seeds and assumptions"
    levers = [made_results(info={**INFO, "strength": {"subsidy": s}}) for s in (1.0, 2.0)]
    assert sampled(levers, "en") == "policy strengths"


def test_a_band_and_another_run_stand_in_the_legend() -> None:
    runs = [made_results(info={**INFO, "seed": seed}) for seed in (1, 2, 3)]
    other = made_results(info={**INFO, "scenario": "without"})
    figure = draw("trajectories", runs[0], band=runs, beside=other)
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert "5-95 % of 3 runs; sampled: seeds only (noise)" in legend and "By hand" in legend


def test_without_a_chinese_font_the_message_is_plain(
    monkeypatch: pytest.MonkeyPatch, results: Results
) -> None:
    monkeypatch.setattr(fonts, "installed", lambda: frozenset(["DejaVu Sans"]))
    with pytest.raises(InputError, match="no font with Chinese glyphs is installed; install one"):
        results.figure("co2_by_scope", lang="zh")
    assert fonts.families("en") == ["DejaVu Sans"]


def test_the_first_chinese_font_found_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    some = frozenset(["SimHei", "Noto Sans CJK SC", "DejaVu Sans"])
    monkeypatch.setattr(fonts, "installed", lambda: some)
    assert fonts.families("zh") == ["Noto Sans CJK SC", "DejaVu Sans"]


def test_unknown_figures_and_languages_are_refused(results: Results) -> None:
    with pytest.raises(InputError, match="there is no such figure; write trajectories"):
        results.figure("trajectorys")
    with pytest.raises(InputError, match="is not known; write en or zh"):
        results.figure("co2_by_scope", lang="fr")


def test_drawing_leaves_the_settings_of_matplotlib_alone(results: Results) -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    results.figure("co2_by_scope")
    assert dict(matplotlib.rcParams) == before
