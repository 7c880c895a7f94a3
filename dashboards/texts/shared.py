"""Texts that several pages share: key -> (English, Chinese)."""

from __future__ import annotations

from typing import Final

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
    "pages": ("Pages", "页面"),
    "steps": ("Steps", "步骤"),
    "pin": ("Pin this scenario", "固定此情景"),
    "pinned": ("This scenario is pinned", "此情景已固定"),
    "undo": ("Undo", "撤销"),
    "redo": ("Redo", "重做"),
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
    "export": ("Save", "保存"),
    "png": ("Picture (PNG)", "图片（PNG）"),
    "svg": ("Drawing (SVG)", "矢量图（SVG）"),
    "csv": ("Numbers (CSV)", "数据（CSV）"),
    "empty": ("Nothing here.", "暂无内容。"),
    "year": ("Year", "年份"),
    "close": ("Close", "关闭"),
}
