"""The names and sentences of `what_matters`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.ready.levers import Words, listed, pick, unit_text
from experiments.statistics.sampled import Sampled

if TYPE_CHECKING:
    from experiments.ready.base import Asked
    from experiments.ready.screen import Screen
    from experiments.statistics.sensitivity import Indices

WORDS: Words = {
    "uncertainty": ("number of the tables", "参数表数值"),
    "assumption": ("assumption", "模型假设"),
    "strength": ("lever", "政策力度"),
    "screened": (
        "{park}, {outcome}: of {n} factors {shown} are shown to move it beyond the noise of the "
        "seeds; the largest effects over a whole range: {largest} ({sampled}).",
        "{park}，{outcome}：{n}个因素中有{shown}个的影响超出种子噪声；整个取值范围内影响最大的是"
        "{largest}（{sampled}）。",
    ),
    "none": (
        "{park}, {outcome}: none of {n} factors moves it ({sampled}).",
        "{park}，{outcome}：{n}个因素均未使其变化（{sampled}）。",
    ),
    "sobol": (
        "{park}, {outcome}: of the variance that the {n} factors kept give it, {largest} "
        "({sampled}).",
        "{park}，{outcome}：在保留的{n}个因素造成的方差中，{largest}（{sampled}）。",
    ),
    "share": (
        "{name} has a part in {value:.0%} (± {interval:.0%})",
        "{name}参与{value:.0%}（±{interval:.0%}）",
    ),
    "other": (
        "{park}, {outcome}: by {method}, of the {n} factors kept the strongest are {largest}; one "
        "without effect reaches {floor:.2f} ({sampled}).",
        "{park}，{outcome}：按{method}方法，保留的{n}个因素中最强的是{largest}；无影响因素可达"
        "{floor:.2f}（{sampled}）。",
    ),
    "wide": (
        " The design leaves these shares wide open: a larger size narrows them.",
        "该设计规模下区间仍很宽，增大size可收窄。",
    ),
    "morris sampled": (
        "{trajectories} Morris trajectories = {points} points, each on {sampled}",
        "{trajectories}条Morris轨迹共{points}个点，每点{sampled}",
    ),
    "points sampled": ("{points} points, each on {sampled}", "{points}个点，每点{sampled}"),
}  # fmt: skip

_NAMED = 4
_WIDE = 0.5


def factor_label(name: str, kind: str, lang: str) -> str:
    """Return the name of a factor for people: its label, or the words of its name."""
    from experiments.labels import policy_label
    from experiments.uncertainty import factors

    if kind == "uncertainty":
        return factors()[name].label(lang)
    if kind == "strength" and lang == "zh":
        return policy_label(name, lang).split("（")[0].split("：")[0][:14]
    return name.replace("_", " ")


def sampled_text(one: Screen, indices: Indices, lang: str) -> str:
    """Return what was sampled: the points of the design, and what each of them met."""
    seeds, draws = one.sampled
    facts = {"points": indices.points, "sampled": Sampled(seeds, draws).text(lang)}
    key = "morris sampled" if indices.method == "morris" else "points sampled"
    return pick(WORDS, key, lang).format(trajectories=one.trajectories, **facts)


def sentences(asked: Asked, one: Screen) -> list[str]:
    """Return the findings of an outcome: what the screening shows, and what the few explain."""
    from experiments.labels import park_label

    lang = asked.language
    facts = {
        "park": park_label(one.park.info, lang),
        "outcome": one.outcome.title(lang, asked.until, unit=False),
    }
    said = [_screened(one, facts, lang)]
    if one.few is not None:
        said.append(_explained(one, one.few, facts, lang))
    return said


def _screened(one: Screen, facts: dict[str, str], lang: str) -> str:
    found, effect = one.morris, one.morris.values["mu_star"]
    more = {"n": len(found.names), "sampled": sampled_text(one, found, lang)}
    if not effect.max() > 0.0:
        return pick(WORDS, "none", lang).format(**facts, **more)
    parts = []
    for name in found.ranked()[:_NAMED]:
        k = found.names.index(name)
        spread = found.noise["mu_star"][k] if "mu_star" in found.noise else float("nan")
        text = _number(effect[k] * one.scale)
        text += f" ± {_number(spread * one.scale)}" if spread == spread else ""
        unit = unit_text(one.unit, lang)
        parts.append(f"{factor_label(name, one.kinds[name], lang)} {text} {unit}".strip())
    shown = len(one.shown())
    line = pick(WORDS, "screened", lang)
    return line.format(**facts, **more, shown=shown, largest=listed(parts, lang))


def _number(value: float) -> str:
    """Return a number in three digits that count, without an exponent."""
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def _explained(one: Screen, few: Indices, facts: dict[str, str], lang: str) -> str:
    values, interval = few.values[few.main], few.interval.get(few.main)
    names = few.ranked()[:_NAMED]
    labels = {name: factor_label(name, one.kinds[name], lang) for name in names}
    more = {"n": len(few.names), "sampled": sampled_text(one, few, lang)}
    if few.method != "sobol":
        parts = [f"{labels[n]} {values[few.names.index(n)]:.2f}" for n in names]
        floor = few.floor if few.floor is not None else float("nan")
        line = pick(WORDS, "other", lang)
        return line.format(
            **facts, **more, method=few.method, floor=floor, largest=listed(parts, lang)
        )
    parts = [
        pick(WORDS, "share", lang).format(
            name=labels[n],
            value=values[few.names.index(n)],
            interval=float("nan") if interval is None else interval[few.names.index(n)],
        )
        for n in names
    ]
    line = pick(WORDS, "sobol", lang).format(**facts, **more, largest=listed(parts, lang))
    wide = interval is not None and bool((interval > _WIDE).any())
    return line + (pick(WORDS, "wide", lang) if wide else "")
