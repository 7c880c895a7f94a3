"""Texts of the comparison: key -> (English, Chinese)."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "page_compare": ("Compare", "方案对比"),
    "compare_intro": (
        "Pin a scenario, move the levers, and see the two side by side: what differs, and "
        "which lever does it.",
        "固定一个情景，再移动滑块，即可并排对比：哪些指标不同，由哪项政策引起。",
    ),
    "compare_pins": ("Scenarios side by side", "并列情景"),
    "compare_pin_note": (
        "A pin keeps a scenario here and in the link. At most four: a fifth takes the place of the"
        " oldest.",
        "固定的情景保留在此处和链接中，最多四个；第五个将替换最早的一个。",
    ),
    "compare_load": ("Load", "载入"),
    "compare_remove": ("Remove", "移除"),
    "compare_moved": ("{count} moved", "{count}项力度调整"),
    "compare_comma": (", ", "，"),
    "compare_since": ("from {since}", "自{since}年起"),
    "compare_seed": ("seed {seed}", "随机种子{seed}"),
    "compare_as_written": ("levers as in the package", "力度与组合一致"),
    "compare_summed": ("{label}, all years", "{label}（各年合计）"),
    "compare_lines_label": (
        "Line chart: {label} by year, a line each scenario",
        "折线图：{label}逐年变化，每个情景一条线",
    ),
    "compare_indicator": ("Indicator", "指标"),
    "compare_table": ("Main indicators in {year}", "{year}年主要指标"),
    "compare_table_note": (
        "Differences are to the baseline of the same park and seed. \u201cAll years\u201d sums"
        " {first} to {year}; the others are of {year}.",
        "差异均相对于同一园区、同一随机种子的基准。“各年合计”为{first}至{year}年之和，其余为{year}年值。",
    ),
    "compare_mode": ("Show", "显示"),
    "compare_mode_values": ("Values", "数值"),
    "compare_mode_difference": ("Differences", "差异"),
    "compare_mode_percent": ("Differences in %", "差异（%）"),
    "compare_bars": ("Differences to the baseline in {year}", "{year}年较基准的差异"),
    "compare_bars_label": (
        "Bar chart: difference of each scenario to its baseline by indicator; the table above"
        " holds the same",
        "条形图：各情景各指标较基准的差异；上表为相同内容",
    ),
    "compare_bars_note": (
        "In percent; no bar stands where the baseline is 0. Public money, often many times the"
        " baseline's, stands in the table.",
        "单位为%；基准为0的指标不画条形。财政收支变化往往为基准的数倍，见上表。",
    ),
    "compare_none": (
        "Nothing differs from the baseline yet: move a lever or choose another policy package.",
        "目前与基准没有差别：请移动滑块或选择其他政策组合。",
    ),
    "compare_changes": ("Why it changed since the first year", "自首年以来的变化原因"),
    "compare_of": ("Of", "对象"),
    "compare_of_co2": ("CO₂", "二氧化碳"),
    "compare_of_energy": ("Energy", "能源"),
    "compare_beside": ("Beside the scenario", "对照情景"),
    "compare_effect": ("Effect", "因素"),
    "compare_effect_is": ("What it is", "含义"),
    "compare_meanings": ("What the effects are", "各因素的含义"),
    "compare_meanings_table": (
        "Between the first and the chosen year",
        "首年至所选年份之间",
    ),
    "compare_all": ("All together", "合计"),
    "compare_change_label": (
        "Waterfall of effects between the first and the chosen year: {title}",
        "首年至所选年份的因素分解瀑布图：{title}",
    ),
    "compare_change_said": (
        "{first}: {start}; {last}: {end}. Without the grid's own change: {own}. The effects (log"
        " mean Divisia index) add up to the whole.",
        "{first}年：{start}；{last}年：{end}。不计电网自身变化：{own}。各因素（LMDI分解）之和等于总变化。",
    ),
    "compare_explain": ("Which lever explains how much", "各政策力度的贡献"),
    "compare_explain_note": (
        "Levers that differ from the baseline: {levers}. Each is put back alone and added alone, on"
        " the same draws: {runs} runs in the background.",
        "共有{levers}项与基准不同。逐项恢复、逐项单独加入，随机抽样相同：后台共{runs}次模拟。",
    ),
    "compare_no_levers": (
        "No lever differs from the baseline: move one, or choose another package.",
        "当前情景与基准没有差别：请调整力度或选择其他组合。",
    ),
    "compare_what": ("Of", "指标"),
    "compare_seeds": ("Seeds", "种子数"),
    "compare_seeds_1": ("1", "1"),
    "compare_seeds_4": ("4", "4"),
    "compare_seeds_10": ("10", "10"),
    "compare_begin": ("Work it out", "开始计算"),
    "compare_cancel": ("Cancel", "取消"),
    "compare_progress": ("Runs done", "已完成的模拟"),
    "compare_running": ("Runs are under way.", "正在计算。"),
    "compare_cancelled": ("Cancelled; nothing was kept.", "已取消，未保留结果。"),
    "compare_failed": ("The runs failed.", "计算失败。"),
    "compare_done": ("Done.", "已完成。"),
    "compare_missing": (
        "{count} runs failed; their seeds are left out where they are needed.",
        "{count}次模拟失败，相关种子未计入。",
    ),
    "compare_shares": ("What each lever does to: {label}", "各政策的贡献：{label}"),
    "compare_shares_label": (
        "Bar chart: effect of each lever on {label}, added alone and taken out; the table below"
        " holds the same",
        "条形图：各政策对{label}的影响（单独加入与移除）；下表为相同内容",
    ),
    "compare_shares_note": (
        "Mean over {seeds} seeds; lines span the seeds: noise, no uncertainty of parameters. The"
        " rest is what the levers' sum leaves of the whole: what they only do together, or take"
        " from each other.",
        "为{seeds}个随机种子的平均；细线为各种子范围，仅反映随机性，不含参数不确定性。"
        "“交互余项”为总变化减去各项之和：政策共同作用或相互抵消的部分。",
    ),
    "compare_shares_table": ("All levers: {label}", "全部政策：{label}"),
    "compare_lever": ("Lever", "政策"),
    "compare_alone": ("Added alone to the baseline", "单独加入基准"),
    "compare_without": ("Lost when taken out of the scenario", "从情景中移除后失去的部分"),
    "compare_lever_rest": ("Rest: interaction", "交互余项"),
    "compare_lever_all": ("All together", "合计"),
    "compare_lever_committee": ("Adaptive committee", "管委会自适应"),
}
