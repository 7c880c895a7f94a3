"""Texts of the sweep: key -> (English, Chinese)."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "page_sweep": ("Sweep", "扫描"),
    "sweep_intro": (
        "Run many combinations of levers at once and see which trade one aim against "
        "another; a point can be loaded into the sliders.",
        "一次运行多种政策力度组合，查看目标之间的取舍；可将任一点载入滑块。",
    ),
    "sweep_setup": ("What to vary", "变动内容"),
    "sweep_setup_note": (
        "Every combination is run with the same seeds. Levers not named here stay where the sliders"
        " are when it starts.",
        "各组合使用相同的随机种子；未列出的政策保持启动时滑块所在位置。",
    ),
    "sweep_lever": ("Lever", "政策"),
    "sweep_low": ("From", "从"),
    "sweep_high": ("To", "到"),
    "sweep_step": ("Step", "步长"),
    "sweep_count": ("Values", "取值数"),
    "sweep_add": ("Add a lever", "添加政策"),
    "sweep_choose": ("Choose …", "请选择……"),
    "sweep_remove": ("Remove", "移除"),
    "sweep_listed": ("In the package", "组合内"),
    "sweep_design": ("Design", "试验设计"),
    "sweep_design_factorial": ("Every combination", "全组合"),
    "sweep_design_latin_hypercube": ("Latin hypercube", "拉丁超立方"),
    "sweep_size": ("Points", "样本点数"),
    "sweep_seeds": ("Seeds", "随机种子数"),
    "sweep_draws": ("Each seed draws the tables too", "每个种子同时抽取参数表"),
    "sweep_estimate": (
        "{points} points with {seeds} seeds: {runs} runs, about {time} on {workers} worker"
        " processes.",
        "{points}个点，{seeds}个种子：共{runs}次模拟，用{workers}个工作进程约需{time}。",
    ),
    "sweep_unknown": ("a time still to be found out", "（时间待测）"),
    "sweep_seconds": ("{seconds} s", "{seconds}秒"),
    "sweep_minutes": ("{minutes} min", "{minutes}分钟"),
    "sweep_no_lever": (
        "Name at least one lever with two values or more.",
        "请至少选择一项有两个以上取值的政策。",
    ),
    "sweep_too_many": (
        "At most {runs} runs in a session: take fewer values, points or seeds, or use the command"
        " line.",
        "每个会话最多{runs}次模拟：请减少取值、样本点或种子，或改用命令行。",
    ),
    "sweep_too_long": (
        "That would take longer than {minutes} minutes: take fewer values, points or seeds, or use"
        " the command line.",
        "预计超过{minutes}分钟：请减少取值、样本点或种子，或改用命令行。",
    ),
    "sweep_start": ("Start", "开始"),
    "sweep_cancel": ("Stop", "停止"),
    "sweep_refused": (
        "This sweep cannot be started: {error}",
        "无法启动扫描：{error}",
    ),
    "sweep_progress": ("Progress of the sweep", "扫描进度"),
    "sweep_at": (
        "{done} of {runs} runs after {time}; about {left} to go.",
        "已完成{done}/{runs}次模拟，用时{time}，约剩{left}。",
    ),
    "sweep_opening": (
        "{runs} runs are waiting for the worker processes.",
        "{runs}次模拟正在等待工作进程。",
    ),
    "sweep_said_done": (
        "All {runs} runs are done, in {time}.",
        "全部{runs}次模拟完成，用时{time}。",
    ),
    "sweep_said_cancelled": (
        "Stopped after {done} of {runs} runs; what was finished is shown.",
        "已停止，完成{done}/{runs}次模拟，已完成部分如下。",
    ),
    "sweep_said_late": (
        "Ended at the limit of {minutes} minutes, after {done} of {runs} runs.",
        "达到{minutes}分钟上限，完成{done}/{runs}次模拟后结束。",
    ),
    "sweep_said_failed": (
        "The sweep failed after {done} of {runs} runs: {error}",
        "扫描失败，已完成{done}/{runs}次模拟：{error}",
    ),
    "sweep_some_failed": (
        "{failed} runs could not be carried out and are left out.",
        "{failed}次模拟无法完成，未计入。",
    ),
    "sweep_x": ("Across", "横轴"),
    "sweep_y": ("Up", "纵轴"),
    "sweep_colour": ("Colour", "颜色"),
    "sweep_rank": ("Ranked by", "排序"),
    "sweep_spread": ("Seeds shown", "种子显示"),
    "sweep_spread_bars": ("As bars", "误差线"),
    "sweep_spread_points": ("As points", "散点"),
    "sweep_last": ("{name}, {year}", "{name}，{year}年"),
    "sweep_added": ("{name}, {first} to {year}", "{name}，{first}–{year}年"),
    "sweep_trade_off": ("Trade-off: {park}, {package}", "权衡：{park}，{package}"),
    "sweep_chart_label": (
        "Scatter of {points} points: {y} over {x}",
        "{points}个点的散点图：{y}与{x}",
    ),
    "sweep_chart_note": (
        "A mark is the mean over the seeds; bars reach one standard deviation each way, without"
        " what a seed does to all points alike, which the diamond leaves out too. Ringed points"
        " are on the Pareto front: no other point is better in both. Click a point, or its"
        " row below, to set the sliders.",
        "标记为各种子均值，误差线为正负一个标准差（均值、误差线与菱形均已扣除种子对各点的共同影响）；"
        "带圈点位于帕累托前沿，没有其他点在两项上都更优。"
        "点击某点或下表对应行即可设定滑块。",
    ),
    "sweep_point": ("Mean of a point", "各点均值"),
    "sweep_front": ("Pareto front", "帕累托前沿"),
    "sweep_here": ("The sliders now, one seed", "当前滑块，单个种子"),
    "sweep_points": ("Points, the best first", "各点（由优到劣）"),
    "sweep_points_note": (
        "The best {rows} of {points} points. The files below hold every run and year.",
        "显示{points}个点中最优的{rows}个；下方文件含全部模拟与年份。",
    ),
    "sweep_place": ("Place", "名次"),
    "sweep_load": ("Load {place}", "载入{place}"),
    "sweep_done_seeds": ("Seeds done", "已完成种子"),
    "sweep_yes": ("yes", "是"),
    "sweep_files": ("Files", "文件"),
    "sweep_toml": ("Study (TOML)", "研究文件（TOML）"),
    "sweep_csv": ("Runs (CSV)", "模拟结果（CSV）"),
    "sweep_xlsx": ("Runs (Excel)", "模拟结果（Excel）"),
    "sweep_command": ("The same on the command line", "命令行复现"),
    "sweep_none": (
        "Nothing was run yet. Choose levers above and start.",
        "尚未运行。请在上方选择政策后开始。",
    ),
    "sweep_title": (
        "Sweep of {park} under {package}",
        "{park}在{package}下的扫描",
    ),
}
