"""Texts of the overview: key -> (English, Chinese)."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "page_overview": ("Overview", "总览"),
    "figure_co2": ("CO₂ emissions in {year}", "{year}年二氧化碳排放"),
    "since_of_the_grid": (
        "Since {year}: {change}, of which the grid {grid}",
        "较{year}年：{change}，其中电网自身 {grid}",
    ),
    "fixed_grid": ("At the grid factor of 2020", "按2020年电网因子"),
    "figure_energy": ("Energy per value added in {year}", "{year}年单位增加值能耗"),
    "figure_reused": ("Waste reused in {year}", "{year}年废物利用量"),
    "figure_links": ("Symbiosis links in {year}", "{year}年共生链接"),
    "figure_cost": ("Public cost {first} to {year}", "{first}–{year}年财政支出"),
    "figure_targets": ("Targets met", "达标的目标"),
    "of_targets": ("of {count}", "/ {count}"),
    "no_change": ("as the baseline", "与基准相同"),
    "against": (
        "{year} and its change against the baseline: {package}",
        "{year}年及其较基准的变化（基准：{package}）",
    ),
    "band": ("Four fifths of the runs", "80%的模拟落在此带"),
    "bands": ("Band", "不确定带"),
    "bands_seeds": ("Seeds", "随机种子"),
    "bands_draws": ("Seeds and tables", "种子与参数表"),
    "bands_none": ("None", "不显示"),
    "bands_coming": (
        "The band of {runs} runs is coming; a dashed one belongs to the earlier scenario.",
        "正在计算{runs}次模拟的不确定带；虚线带属于之前的情景。",
    ),
    "bands_of_seeds": (
        "Band: the middle four fifths of {runs} runs, each with its own seed: noise only.",
        "不确定带：{runs}次不同随机种子模拟的中间80%，仅反映随机性。",
    ),
    "bands_of_draws": (
        "Band: the middle four fifths of {runs} runs, each with its own seed and its own draw of"
        " the tables within their ranges.",
        "不确定带：{runs}次模拟的中间80%，每次使用不同随机种子和参数表抽样。",
    ),
    "chart_label": (
        "Line chart: {label} by year, scenario against baseline",
        "折线图：{label}逐年变化，情景与基准对比",
    ),
    "targets": ("Targets this run can be measured against", "本次模拟可核算的目标"),
    "card_goal": ("{label}. {goal}", "{label}：{goal}"),
    "card_goals": ("{met} of {count} met", "{count}项中{met}项达标"),
    "card_band": ("Four fifths of runs: {low} to {high}", "80%的模拟：{low}至{high}"),
    "card_turned": (
        "{won} met that the baseline misses, {lost} missed that it meets",
        "较基准新增达标{won}项，新增未达标{lost}项",
    ),
    "missed_by": ("missed by {gap}", "未达标，差{gap}"),
    "points": ("{points} points", "{points}个百分点"),
    "goals_filter": ("Show", "显示"),
    "goals_all": ("All", "全部"),
    "goals_missed": ("Missed", "未达标"),
    "goals_met": ("Met", "达标"),
    "goals_changed": ("Changed by the policies", "较基准有变"),
    "lines_choose": ("Choose the lines", "选择曲线"),
    "lines_usual": ("The usual six", "默认六条"),
    "lines_most": ("Up to six can be drawn.", "最多显示六条。"),
    "lines_carbon": ("CO₂", "二氧化碳"),
    "lines_energy": ("Energy", "能源"),
    "lines_water": ("Water", "水"),
    "lines_material": ("Materials and waste", "物料与废物"),
    "lines_links": ("Symbiosis", "产业共生"),
    "lines_economy": ("Economy", "经济"),
    "col_target": ("Target", "目标"),
    "col_value": ("In this scenario", "本情景"),
    "col_baseline": ("Baseline", "基准"),
}
