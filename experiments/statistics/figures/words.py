"""Words of the figures in English and Chinese."""

from __future__ import annotations

from experiments.words import Pair

WORDS: dict[str, Pair] = {
    "sensitivity": ("What moves {0}", "{0}的影响因素"),
    "factor effect": ("Effect of a factor's full range", "因素在全范围内的效应"),
    "mu_star": ("Mean absolute effect μ*", "平均绝对效应 μ*"),
    "mu": ("Mean effect μ", "平均效应 μ"),
    "sigma": ("Spread of effects σ", "效应离散度 σ"),
    "ST": ("Total order", "总效应"),
    "S1": ("First order", "一阶效应"),
    "share of variance": ("Share of the output's variance", "输出方差占比"),
    "median": ("Median over slides", "各区间中位数"),
    "maximum": ("Maximum over slides", "各区间最大值"),
    "delta": ("Delta", "δ 指数"),
    "distance": ("Distance between distributions", "分布之间的距离"),
    "floor": ("reached by a factor without effect", "无效应因素可达水平"),
    "indices note": (
        "Bars: {0:.0f} percent interval that the design leaves; thin bars: twice the noise that {1}"
        " replicates leave. {2} points.",
        "粗线：抽样设计留下的{0:.0f}%区间；细线：{1}个重复留下噪声的两倍。{2}个样本点。",
    ),
    "one replicate": (
        "One replicate: noise of the indices not told.",
        "仅一个重复：指数噪声未知。",
    ),
    "discovery": ("Where {0} of {1} runs lie", "{1}次运行中{0}次目标情形的所在"),
    "coverage": ("Coverage: share of the runs of interest", "覆盖率：目标情形占比"),
    "density": ("Density: share of interest in the box", "密度：箱内目标情形占比"),
    "tradeoff": ("Coverage against density", "覆盖率与密度"),
    "restricted": ("Restricted factors", "受限因素数"),
    "box {0}": ("Box {0}: coverage {1:.2f}, density {2:.2f}", "箱{0}：覆盖率{1:.2f}，密度{2:.2f}"),
    "range of inputs": ("Position in the range of the inputs", "在输入范围内的位置"),
    "quasi p": ("p {0}", "p {0}"),
    "robustness": ("Regret and satisfaction of {0} options", "{0}个方案的后悔值与满意度"),
    "regret": ("Regret over the states", "各情景下的后悔值"),
    "satisfied": ("Share of states that meet {0}", "达到{0}的情景占比"),
    "value": ("Values over the states", "各情景下的取值"),
    "states note": (
        "Boxes: quartiles and median over {0} states, whiskers 5th to 95th percentile; diamond:"
        " largest regret.",
        "箱体：{0}个情景的四分位数与中位数，须线为第5至95百分位；菱形：最大后悔值。",
    ),
    "matching": ("History match of {0}", "{0}的历史匹配"),
    "least": ("Least implausibility over the other factors", "其余因素下的最小不可信度"),
    "depth": ("Share not ruled out", "未被排除的比例"),
    "observed": (
        "observed, 3 standard deviations with discrepancy",
        "观测值（含模型偏差，3倍标准差）",
    ),
    "wave {0}": ("Wave {0}", "第{0}轮"),
    "pairs": ("Pairs of factors", "因素两两组合"),
    "outputs": (
        "Runs against what was observed, in standard deviations",
        "运行结果与观测之差（标准差）",
    ),
    "missed": ("missed", "未达到"),
    "match note": (
        "{0}. Below: least implausibility found; above: share of inputs not ruled out. {1:.3g}"
        " percent of the space is left.",
        "{0}。左下：最小不可信度；右上：未被排除的输入占比。剩余空间{1:.3g}%。",
    ),
    "replicates": ("Replicates that each point needed", "各样本点所需重复次数"),
    "number": ("Replicates", "重复次数"),
    "points": ("Points", "样本点数"),
    "capped": ("reached the cap of {0}", "达到上限{0}"),
    "settled": ("half-width met", "达到半宽要求"),
    "width note": (
        "{0}, at {1:.0f} percent confidence; Hoad, Robinson and Davies (2010).",
        "{0}，置信度{1:.0f}%；Hoad、Robinson 与 Davies（2010）。",
    ),
    "paired": ("Paired differences: {0}", "配对差异：{0}"),
    "difference": ("Difference to {0}", "与{0}之差"),
    "paired note": (
        "Mean with {0:.0f} percent t interval of pairs on the same seeds and draws: {1}. Filled:"
        " the interval leaves out 0.",
        "同一随机种子与参数抽样的配对均值及{0:.0f}% t 区间：{1}。实心：区间不含0。",
    ),
}


def say(key: str, lang: str) -> str:
    """Return a word of the figures."""
    return WORDS[key][1 if lang == "zh" else 0]


def factor_label(column: str, lang: str) -> str:
    """Return what people call a column of a design: a policy, a factor of the tables, a name.

    >>> factor_label("uncertainty_coal_price", "en")
    'Coal and coke price'
    """
    kind, _, name = column.partition("_")
    if kind == "strength":
        from experiments.labels import policy_label

        return policy_label(name, lang)
    if kind == "assumption":
        return name.replace("_", " ")
    from experiments.uncertainty.factors import factors

    known = factors()
    name = name if kind == "uncertainty" else column
    return known[name].label(lang) if name in known else name.replace("_", " ")
