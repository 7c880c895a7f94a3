"""Every text of the pages: key -> (English, Chinese). Braces are filled by name."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("en", "zh")

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "title": ("ParkLoop", "ParkLoop 园区循环化模拟"),
    "tagline": (
        "Industrial parks under policy, 2020 to 2030",
        "政策作用下的园区循环化，2020–2030年",
    ),
    "language": ("Language", "语言"),
    "english": ("EN", "EN"),
    "chinese": ("中文", "中文"),
    "theme": ("Light or dark", "浅色或深色"),
    "park": ("Park", "园区"),
    "package": ("Policy package", "政策组合"),
    "seed": ("Random seed", "随机种子"),
    "levers": ("Policy strength", "政策力度"),
    "more_levers": ("Other instruments", "其他政策工具"),
    "lever_note": (
        "0 is absent, 1 is the rule as written.",
        "0为不实施，1为按文件规定。",
    ),
    "reset": ("Back to the package", "恢复组合设定"),
    "seconds": ("This run took {seconds} s.", "本次模拟用时{seconds}秒。"),
    "one_seed": (
        "One run with one seed; another seed shows how much is chance.",
        "单个随机种子的一次模拟；换种子可看随机性大小。",
    ),
    "about_park": ("About this park", "园区说明"),
    "kind_real": ("real park", "真实园区"),
    "kind_composed": ("composed park, not a real one", "合成园区，非真实园区"),
    "kind_teaching": ("teaching case, not a forecast", "教学案例，非预测"),
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
    "better": ("better", "更好"),
    "worse": ("worse", "更差"),
    "scenario": ("Scenario", "情景"),
    "baseline": ("Baseline: {package}", "基准：{package}"),
    "target": ("Target", "目标"),
    "goal_fall": (
        "Target {due}: {amount} % below {base} ({document})",
        "{due}年目标：比{base}年下降{amount}%（{document}）",
    ),
    "goal_rise": (
        "Target {due}: at most {amount} % above {base} ({document})",
        "{due}年目标：比{base}年增幅不超过{amount}%（{document}）",
    ),
    "goal_least": (
        "Target {due}: at least {amount} ({document})",
        "{due}年目标：不低于{amount}（{document}）",
    ),
    "goal_most": (
        "Target {due}: at most {amount} ({document})",
        "{due}年目标：不高于{amount}（{document}）",
    ),
    "goal_peak": ("Peak by {due} ({document})", "{due}年前达峰（{document}）"),
    "goal_improve": (
        "Better than in {base} by {due} ({document})",
        "{due}年优于{base}年（{document}）",
    ),
    "chart_label": (
        "Line chart: {label} by year, scenario against baseline",
        "折线图：{label}逐年变化，情景与基准对比",
    ),
    "map": ("The network in {year}", "{year}年共生网络"),
    "map_note": (
        "Places are true; marks grow with land. Arrows point from giver to taker and widen with the"
        " amount, against the largest of the baseline in the same unit. Point at anything for its"
        " name; drag to move, use the wheel with Ctrl to zoom.",
        "位置为真实坐标，标记随占地增大；箭头由供方指向受方，线宽随交换量增大（与基准中同单位最大值相比）。"
        "指向可查看名称，拖动平移，按住Ctrl滚轮缩放。",
    ),
    "map_label": (
        "Map of {places} enterprises and {links} links",
        "地图：{places}家企业与{links}条链接",
    ),
    "far": ("{name}, {km} km away", "{name}，距离{km}千米"),
    "kilometres": ("{km} km", "{km}千米"),
    "metres": ("{m} m", "{m}米"),
    "plot_free": ("Free plot", "可供地块"),
    "plot_idle": ("Idle land", "低效用地"),
    "land": ("{mu} mu of land", "占地{mu}亩"),
    "targets": ("Targets this run can be measured against", "本次模拟可核算的目标"),
    "col_target": ("Target", "目标"),
    "col_value": ("In this scenario", "本情景"),
    "col_baseline": ("Baseline", "基准"),
    "met": ("met", "达标"),
    "missed": ("missed", "未达标"),
    "met_since": ("met since {year}", "{year}年起达标"),
    "peak_in": ("highest in {year}", "{year}年最高"),
    "notice_value": (
        "The link asks for {word} = {value}, which is not offered here; the usual one is shown.",
        "链接中的 {word} = {value} 不可用，已按默认显示。",
    ),
    "notice_unknown": (
        "The link holds {word}, which this page does not know.",
        "链接中的 {word} 本页无法识别。",
    ),
    "notice_long": (
        "The link is longer than {word} characters and was not read.",
        "链接超过{word}个字符，未读取。",
    ),
    "notice_many": (
        "The link holds more than {word} words and was not read.",
        "链接参数超过{word}个，未读取。",
    ),
    "run_failed": (
        "This scenario could not be run: {error}",
        "该情景无法运行：{error}",
    ),
    "close": ("Close", "关闭"),
}


def text(key: str, lang: str, **words: object) -> str:
    """Return a text in a language with its braces filled.

    >>> text("figure_co2", "zh", year=2030)
    '2030年二氧化碳排放'
    """
    return TEXTS[key][LANGUAGES.index(lang)].format(**words)
