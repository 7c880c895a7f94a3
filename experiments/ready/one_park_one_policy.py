"""Does each park need a policy of its own? Pareto sets by park against one package for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from experiments.pareto.goal import Demand, Goal
from experiments.pareto.objective import Objective
from experiments.pareto.packages import Problem
from experiments.pareto.search import Settings
from experiments.ready.base import Asked, Carrier, Draw, Found, Option
from experiments.ready.levers import chosen, trial
from experiments.ready.uniformity import explore, space_of
from experiments.ready.uniformity_figures import front_figure, regret_figure, strength_figure
from experiments.ready.uniformity_report import (
    candidates_table,
    packages_table,
    regret_table,
    scores_table,
    sentences,
)
from sim.faults import Fault, raise_faults

LEVERS = (
    "subsidy", "ladder_tariff", "land_use", "cleaner_production_audit", "carbon_market",
    "shared_infrastructure",
)  # fmt: skip
"""Support, price, ranking, audit, carbon price and shared plants: each acts on other firms."""


class OneParkOnePolicy:
    """The experiment."""

    name = "one_park_one_policy"
    title_en = "One park, one policy: what uniform policy gives up"
    title_zh = "一园一策：统一政策的代价"
    question_en = (
        "Which package suits each park best, and how much worse off is it under the single package "
        "that is best on average over the parks?"
    )
    question_zh = "各园区最适合的政策组合是什么？若统一实施平均最优的一套政策，各园区损失多少？"
    parks: tuple[str, ...] = ("kalundborg", "zhejiang_dyeing_60", "guitang")
    packages: tuple[str, ...] = ("none",)
    seeds = 3
    draws = 2
    options: ClassVar[Mapping[str, Option]] = {
        "levers": Option(LEVERS, "instruments whose strengths are searched"),
        "step": Option(0.5, "step of a strength"),
        "most": Option(2.0, "largest strength"),
        "objectives": Option(
            ("co2", "public_cost+private_cost@sum", "value_added_constant@sum"),
            "what is bettered: INDICATOR[+INDICATOR][@YEAR or @sum][:mean or :p90][:min or :max]",
        ),
        "cost": Option(1, "which objective is the cost, counted from 0"),
        "goal": Option("co2<=-3%none", "what is to be met: INDICATOR<=VALUE[%none], or a target"),
        "probability": Option(0.9, "with which probability"),
        "population": Option(12, "packages a generation"),
        "generations": Option(6, "generations of each search"),
        "search_seed": Option(1, "seed of the search itself"),
        "held": Option(4, "seeds (and draws) held back for the scores"),
    }

    def run(self, asked: Asked, runner: Carrier) -> Found:
        """Search by park and over all parks, and score both packages on pairs held back."""
        given = asked.options
        problem, settings = problem_of(asked), settings_of(asked)
        found = explore(asked, runner, problem, settings, int(given["cost"]), int(given["held"]))
        figures: dict[str, Draw] = {
            "fronts": front_figure(asked, found),
            "strengths": strength_figure(asked, found),
            "regret": regret_figure(asked, found),
        }
        tables = {
            "packages": packages_table(found),
            "regret": regret_table(asked, found),
            "scores": scores_table(asked, found),
            "candidates": candidates_table(found),
        }
        return Found(tables, figures, sentences(asked, found))


def problem_of(asked: Asked) -> Problem:
    """Return the search problem that is asked. Errors: `InputError` for options that cannot be."""
    given = asked.options
    objectives = tuple(Objective.read(text) for text in given["objectives"])
    faults = []
    if not 0 <= int(given["cost"]) < len(objectives):
        mend = f"write 0 to {len(objectives) - 1}"
        faults.append(Fault("option cost", f"{given['cost']} is no objective", mend))
    if not 0.0 < given["probability"] <= 1.0:
        faults.append(Fault("option probability", f"is {given['probability']}", "write 0.9, say"))
    if int(given["held"]) < 2:
        faults.append(Fault("option held", f"is {given['held']}", "write 2 or more"))
    if len(objectives) < 2:
        faults.append(Fault("option objectives", "is one", "name two or more"))
    raise_faults(faults)
    levers, base = chosen(asked, given["levers"])
    return Problem(
        space=space_of(levers, float(given["step"]), float(given["most"])),
        trials=tuple(trial(asked, park, base) for park in asked.parks),
        objectives=objectives,
        demands=(Demand(Goal.read(given["goal"]), float(given["probability"])),),
        binding=False,
    )


def settings_of(asked: Asked) -> Settings:
    """Return the settings of each search."""
    given = asked.options
    return Settings(int(given["population"]), int(given["generations"]), int(given["search_seed"]))


EXPERIMENT = OneParkOnePolicy()
