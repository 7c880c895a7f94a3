"""How strong must an instrument be: its response by strength, and where an aim is reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from experiments.pareto.goal import NONE, Goal
from experiments.pareto.objective import Objective
from experiments.pareto.trial import Trial, values_of
from experiments.ready.base import Asked, Carrier, Draw, Found, Option
from experiments.ready.levers import chosen, crossed, relative, trial
from experiments.ready.response import Response
from experiments.ready.threshold import (
    first_steps,
    merged,
    refined,
    threshold,
)
from experiments.ready.tipping_figure import response_figure, sentence
from experiments.statistics.paired import paired
from experiments.statistics.targets import probability
from policies.registry import all_policies
from sim.faults import Fault, raise_faults

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.park import Park

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DEFAULT = ("cleaner_production_audit", "subsidy", "land_use")
TOGETHER = "together"


class Tipping:
    """The experiment."""

    name = "tipping"
    title_en = "How strong must an instrument be"
    title_zh = "政策工具需要多强"
    question_en = (
        "How does the outcome respond to the strength of an instrument, and from which strength on "
        "is the aim reached with the asked probability?"
    )
    question_zh = "结果如何随政策强度变化？强度达到多少时，能以给定概率实现目标？"
    parks: tuple[str, ...] = ("zhejiang_dyeing_60",)
    packages: tuple[str, ...] = ("none",)
    seeds = 16
    draws = 0
    options: ClassVar[Mapping[str, Option]] = {
        "levers": Option(DEFAULT, "instruments, each looked at alone"),
        "together": Option(False, "raise all of them at once instead, by one strength"),
        "outcome": Option("co2@sum", "the response: INDICATOR[@YEAR or @sum]"),
        "gain": Option(2.0, "the aim: this much better than at strength 0 (percent; costs: 10^6)"),
        "goal": Option("", "another aim instead: a target, or INDICATOR<=VALUE[%none][@YEAR]"),
        "probability": Option(0.8, "with which probability the aim is to be reached"),
        "most": Option(2.0, "largest strength"),
        "steps": Option(5, "strengths tried first, both ends included"),
        "rounds": Option(4, "rounds of halving around the threshold and the bends"),
        "tolerance": Option(0.0625, "width at which halving stops"),
        "bends": Option(1, "bends that are refined in each round"),
    }

    def run(self, asked: Asked, runner: Carrier) -> Found:
        """Try strengths on the same seeds and draws, then halve where it matters."""
        _check(asked)
        levers, _ = chosen(asked, asked.options["levers"])
        lines = (TOGETHER,) if asked.options["together"] else levers
        found: list[Response] = []
        figures: dict[str, Draw] = {}
        for park in asked.parks:
            mine = [_response(asked, runner, park, line, levers) for line in lines]
            figures[f"tipping_{park.park_id}"] = response_figure(asked, mine)
            found += mine
        tables = {"thresholds": thresholds_table(asked, found), "response": response_table(found)}
        return Found(tables, figures, [sentence(asked, one) for one in found])


def _check(asked: Asked) -> None:
    given, faults = asked.options, []
    if not 0.0 < given["probability"] <= 1.0:
        faults.append(Fault("option probability", f"is {given['probability']}", "write 0.8, say"))
    if int(given["steps"]) < 2:
        faults.append(Fault("option steps", f"is {given['steps']}", "write 2 or more"))
    if not given["tolerance"] > 0.0:
        faults.append(Fault("option tolerance", f"is {given['tolerance']}", "write 0.0625, say"))
    if not given["most"] > 0.0:
        faults.append(Fault("option most", f"is {given['most']}", "write 2, say"))
    raise_faults(faults)
    Objective.read(given["outcome"])
    if given["goal"]:
        Goal.read(given["goal"])


def _response(
    asked: Asked, runner: Carrier, park: Park, line: str, levers: tuple[str, ...]
) -> Response:
    """Try the first strengths, then round by round those that `refined` names."""
    given = asked.options
    raised = levers if line == TOGETHER else (line,)
    _, base = chosen(asked, raised)
    most = min(float(given["most"]), *(all_policies()[name].max_strength for name in raised))
    strengths = first_steps(most, int(given["steps"]))
    asks = trial(asked, park, base)
    for left in range(int(given["rounds"]), -1, -1):
        gains, met, unit = _measured(asked, runner, asks, raised, strengths)
        flat = met.reshape(len(strengths), -1).mean(axis=1)
        mean = np.nanmean(gains.reshape(len(strengths), -1), axis=1)
        more = refined(
            strengths, flat, mean, float(given["probability"]), float(given["tolerance"]),
            int(given["bends"]),
        )  # fmt: skip
        if not left or not len(more):
            break
        strengths = merged(strengths.tolist(), more)
    tip = threshold(strengths, met, float(given["probability"]))
    return Response(park, line, unit, strengths, gains, met, tip)


def _measured(
    asked: Asked, runner: Carrier, asks: Trial, raised: tuple[str, ...], strengths: Floats
) -> tuple[Floats, Flags, str]:
    """Return gains and aims met, (strength, seed[, draw]), and the unit of the gains.

    A run that failed has no gain and does not reach the aim.
    """
    outcome, goal = Objective.read(asked.options["outcome"]), asked.options["goal"]
    aim = Goal.read(goal) if goal else None
    outputs = tuple(dict.fromkeys([*outcome.outputs, *([aim.output] if aim else [])]))
    levels = [dict.fromkeys(raised, float(value)) for value in strengths]
    name = f"tipping-{asks.park.park_id}"
    values, years = values_of([asks], levels, outputs, runner, name)
    worth = outcome.worth(values[0], outputs, years)
    factor, unit = relative(outcome, float(np.nanmean(worth[0])))
    gains = -outcome.sign * factor * (worth - worth[:1])
    if aim is None:
        met = np.where(np.isnan(gains), -np.inf, gains) >= float(asked.options["gain"])
    else:
        series = values[0, ..., outputs.index(aim.output)]
        met = aim.met(series, years, series[:1] if aim.against == NONE else None)
    return crossed(asked, gains), np.asarray(crossed(asked, met.astype(float)) > 0.5), unit


def thresholds_table(asked: Asked, found: list[Response]) -> DataFrame:
    """Return one row a park and lever: the threshold, its interval and bracket."""
    import pandas as pd

    given = asked.options
    aim = given["goal"] or f"{given['outcome']} better by {given['gain']:g}"
    rows = []
    for one in found:
        last = probability(one.met[-1])
        rows.append({
            "park": one.park.park_id, "instrument": one.lever, "aim": aim,
            "probability": given["probability"], "strength": one.tip.strength,
            "low": one.tip.low, "high": one.tip.high, "tried_below": one.tip.below,
            "tried_above": one.tip.above, "monotone": one.tip.monotone,
            "half_of_the_effect_at": one.half, "share_at_most": last.share,
            "tried": len(one.strengths), "sampled": last.sampled.text(),
        })  # fmt: skip
    return pd.DataFrame(rows)


def response_table(found: list[Response]) -> DataFrame:
    """Return one row a strength: the mean gain with its interval, and the share that reaches it."""
    import pandas as pd

    rows = []
    for one in found:
        for k, strength in enumerate(one.strengths.tolist()):
            gap = paired(one.gains[k], np.zeros_like(one.gains[k]), drop=True)
            share = probability(one.met[k])
            rows.append({
                "park": one.park.park_id, "instrument": one.lever, "strength": strength,
                "gain": gap.mean, "low": gap.t_low, "high": gap.t_high, "unit": one.unit,
                "share": share.share, "share_low": share.low, "share_high": share.high,
                "left_out": gap.left_out, "sampled": share.sampled.text(),
            })  # fmt: skip
    return pd.DataFrame(rows)


EXPERIMENT = Tipping()
