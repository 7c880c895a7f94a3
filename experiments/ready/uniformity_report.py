"""Tables and sentences of `one_park_one_policy`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.ready.base import Asked
from experiments.ready.levers import (
    Words,
    goal_title,
    lever_names,
    listed,
    number,
    park_name,
    pick,
    short_title,
    unit_text,
)
from experiments.ready.uniformity import Choice, Held, ParkFound, Uniformity
from experiments.statistics.paired import Paired, paired
from experiments.statistics.targets import probability

if TYPE_CHECKING:
    from pandas import DataFrame

Floats = NDArray[np.float64]

WORDS: Words = {
    "sets": (
        "Optimised on {fit}; every figure below is scored on {held}, which no search has seen.",
        "优化所用样本：{fit}；以下结果均在未参与优化的样本上评分：{held}。",
    ),
    "span": ("seeds {seeds} x table draws {draws}", "种子{seeds}×参数抽样{draws}"),
    "seeds": ("seeds {seeds}, tables as they stand (noise only)", "种子{seeds}（仅含随机噪声）"),
    "own": (
        "{park}: {package} ({rule}); {gains}; the goal {goal} is met with probability {share}.",
        "{park}：{package}（{rule}）；{gains}；目标{goal}的达成概率为{share}。",
    ),
    "cheapest": ("the cheapest that meets the goal", "满足目标的成本最低者"),
    "compromise": ("no package meets the goal: the compromise", "无组合满足目标，取折中解"),
    "uniform": (
        "One package for all parks: {package} ({rule}).",
        "统一政策：{package}（{rule}）。",
    ),
    "regret": (
        "{park}, under the package for all instead of its own: {changes}; the goal is met with "
        "probability {share} instead of {own}.",
        "{park}改用统一政策：{changes}；目标达成概率由{own}变为{share}。",
    ),
    "same": (
        "{park}: the package for all is its own package.",
        "{park}：统一政策即为其自身最优组合。",
    ),
    "optimism": (
        "Optimism of the search, own packages, mean over the parks: {objective} {fit} on the pairs "
        "optimised on and {held} on those held back; goal met in {share_fit:.0%} and "
        "{share_held:.0%}.",
        "搜索的乐观偏差（自身最优组合，各园区平均）：{objective}在优化样本上为{fit}，在留出样本上为{held}；"
        "目标达成比例分别为{share_fit:.0%}与{share_held:.0%}。",
    ),
    "none": ("no instrument", "不设政策"),
}


def span(asked: Asked, held: int, lang: str) -> str:
    """Return a set of pairs in words: those optimised on (`held` 0), or those held back."""
    seeds = f"1-{asked.seeds}" if not held else f"{asked.seeds + 1}-{asked.seeds + held}"
    draws = f"1-{asked.draws}" if not held else f"{asked.draws + 1}-{asked.draws + held}"
    return pick(WORDS, "span" if asked.draws else "seeds", lang).format(seeds=seeds, draws=draws)


def in_pairs(asked: Asked, values: NDArray[Any]) -> NDArray[Any]:
    """Return held-back (pair,) values as (seed,), or (seed, draw) where tables were drawn."""
    held = int(asked.options["held"])
    return values.reshape(held, held) if asked.draws else values


def regrets(asked: Asked, one: ParkFound) -> list[Paired]:
    """Return by objective what the park's own package gains over the uniform one, held back."""
    own, uniform = one.held["own"].gains, one.held["uniform"].gains
    return [
        paired(in_pairs(asked, own[:, k]), in_pairs(asked, uniform[:, k]), drop=True)
        for k in range(own.shape[1])
    ]


def package_text(choice: Choice, lang: str) -> str:
    """Return the strengths of a package in words."""
    on = {name: value for name, value in choice.strength.items() if value > 0}
    if not on:
        return pick(WORDS, "none", lang)
    names = lever_names(list(on), lang)
    return listed(
        [f"{name} {value:g}" for name, value in zip(names, on.values(), strict=True)], lang
    )


def packages_table(found: Uniformity) -> DataFrame:
    """Return the recommended packages: one row a park, and one for all."""
    import pandas as pd

    rows = [
        {"park": one.park.park_id, "rule": one.own.rule, **one.own.strength} for one in found.parks
    ]
    rows.append({"park": "all", "rule": found.uniform.rule, **found.uniform.strength})
    return pd.DataFrame(rows)


def regret_table(asked: Asked, found: Uniformity) -> DataFrame:
    """Return what uniformity costs: own less uniform on the pairs held back, by park, objective."""
    import pandas as pd

    rows = [
        {
            "park": one.park.park_id, "objective": objective.label, "unit": unit,
            "regret": gap.mean, "low": gap.t_low, "high": gap.t_high, "shown": gap.shown,
            "goal_own": one.held["own"].met.mean(), "goal_uniform": one.held["uniform"].met.mean(),
            "pairs": gap.pairs, "left_out": gap.left_out, "sampled": gap.sampled.text(),
        }
        for one in found.parks
        for objective, unit, gap in zip(
            found.problem.objectives, one.units, regrets(asked, one), strict=True
        )
    ]  # fmt: skip
    return pd.DataFrame(rows)


def scores_table(asked: Asked, found: Uniformity) -> DataFrame:
    """Return gains against the bare park on both sets of pairs; optimism is their difference."""
    import pandas as pd

    held = int(asked.options["held"])
    rows = []
    for one in found.parks:
        for name in ("own", "uniform"):
            fit, back = one.fit[name], one.held[name]
            for k, objective in enumerate(found.problem.objectives):
                inside, outside = _mean(fit, k), _mean(back, k)
                rows.append({
                    "park": one.park.park_id, "package": name, "objective": objective.label,
                    "unit": one.units[k], "gain_optimised_on": inside, "gain_held_back": outside,
                    "optimism": inside - outside, "goal_optimised_on": fit.met.mean(),
                    "goal_held_back": back.met.mean(), "optimised_on": span(asked, 0, "en"),
                    "held_back": span(asked, held, "en"),
                })  # fmt: skip
    return pd.DataFrame(rows)


def candidates_table(found: Uniformity) -> DataFrame:
    """Return every package valued in a park, with its gains on the pairs optimised on."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    labels = [one.label for one in found.problem.objectives]
    for one in found.parks:
        every = one.candidates
        for k, strength in enumerate(every.strengths):
            gains = dict(zip(labels, every.gains[k].tolist(), strict=True))
            front, share = bool(every.front[k]), float(every.share[k])
            rows.append({
                "park": one.park.park_id, **strength, **gains, "goal_share": share, "front": front,
            })  # fmt: skip
    return pd.DataFrame(rows)


def sentences(asked: Asked, found: Uniformity) -> list[str]:
    """Return the findings: both sets, each park's package, the uniform one, regret, optimism."""
    lang, held = asked.language, int(asked.options["held"])
    sets = {"fit": span(asked, 0, lang), "held": span(asked, held, lang)}
    said = [pick(WORDS, "sets", lang).format(**sets)]
    goal = goal_title(found.goal.goal, lang, asked.until)
    for one in found.parks:
        gains = [_mean(one.held["own"], k) for k in range(len(found.problem.objectives))]
        said.append(pick(WORDS, "own", lang).format(
            park=park_name(one.park, lang), package=package_text(one.own, lang),
            rule=pick(WORDS, one.own.rule, lang), goal=goal,
            gains=_changes(asked, found, one, gains), share=_share(asked, one.held["own"]),
        ))  # fmt: skip
    if len(found.parks) > 1:
        said.append(pick(WORDS, "uniform", lang).format(
            package=package_text(found.uniform, lang), rule=pick(WORDS, found.uniform.rule, lang)
        ))  # fmt: skip
        said += [_regret_line(asked, found, one) for one in found.parks]
    return [*said, _optimism_line(asked, found)]


def _regret_line(asked: Asked, found: Uniformity, one: ParkFound) -> str:
    lang, park = asked.language, park_name(one.park, asked.language)
    if dict(one.own.strength) == dict(found.uniform.strength):
        return pick(WORDS, "same", lang).format(park=park)
    gaps = regrets(asked, one)
    changes = _changes(
        asked, found, one, [-gap.mean for gap in gaps], [(-gap.t_high, -gap.t_low) for gap in gaps]
    )
    return pick(WORDS, "regret", lang).format(
        park=park, changes=changes, share=_share(asked, one.held["uniform"]),
        own=_share(asked, one.held["own"]),
    )  # fmt: skip


def _optimism_line(asked: Asked, found: Uniformity) -> str:
    """Say what own packages score on both sets: the first objective, and the goal."""
    lang, objective = asked.language, found.problem.objectives[0]

    def mean(sets: str) -> tuple[float, float]:
        helds = [getattr(one, sets)["own"] for one in found.parks]
        gains = np.mean([_mean(held, 0) for held in helds])
        return float(gains), float(np.mean([held.met.mean() for held in helds]))

    (fit, share_fit), (held, share_held) = mean("fit"), mean("held")
    unit = found.parks[0].units[0]
    return pick(WORDS, "optimism", lang).format(
        objective=short_title(objective, lang, asked.until),
        fit=_change(objective.sign, fit, unit, lang),
        held=_change(objective.sign, held, unit, lang),
        share_fit=share_fit, share_held=share_held,
    )  # fmt: skip


def _changes(
    asked: Asked,
    found: Uniformity,
    one: ParkFound,
    gains: list[float],
    bands: list[tuple[float, float]] | None = None,
) -> str:
    """Return by objective how it changes (not by how much it betters), with its band if any."""
    lang, parts = asked.language, []
    for k, objective in enumerate(found.problem.objectives):
        text = _change(objective.sign, gains[k], one.units[k], lang)
        if bands:
            ends = sorted(-objective.sign * end for end in bands[k])
            to = "至" if lang == "zh" else "to"
            text += f" ({number(ends[0])} {to} {number(ends[1])})"
        parts.append(f"{short_title(objective, lang, asked.until)} {text}")
    return "，".join(parts) if lang == "zh" else ", ".join(parts)


def _change(sign: float, gain: float, unit: str, lang: str) -> str:
    return f"{number(-sign * gain)} {unit_text(unit, lang)}"


def _share(asked: Asked, held: Held) -> str:
    """Return the probability that the goal is met on the pairs held back, with what was sampled."""
    return probability(in_pairs(asked, held.met)).text(asked.language)


def _mean(held: Held, objective: int) -> float:
    return float(np.nanmean(held.gains[:, objective]))
