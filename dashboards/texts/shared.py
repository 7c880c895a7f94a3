"""Texts that several pages share: key -> (English, Chinese)."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "title": ("ParkLoop", "ParkLoop 园区循环化模拟"),
    "title_of_page": ("{page} – ParkLoop", "{page} – ParkLoop 园区循环化模拟"),
    "tagline": (
        "Industrial parks under policy, 2020 to 2030",
        "政策作用下的园区循环化，2020–2030年",
    ),
    "language": ("Language", "语言"),
    "english": ("EN", "EN"),
    "chinese": ("中文", "中文"),
    "skip": ("To the content", "跳到正文"),
    "theme": ("Light or dark", "浅色或深色"),
    "park": ("Park", "园区"),
    "package": ("Policy package", "政策组合"),
    "in_force_from": ("In force from", "实施起始年"),
    "in_force_title": (
        "Package and sliders hold from this January; before it the rules as in force do",
        "政策组合与滑块自该年1月起生效；此前按现行政策执行",
    ),
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
        "0 is absent, 1 is the rule as written. In force from {since}; before it the rules of now.",
        "0为不实施，1为按文件规定。自{since}年起实施，此前按现行政策。",
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
    "goal_of": ("{goal} ({document})", "{goal}（{document}）"),
    "goal_fall": (
        "Target {due}: {amount} % below {base}",
        "{due}年目标：比{base}年下降{amount}%",
    ),
    "goal_rise": (
        "Target {due}: at most {amount} % above {base}",
        "{due}年目标：比{base}年增幅不超过{amount}%",
    ),
    "goal_least": (
        "Target {due}: at least {amount}",
        "{due}年目标：不低于{amount}",
    ),
    "goal_most": (
        "Target {due}: at most {amount}",
        "{due}年目标：不高于{amount}",
    ),
    "goal_peak": ("Peak by {due}", "{due}年前达峰"),
    "goal_improve": (
        "Better than in {base} by {due}",
        "{due}年优于{base}年",
    ),
    "met": ("met", "达标"),
    "missed": ("missed", "未达标"),
    "met_since": ("met since {year}", "{year}年起达标"),
    "peak_in": ("highest in {year}", "{year}年最高"),
    "notice_value": (
        "The link asks for {word} = {value}, which is not offered here; the usual one is shown.",
        "链接中的 {word} = {value} 不可用，已按默认显示。",
    ),
    "notice_own": (
        "The link shows a park of somebody's own file ({value}), and a file is never part of a"
        " link: upload it again under Data and method.",
        "链接所示园区来自用户自己的文件（{value}），链接不包含文件：请在“数据与方法”页重新上传。",
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
    "share": ("Save / share", "保存 / 分享"),
    "share_link": ("Link to this view", "本视图链接"),
    "share_command": ("Command line that makes this run again", "复现本次模拟的命令行"),
    "share_copy": ("Copy", "复制"),
    "share_copied": ("Copied", "已复制"),
    "share_own": (
        "{file} stands for the park file you opened here; save it under this name.",
        "{file}为您在此打开的园区文件，请以此名保存。",
    ),
    "share_files": ("Save the scenario beside its baseline", "保存情景与基准"),
    "share_html": ("Report to read and print (HTML)", "可打印报告（HTML）"),
    "share_xlsx": ("Workbook (xlsx)", "工作簿（xlsx）"),
    "share_csv": ("Tables (CSV in a zip)", "数据表（CSV压缩包）"),
    "share_json": ("All data (JSON)", "全部数据（JSON）"),
    "share_busy": ("The file is being written …", "正在生成文件……"),
    "file_failed": ("The file could not be written: {error}", "文件无法生成：{error}"),
    "tour": ("Show the tour", "查看导览"),
    "tour_never": ("Do not show this again", "不再显示"),
    "tour_back": ("Back", "上一步"),
    "tour_next": ("Next", "下一步"),
    "tour_done": ("Done", "完成"),
    "tour_count": ("Step {step} of {steps}", "第{step}步，共{steps}步"),
    "tour_title_park": ("A park", "园区"),
    "tour_body_park": (
        "ParkLoop simulates an industrial park month by month from 2020 to 2030: enterprises make"
        " goods, buy energy, exchange wastes, invest and leave. Choose a park, a package of"
        " policies and a random seed here.",
        "ParkLoop逐月模拟2020–2030年的工业园区：企业生产、用能、交换废物、投资与退出。"
        "在此选择园区、政策组合和随机种子。",
    ),
    "tour_title_levers": ("Policy strength", "政策力度"),
    "tour_body_levers": (
        "Each slider is one policy: 0 is absent, 1 is the rule as written. Every move runs the"
        " whole model again, and the page answers while you drag.",
        "每个滑块对应一项政策：0为不实施，1为按文件规定。每次移动都会重新运行整个模型，拖动时页面即时更新。",
    ),
    "tour_title_figures": ("Figures and baseline", "指标与基准"),
    "tour_body_figures": (
        "Each figure stands beside the baseline, the policies as in force, and beside its target."
        " Why? leads from a figure down to enterprises, links and rules.",
        "每项指标都与基准（现行政策）及其目标对照。点击“为什么？”可追溯到企业、链接与规则。",
    ),
    "tour_title_pages": ("Pages", "页面"),
    "tour_body_pages": (
        "The same scenario seen in other ways: flows, the park's map and its enterprises, pinned"
        " scenarios side by side, the policies with their clauses, and sweeps over many runs.",
        "同一情景的其他视角：物质能量流、园区地图与企业、情景对比、政策条款，以及多次模拟的扫描。",
    ),
    "tour_title_pins": ("Undo and pin", "撤销与固定"),
    "tour_body_pins": (
        "Steps can be undone and done again. Pin a scenario to compare it later with others.",
        "每一步均可撤销与重做。固定一个情景，即可稍后与其他情景对比。",
    ),
    "tour_title_share": ("Save and share", "保存与分享"),
    "tour_body_share": (
        "The address always restores what you see. Here are the link, the command line that makes"
        " the run again, a report to print, and the data.",
        "地址栏链接始终可还原当前视图。此处提供链接、复现命令行、可打印报告和数据。",
    ),
    "empty": ("Nothing here.", "暂无内容。"),
    "year": ("Year", "年份"),
    "close": ("Close", "关闭"),
}
