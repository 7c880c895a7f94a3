"""What experiments over levers share: their base package, their samples, names and headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from experiments.pareto.goal import Goal
from experiments.pareto.objective import Objective
from experiments.pareto.trial import Trial
from experiments.ready.base import Asked
from policies.package import Package
from policies.package_faults import strength_faults
from sim.faults import Fault, raise_faults
from sim.park import Park

Floats = NDArray[np.float64]

DEFAULT = (
    "subsidy", "ladder_tariff", "land_use", "energy_diagnosis", "cleaner_production_audit",
    "broker", "platform", "waste_charge",
)  # fmt: skip
"""Levers that are looked at where neither an option nor the package names any: support, price,
ranking, advice, audit, two that bring enterprises together, and the charge on waste."""

_MILLION = "10^6 "

Words = Mapping[str, tuple[str, str]]


def chosen(asked: Asked, names: Sequence[str], least: int = 1) -> tuple[tuple[str, ...], Package]:
    """Return the levers of an experiment and the package behind them, without these levers.

    The levers are those named, else those of the package, else `DEFAULT`; the rest of the package
    stays in force in every run. Errors: `InputError` for several packages, an unknown lever, one
    named twice, or fewer than `least`.
    """
    faults = []
    if len(asked.packages) != 1:
        faults.append(Fault("packages", f"are {len(asked.packages)}", "name one package"))
    package = asked.packages[0]
    levers = tuple(names) or tuple(sorted(package.strength)) or DEFAULT
    faults += strength_faults(dict.fromkeys(levers, 0.0), lambda name: f"lever {name}")
    faults += [
        Fault(f"lever {name}", "is named twice", "name it once")
        for name in dict.fromkeys(levers)
        if levers.count(name) > 1
    ]
    if len(levers) < least:
        faults.append(Fault("levers", f"are {len(levers)}", f"name {least} or more"))
    raise_faults(faults)
    rest = {name: value for name, value in package.strength.items() if name not in levers}
    return levers, replace(package, strength=rest)


def trial(asked: Asked, park: Park, base: Package) -> Trial:
    """Return the trial of a park on the asked pairs."""
    return Trial(park, base, asked.until, tuple(asked.pairs))


def crossed(asked: Asked, values: Floats) -> Floats:
    """Return (..., pair) as (..., seed), or (..., seed, draw) where tables were drawn."""
    if not asked.draws:
        return values
    return values.reshape(*values.shape[:-1], asked.seeds, asked.draws)


def relative(objective: Objective, level: float) -> tuple[float, str]:
    """Return the factor and unit in which changes of an objective are shown.

    Percent of its level without the levers; costs, and what stands at 0 without them, in the plain
    unit, amounts of money in millions.
    """
    cost = any(name.endswith("_cost") for name in objective.outputs)
    if level > 0.0 and not cost:
        return 100.0 / level, "%"
    if objective.unit.startswith("CNY"):
        return 1e-6, _MILLION + objective.unit
    return 1.0, objective.unit


def unit_text(unit: str, lang: str) -> str:
    """Return a unit of `relative` as people of the language write it."""
    from experiments.labels import unit_label

    if unit.startswith(_MILLION):
        return ("百万" if lang == "zh" else "10⁶ ") + unit_label(unit.removeprefix(_MILLION), lang)
    return unit_label(unit, lang)


SHORT: Words = {
    "co2": ("CO₂", "CO₂排放"),
    "public_cost": ("Public cost", "公共成本"),
    "private_cost": ("Private cost", "企业成本"),
    "public_cost+private_cost": ("Public and private cost", "公共与企业成本"),
    "value_added_constant": ("Value added", "增加值"),
    "reused": ("Waste reused", "副产物利用量"),
}


def short_title(objective: Objective, lang: str, until: int) -> str:
    """Return a short name of an objective with its years, for panels and sentences."""
    if objective.name not in SHORT:
        return objective.title(lang, until, unit=False)
    years = f"2020-{until}" if objective.total else str(objective.year or until)
    over = "" if objective.percentile < 0 else f", p{objective.percentile:.0f}"
    return f"{pick(SHORT, objective.name, lang)} {years}{over}"


def goal_title(goal: Goal, lang: str, until: int) -> str:
    """Return a goal in words."""
    from experiments.indicators import INDICATORS

    if goal.target:
        return goal.target
    one = INDICATORS[goal.output]
    name = (
        pick(SHORT, goal.output, lang) if goal.output in SHORT else (one.en, one.zh)[lang == "zh"]
    )
    year = goal.year or until
    sign = {"<=": "≤", ">=": "≥"}[goal.sign]
    if not goal.against:
        return f"{name} {year} {sign} {goal.level:g} {unit_text(one.unit_of('year'), lang)}".strip()
    change = f"{goal.level:+g} %".replace("-", "−")
    if goal.against == "none":
        return f"{name} {year} {sign} {change}" + pick(_AGAINST, "none", lang)
    return f"{name} {year} {sign} {change}" + pick(_AGAINST, "year", lang).format(goal.against)


_AGAINST: Words = {
    "none": (" against no instruments", "（相对于不设政策）"),
    "year": (" against {}", "（相对于{}年）"),
}


def park_name(park: Park, lang: str) -> str:
    """Return a short name of a park: no brackets, and of a composed park what it is made of."""
    from experiments.labels import park_label

    name = park_label(park.info, lang)
    for sign in (" (", "（"):
        name = name.split(sign)[0]
    for sign in (": ", "："):
        name = name.split(sign)[-1]
    return name[0].upper() + name[1:]


def number(value: float) -> str:
    """Return a signed number in two digits that count, more where it is large; 0 without a sign.

    >>> number(-0.00001), number(1234.0), number(-0.123)
    ('0', '+1234', '−0.12')
    """
    if abs(value) < 5e-4:
        return "0"
    text = f"{value:+.0f}" if abs(value) >= 10.0 else f"{value:+.2g}"
    return text.replace("-", "−")


def pick(words: Words, key: str, lang: str) -> str:
    """Return a word of an experiment in a language."""
    return words[key][lang == "zh"]


def lever_names(levers: Sequence[str], lang: str) -> list[str]:
    """Return short names for axes: the lever's own name, in Chinese its title cut at a bracket."""
    from experiments.labels import policy_label

    if lang != "zh":
        return [name.replace("_", " ") for name in levers]
    return [policy_label(name, lang).split("（")[0].split("：")[0][:10] for name in levers]


def listed(names: Sequence[str], lang: str) -> str:
    """Return names in a row: `a, b and c`."""
    if lang == "zh":
        return "、".join(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
