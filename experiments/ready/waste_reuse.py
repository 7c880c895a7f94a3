"""Ready experiment: how much waste is reused under packages, what is left, and why.

Every package meets the same seeds and draws; differences to the reference (the baseline where it is
among the packages, else the first) are paired.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from experiments.outputs.wastes import waste_classes
from experiments.outputs.wastes_left import WHY
from experiments.ready.base import Asked, Carrier, Found, Option
from experiments.ready.sample import Case, Sample, gather, reference_of
from experiments.ready.shared_outputs import WASTE_COMPARED, WASTE_OVER_TIME, shared_outputs
from experiments.ready.telling import (
    Told,
    about,
    band_text,
    by_park,
    difference,
    difference_row,
    number,
    pick,
    quantile_band,
    trajectory,
)
from experiments.ready.waste_figures import figures
from experiments.ready.waste_words import LEFT
from sim.park import Park

Floats = NDArray[np.float64]


class WasteReuse:
    """Tonnes and rates of reuse by class and stream, and why the rest is disposed of."""

    name = "waste_reuse"
    title_en, title_zh = "Reuse of waste and by-products", "废物与副产物的循环利用"
    question_en = "How much waste is reused, of which streams, and why is the rest left over?"
    question_zh = "废物利用量有多少、来自哪些物料，其余为何未被利用？"
    parks: ClassVar[tuple[str, ...]] = ("zhejiang_dyeing_60",)
    packages: ClassVar[tuple[str, ...]] = ("none", "baseline", "brokered", "green_upgrade")
    seeds, draws = 20, 0
    options: ClassVar[dict[str, Option]] = {}

    def run(self, asked: Asked, runner: Carrier) -> Found:
        """Carry out the runs and return what they say."""
        return by_park(asked, lambda park: _told(asked, runner, park))


EXPERIMENT = WasteReuse()


def _told(asked: Asked, runner: Carrier, park: Park) -> Told:
    cases, reference = [Case(park, package) for package in asked.packages], reference_of(asked)
    sample = gather(asked, runner, cases, shared_outputs(), f"waste_reuse-{park.park_id}")
    return (
        _rows(sample, reference),
        figures(asked, park, sample, reference),
        _said(asked, park, sample, reference),
    )


def parts_of(sample: Sample, case: int, family: str) -> dict[str, Floats]:
    """Return the parts of an output family that are not 0 everywhere, (pair, year) each."""
    found = {}
    for name in (name for name in sample.outputs if name.startswith(f"{family}.")):
        values = sample.of(case, name)
        if np.nansum(np.abs(values)) > 0.0:
            found[name.partition(".")[2]] = values
    return found


def rate(given: Floats, made: Floats) -> Floats:
    """Return what was given over what was made in percent, (pair,); nan where none was made."""
    share: Floats = np.divide(given, made, out=np.full_like(made, np.nan), where=made > 0.0)
    return 100.0 * share


def _rows(sample: Sample, reference: int) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of a park: by year, by class, by stream, what is left, differences."""
    park, last = sample.cases[0].park.park_id, sample.years[-1]
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("reuse_by_year", "by_class", "by_stream", "left", "differences")
    }
    for k, case in enumerate(sample.cases):
        name = case.package.name
        of_case = {"park": park, "package": name}
        for output in WASTE_OVER_TIME:
            rows["reuse_by_year"] += trajectory(
                park, name, output, sample.of(k, output), sample.years
            )
        rows["by_class"] += [
            {**of_case, "class": kind, **_reuse(sample, k, "_by_class", kind)}
            for kind in waste_classes()
        ]
        made, given = parts_of(sample, k, "waste_made"), parts_of(sample, k, "waste_given")
        rows["by_stream"] += [
            {**of_case, "stream": stream, **_reuse(sample, k, "", stream)}
            for stream in dict.fromkeys((*given, *made))
        ]
        for why in WHY:
            tonnes = sample.of(k, f"waste_left_by.{why}")[:, -1]
            rows["left"].append({**of_case, "why": why, "year": last, **_band(tonnes, "left_t")})
        if k != reference:
            beside = sample.cases[reference].package.name
            rows["differences"] += [
                difference_row(
                    difference(sample, k, reference, one), **of_case, against=beside,
                    indicator=one, year=last,
                )
                for one in WASTE_COMPARED
            ]  # fmt: skip
    return {name: table for name, table in rows.items() if table}


def _reuse(sample: Sample, case: int, ending: str, part: str) -> dict[str, Any]:
    """Return tonnes given and made in the last year and their rate."""
    given = sample.of(case, f"waste_given{ending}.{part}")[:, -1]
    made = sample.of(case, f"waste_made{ending}.{part}")[:, -1]
    whole = float(made.mean())
    return {
        "year": sample.years[-1], **_band(given, "given_t"), "made_t": whole,
        "rate_percent": 100.0 * float(given.mean()) / whole if whole > 0.0 else float("nan"),
    }  # fmt: skip


def _band(values: Floats, name: str) -> dict[str, float]:
    middle, low, high = quantile_band(values)
    return {name: float(values.mean()), "median": middle, "p05": low, "p95": high}


def _said(asked: Asked, park: Park, sample: Sample, reference: int) -> list[str]:
    """Return the findings of a park as sentences."""
    lang, lines = asked.language, []
    first, last = sample.years[0], sample.years[-1]
    for k, case in enumerate(sample.cases):
        title = about(asked, park, case.package)
        reused, used = sample.of(k, "reused"), sample.of(k, "solid_utilisation")
        ends = band_text(quantile_band(reused[:, -1]), lang, 1e3)
        start = number(float(reused[:, 0].mean()) / 1e3)
        rates = [band_text(quantile_band(used[:, at]), lang) for at in (0, -1)]
        lines.append(pick(
            lang,
            f"{title}: links reuse {ends} kt in {last} ({start} in {first}); utilisation of solid"
            f" waste, sales included, goes from {rates[0]} to {rates[1]} %.",
            f"{title}：{last}年链接利用 {ends} 千吨（{first}年 {start}）；固体废物综合利用率"
            f"（含外售）由 {rates[0]}% 变为 {rates[1]}%。",
        ))  # fmt: skip
        lines.append(_left(sample, k, title, lang))
        if k != reference:
            beside = about(asked, park, sample.cases[reference].package)
            found = difference(sample, k, reference, "reused")
            gap = band_text((found.mean, found.t_low, found.t_high), lang, 1e3, sign=True)
            by = found.sampled.text(lang)
            lines.append(pick(
                lang,
                f"{title} against {beside}, {last}: {gap} kt reused (paired mean, 90 % interval;"
                f" {by}).",
                f"{title} 相对 {beside}，{last}年利用量 {gap} 千吨（配对均值，90%区间；{by}）。",
            ))  # fmt: skip
    return lines


def _left(sample: Sample, case: int, title: str, lang: str) -> str:
    means = {why: float(sample.of(case, f"waste_left_by.{why}")[:, -1].mean()) for why in WHY}
    total = float(np.sum(list(means.values()))) or 1.0
    largest = sorted(means, key=lambda why: -means[why])[:4]
    parts = [
        f"{LEFT[why][lang == 'zh'].lower()} {means[why] / total:.0%}"
        for why in largest
        if means[why] >= 0.005 * total
    ]
    whole, text = number(total / 1e3), pick(lang, ", ", "，").join(parts)
    return pick(
        lang, f"{title}: {whole} kt are left in {sample.years[-1]}: {text} (means).",
        f"{title}：{sample.years[-1]}年处置 {whole} 千吨，原因：{text}（均值）。",
    )  # fmt: skip
