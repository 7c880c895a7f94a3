"""Which instruments help, repeat or hinder each other: every pair on and off on the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from experiments.pareto.objective import Objective
from experiments.ready.base import Asked, Carrier, Draw, Found, Option
from experiments.ready.levers import chosen
from experiments.ready.mix import Mix, mixes_of
from experiments.ready.mix_figure import matrix, sentences

if TYPE_CHECKING:
    from pandas import DataFrame


Floats = NDArray[np.float64]


class PolicyMix:
    """The experiment."""

    name = "policy_mix"
    title_en = "Policy mix: which instruments help each other"
    title_zh = "政策组合：哪些工具相互增强"
    question_en = (
        "Of every two instruments: do they bring more together than the sum of each alone "
        "(synergy), less (redundant), or less than one of them alone (conflict)?"
    )
    question_zh = (
        "任意两项工具同时实施的效果，是大于各自效果之和（协同）、小于（重复），"
        "还是低于单独一项（冲突）？"
    )
    parks: tuple[str, ...] = ("zhejiang_dyeing_60",)
    packages: tuple[str, ...] = ("none",)
    seeds = 10
    draws = 0
    options: ClassVar[Mapping[str, Option]] = {
        "levers": Option((), "instruments to pair; by default those of the package, or eight"),
        "strength": Option(1.0, "how strong an instrument is when it is on"),
        "outcomes": Option(
            ("co2@sum", "reused", "value_added_constant@sum"),
            "outcomes: INDICATOR[@YEAR or @sum]",
        ),
    }

    def run(self, asked: Asked, runner: Carrier) -> Found:
        """Carry out nothing, each instrument and each pair on every seed and draw."""
        levers, _ = chosen(asked, asked.options["levers"], least=2)
        outcomes = [Objective.read(text) for text in asked.options["outcomes"]]
        mixes = [
            mix for park in asked.parks for mix in mixes_of(asked, runner, park, levers, outcomes)
        ]
        figures: dict[str, Draw] = {}
        for mix in mixes:
            figures[f"mix_{mix.park.park_id}_{mix.outcome.name.replace('+', '_')}"] = matrix(
                asked, mix
            )
        said = [line for mix in mixes for line in sentences(asked, mix)]
        return Found({"singles": singles_table(mixes), "pairs": pairs_table(mixes)}, figures, said)


def singles_table(mixes: Sequence[Mix]) -> DataFrame:
    """Return each instrument's own gain: one row a park, outcome and instrument."""
    import pandas as pd

    rows = [
        {
            "park": mix.park.park_id, "outcome": mix.outcome.label, "instrument": lever,
            "gain": one.mean, "low": one.t_low, "high": one.t_high, "unit": mix.unit,
            "shown": one.shown, "pairs": one.pairs, "left_out": one.left_out,
            "sampled": one.sampled.text(),
        }
        for mix in mixes
        for lever, one in zip(mix.levers, mix.single, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def pairs_table(mixes: Sequence[Mix]) -> DataFrame:
    """Return every pair, the strongest interaction of a park and outcome first."""
    import pandas as pd

    rows = [
        {
            "park": mix.park.park_id, "outcome": mix.outcome.label,
            "first": one.first, "second": one.second,
            "gain_first": one.a.mean, "gain_second": one.b.mean, "gain_both": one.both.mean,
            "interaction": one.interaction.mean, "low": one.interaction.t_low,
            "high": one.interaction.t_high, "all_pairs_low": one.all_low,
            "all_pairs_high": one.all_high, "unit": mix.unit, "kind": one.kind,
            "holds_among_all": one.firm, "left_out": one.interaction.left_out,
            "sampled": one.interaction.sampled.text(),
        }
        for mix in mixes
        for one in sorted(mix.pairs, key=lambda one: -abs(one.interaction.mean))
    ]  # fmt: skip
    return pd.DataFrame(rows)


EXPERIMENT = PolicyMix()
