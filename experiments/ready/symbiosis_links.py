"""Ready experiment: which symbiosis links form under packages, how long they live, what they bring.

Every package meets the same seeds and draws, with symbiosis and without it, so that the effect of
links is a paired difference. Lives of links need the runs themselves: the first few pairs are run
again beside the store and read link by link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from experiments.indicators.stream_class import CLASSES
from experiments.ready.base import Asked, Carrier, Found, Option
from experiments.ready.link_figures import figures
from experiments.ready.link_lives import Survival, joined, lives_of, survival
from experiments.ready.link_words import BORN, ENDED
from experiments.ready.sample import Case, Sample, gather, runs_of
from experiments.ready.shared_outputs import LINKS_OVER_TIME, WITH_WITHOUT, shared_outputs
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
from experiments.results import Results
from sim.park import Park

SEEN = 24, 60
"""Months at which survival is told."""


@dataclass(frozen=True)
class ParkLinks:
    """What was found of one park: the sample, survival by package and a run to map."""

    park: Park
    sample: Sample
    survived: Mapping[str, Survival]
    mapped: Mapping[str, Results]


class SymbiosisLinks:
    """How many links form, when, of which kinds, how long they live and why they break."""

    name = "symbiosis_links"
    title_en, title_zh = "Symbiosis links under policy packages", "不同政策组合下的产业共生链接"
    question_en = "How many symbiosis links form, of which kinds, how long do they live, what for?"
    question_zh = "会形成多少共生链接、属于哪些类别、能维持多久、带来什么效益？"
    parks: ClassVar[tuple[str, ...]] = ("zhejiang_dyeing_60",)
    packages: ClassVar[tuple[str, ...]] = ("none", "baseline", "brokered", "green_upgrade")
    seeds, draws = 20, 0
    options: ClassVar[Mapping[str, Option]] = {
        "detail": Option(5, "Runs a package that are read link by link, for lives and maps."),
    }

    def run(self, asked: Asked, runner: Carrier) -> Found:
        """Carry out the runs and return what they say."""
        return by_park(asked, lambda park: _told(asked, _park(asked, runner, park)))


EXPERIMENT = SymbiosisLinks()


def _told(asked: Asked, one: ParkLinks) -> Told:
    drawn = figures(asked, one.park, one.sample, one.survived, one.mapped)
    return _rows(one), drawn, _said(asked, one)


def _park(asked: Asked, runner: Carrier, park: Park) -> ParkLinks:
    """Carry out what one park needs: each package with symbiosis, then each without."""
    cases = [Case(park, package) for package in asked.packages]
    cases += [Case(park, package, symbiosis=False) for package in asked.packages]
    sample = gather(asked, runner, cases, shared_outputs(), f"symbiosis_links-{park.park_id}")
    survived: dict[str, Survival] = {}
    mapped: dict[str, Results] = {}
    for package, case in zip(asked.packages, cases, strict=False):
        lives = []
        for run in runs_of(asked, case)[: asked.options["detail"]]:
            results = run.scenario().run()
            lives.append(lives_of(results))
            mapped.setdefault(package.name, results)
        if lives and len(together := joined(lives)):
            survived[package.name] = survival(together)
    return ParkLinks(park, sample, survived, mapped)


def _rows(one: ParkLinks) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of a park: by year, kinds, endings, survival, with against without."""
    sample, park = one.sample, one.park.park_id
    count = len(sample.cases) // 2
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("links_by_year", "kinds", "births", "endings", "survival", "without")
    }
    for k, case in enumerate(sample.cases[:count]):
        name = case.package.name
        case_of = {"park": park, "package": name}
        for output in LINKS_OVER_TIME:
            rows["links_by_year"] += trajectory(
                park, name, output, sample.of(k, output), sample.years
            )
        for kind in CLASSES:
            for year in (sample.years[0], sample.years[-1]):
                at = sample.of(k, f"links_by_class.{kind}")[:, sample.years.index(year)]
                rows["kinds"].append({**case_of, "class": kind, "year": year, **_band(at)})
        for table, family, parts in (
            ("births", "links_born_by", BORN), ("endings", "links_ended_by", ENDED),
        ):  # fmt: skip
            for part in parts:
                total = sample.of(k, f"{family}.{part}").sum(axis=1)
                rows[table].append({**case_of, "by": part, **_band(total)})
        for indicator in WITH_WITHOUT:
            found = difference(sample, k, count + k, indicator)
            rows["without"].append(
                difference_row(found, **case_of, indicator=indicator, year=sample.years[-1])
            )
        if name in one.survived:
            curve = one.survived[name]
            rows["survival"] += [
                {**case_of, "months": month, "share": share, "low": low, "high": high, "at_risk": n}
                for month, share, low, high, n in zip(
                    curve.months.tolist(), curve.share.tolist(), curve.low.tolist(),
                    curve.high.tolist(), curve.at_risk.tolist(), strict=True,
                )
            ]  # fmt: skip
    return {name: table for name, table in rows.items() if table}


def _band(values: Any) -> dict[str, float]:
    middle, low, high = quantile_band(values)
    return {"median": middle, "p05": low, "p95": high, "mean": float(values.mean())}


def _said(asked: Asked, one: ParkLinks) -> list[str]:
    """Return the findings of a park as sentences."""
    lang, sample = asked.language, one.sample
    first, last = sample.years[0], sample.years[-1]
    count, lines = len(sample.cases) // 2, []
    for k, case in enumerate(sample.cases[:count]):
        title, name = about(asked, one.park, case.package), case.package.name
        active = sample.of(k, "links_active")
        ends = band_text(quantile_band(active[:, -1]), lang)
        start = number(float(active[:, 0].mean()))
        born = sample.of(k, "links_born").sum(axis=1).mean()
        brokered = sample.of(k, "links_born_by.brokered").sum(axis=1).mean()
        endings = {
            part: float(sample.of(k, f"links_ended_by.{part}").sum(axis=1).mean()) for part in ENDED
        }
        lines.append(pick(
            lang,
            f"{title}: {start} links ran at the end of {first} and {ends} in"
            f" {last}; {number(born)} began ({number(brokered)} by a broker), "
            f"{number(sum_of(endings))} ended{_commonest(endings, lang)}.",
            f"{title}：{first}年末运行链接 {start} 个，{last}年 {ends} 个；"
            f"共新增 {number(born)} 个（其中中介撮合 {number(brokered)} 个），终止"
            f" {number(sum_of(endings))} 个{_commonest(endings, lang)}。",
        ))  # fmt: skip
        if name in one.survived:
            lines.append(_lived(asked, one, name, title))
        lines.append(_worth(sample, k, count + k, title, lang))
    return lines


def sum_of(values: Mapping[str, float]) -> float:
    """Return the sum of values in their order."""
    total = 0.0
    for value in values.values():
        total += value
    return total


def _commonest(endings: Mapping[str, float], lang: str) -> str:
    total = sum_of(endings)
    if total <= 0.0:
        return ""
    reason = max(endings, key=lambda name: endings[name])
    share, label = endings[reason] / total, ENDED[reason][lang == "zh"]
    return pick(lang, f", {share:.0%} of them: {label.lower()}", f"，其中 {share:.0%} 因{label}")


def _lived(asked: Asked, one: ParkLinks, name: str, title: str) -> str:
    lang, curve = asked.language, one.survived[name]
    parts = [f"{curve.at(month)[0]:.0%}" for month in SEEN]
    runs = min(asked.options["detail"], len(asked.pairs))
    links = int(curve.at_risk[0])
    return pick(
        lang,
        f"{title}: of the links begun {parts[0]} live {SEEN[0]} months and"
        f" {parts[1]} {SEEN[1]} (Kaplan-Meier over {links} links of {runs} runs).",
        f"{title}：新增链接中 {parts[0]} 维持{SEEN[0]}个月，{parts[1]} 维持"
        f"{SEEN[1]}个月（Kaplan-Meier，{runs}次模拟的{links}个链接）。",
    )


def _worth(sample: Sample, case: int, other: int, title: str, lang: str) -> str:
    year = sample.years[-1]
    co2 = difference(sample, case, other, "co2")
    waste = difference(sample, case, other, "solid_disposed")
    added = difference(sample, case, other, "value_added_constant")
    gain = sample.of(case, "links_gain.cny")[:, -1]
    bands = [
        band_text((one.mean, one.t_low, one.t_high), lang, factor, sign=True)
        for one, factor in ((co2, 1e3), (waste, 1e3), (added, 1e6))
    ]
    carried = band_text(quantile_band(gain), lang, 1e6)
    by = co2.sampled.text(lang)
    return pick(
        lang,
        f"{title}, {year}, with symbiosis less without: CO2 {bands[0]} kt, waste disposed"
        f" of {bands[1]} kt, value added {bands[2]} million CNY (paired means with 90 % intervals,"
        f" {by}); the links' joint gain as agreed is {carried} million CNY.",
        f"{title}，{year}年，有共生减无共生：二氧化碳 {bands[0]} 千吨，处置废物"
        f" {bands[1]} 千吨，增加值 {bands[2]} 百万元（配对均值及90%区间，{by}）；链接约定的"
        f"共同收益 {carried} 百万元。",
    )
