"""The methods paragraph of a study, in English and Chinese; every figure comes from its facts."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.methods.facts import StudyFacts, Varied
from sim.catalogue import FIRST_YEAR

SHORT = 8
"""Digits of a hash that a paragraph shows; the table beside it has all."""

NAMED = 6
"""Levers that a paragraph names; the table beside it has all."""

_KINDS = {
    "strength": ("policy lever", "policy levers", "项政策力度"),
    "assumption": ("model assumption", "model assumptions", "项模型假设"),
    "uncertainty": ("factor of the tables", "factors of the tables", "项参数表因素"),
}


def paragraph(facts: StudyFacts, lang: str = "en") -> str:
    """Return the paragraph in a language (`en`, `zh`)."""
    parts = _chinese(facts) if lang == "zh" else _english(facts)
    return ("" if lang == "zh" else " ").join(part for part in parts if part)


def _english(facts: StudyFacts) -> list[str]:
    made = facts.made_with
    until = _span(facts.until)
    parks = _and([f"{p.label_en} ({_count(p.enterprises, 'enterprise')})" for p in facts.parks])
    said = [
        f"We simulated {parks} month by month from January {FIRST_YEAR} to December {until} with "
        f"ParkLoop {made['parkloop']} (model {facts.model}, code {facts.code[:SHORT]}, tables "
        f"{facts.tables[:SHORT]}; Python {made['python']}, numpy {made['numpy']}, "
        f"{made['machine']}) under {_and([f'`{name}`' for name in facts.packages])}.",
        _varied_en(facts.varied),
        _design_en(facts),
        _replicates_en(facts),
        _draws_en(facts),
    ]
    if False in facts.symbiosis:
        also = "with and without" if True in facts.symbiosis else "without"
        said.append(f"Runs were made {also} exchange between enterprises, on the same draws.")
    outputs = [f"{one['en']} ({one['unit']})" for one in facts.outputs.values()]
    said.append(f"We recorded by year {_and(outputs)}.")
    said.append(_runs_en(facts))
    said.append(
        "Bands are quantiles over the sampled pairs of seed and draw, and differences are taken "
        "pair by pair, so that both sides meet the same shocks. "
        f"`parkloop replay DIR {facts.example[:SHORT]}` rebuilds a run from the store alone and "
        "compares it bit by bit."
    )
    return said


def _varied_en(varied: Sequence[Varied]) -> str:
    if not varied:
        return "Nothing but parks, packages, seeds and draws differs between the runs."
    parts = []
    for kind, (one, many, _) in _KINDS.items():
        mine = [v for v in varied if v.kind == kind]
        if mine:
            named = _and([f"{v.name} {v.low:g} to {v.high:g}" for v in mine[:NAMED]])
            more = ", among them" if len(mine) > NAMED else ":"
            parts.append(f"{len(mine)} {one if len(mine) == 1 else many}{more} {named}")
    return f"We varied {'; '.join(parts)}."


def _design_en(facts: StudyFacts) -> str:
    if not facts.design:
        how = "The points were chosen by the calling experiment"
    else:
        options = ", ".join(f"{k} {v}" for k, v in facts.options.items() if v is not None)
        seed = "" if facts.design_seed is None else f", design seed {facts.design_seed}"
        how = f"The design was {facts.design.replace('_', ' ')}"
        how += f" ({options}{seed})" if options else ""
    return f"{how}: {_count(facts.points, 'point')}."


def _replicates_en(facts: StudyFacts) -> str:
    seeds = f"{_count(len(facts.seeds), 'seed')} ({_runs_of(facts.seeds)})"
    if len(facts.seeds) == 1:
        return f"Every point was run on {seeds}."
    return f"Every point was run on the same {seeds}; draws hang on seed, process and enterprise."


def _draws_en(facts: StudyFacts) -> str:
    drawn = [draw for draw in facts.draws if draw]
    if not drawn:
        return "The tables were taken as they stand, so that seeds alone show noise only."
    cells, assumed, ruled = _sampled()
    met = "each with every seed" if facts.crossed else "not crossed with the seeds"
    return (
        f"{_count(len(drawn), 'draw')} of the tables ({_runs_of(drawn)}, {met}) sampled {cells} "
        f"numbers of the tables, {assumed} assumptions and {ruled} values of instruments, each "
        "from the triangle of its low, central and high value."
    )


def _runs_en(facts: StudyFacts) -> str:
    text = f"Of {_count(facts.runs, 'run')}, {facts.done} finished and {facts.failed} failed"
    text += f"; {facts.to_come} are still to come" if facts.to_come else ""
    worst = next(iter(facts.errors.items()), None)
    return text + (f" (most often: {worst[0]}, {worst[1]} times)." if worst else ".")


def _chinese(facts: StudyFacts) -> list[str]:
    made = facts.made_with
    parks = "、".join(f"{p.label_zh}（{p.enterprises}家企业）" for p in facts.parks)
    said = [
        f"本研究用ParkLoop {made['parkloop']}（模型{facts.model}，代码{facts.code[:SHORT]}，"
        f"参数表{facts.tables[:SHORT]}；Python {made['python']}，numpy {made['numpy']}，"
        f"{made['machine']}）逐月模拟{parks}，自{FIRST_YEAR}年1月至{_span(facts.until)}年12月，"
        f"政策组合为{'、'.join(facts.packages)}。",
        _varied_zh(facts.varied),
        _design_zh(facts),
        f"每个点使用相同的{len(facts.seeds)}个随机种子（{_runs_of(facts.seeds)}）。",
        _draws_zh(facts),
    ]
    if False in facts.symbiosis:
        said.append(
            "同一组随机数下分别模拟有、无企业间交换的情形。"
            if True in facts.symbiosis
            else "所有运行均不含企业间交换。"
        )
    outputs = "、".join(f"{one['zh']}（{one['unit']}）" for one in facts.outputs.values())
    said.append(f"按年记录{outputs}。")
    said.append(
        f"共{facts.runs}次运行，完成{facts.done}次，失败{facts.failed}次"
        + (f"，待运行{facts.to_come}次。" if facts.to_come else "。")
    )
    said.append(
        "区间为（种子，抽样）对上的分位数；差值逐对计算，两侧面对相同的冲击。"
        f"`parkloop replay DIR {facts.example[:SHORT]}`可仅凭结果库逐位重现一次运行。"
    )
    return said


def _varied_zh(varied: Sequence[Varied]) -> str:
    if not varied:
        return "各次运行之间只有园区、政策组合、种子和抽样不同。"
    parts = []
    for kind, (_, _, words) in _KINDS.items():
        mine = [v for v in varied if v.kind == kind]
        if mine:
            named = "、".join(f"{v.name} {v.low:g}至{v.high:g}" for v in mine[:NAMED])
            parts.append(f"{len(mine)}{words}（{'如' if len(mine) > NAMED else ''}{named}）")
    return f"变动的有{'，'.join(parts)}。"


def _design_zh(facts: StudyFacts) -> str:
    if not facts.design:
        return f"点由实验程序逐步选取，共{facts.points}个。"
    options = "，".join(f"{k} {v}" for k, v in facts.options.items() if v is not None)
    return f"试验设计为{facts.design}{f'（{options}）' if options else ''}，共{facts.points}个点。"


def _draws_zh(facts: StudyFacts) -> str:
    drawn = [draw for draw in facts.draws if draw]
    if not drawn:
        return "参数表取表中值，因此种子间的差异仅为噪声。"
    cells, assumed, ruled = _sampled()
    met = "与每个种子交叉" if facts.crossed else "未与种子交叉"
    return (
        f"参数表抽样{len(drawn)}次（{_runs_of(drawn)}，{met}），抽取{cells}个表中数值、"
        f"{assumed}项假设和{ruled}个政策参数，各按低、中、高值的三角分布。"
    )


def _sampled() -> tuple[int, int, int]:
    """Return how many numbers of tables, assumptions and parameters a draw samples."""
    from experiments.uncertainty.drawn import sampled_rows

    return sampled_rows()


def _runs_of(numbers: Sequence[int]) -> str:
    """Return numbers as spans: `1-20`, `1, 3-5`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}" if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
