"""Texts of the printed report: key -> (English, Chinese). Braces are filled by name."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "report": ("ParkLoop report", "ParkLoop 模拟报告"),
    "against": ("compared with: {baseline}", "对比情景：{baseline}"),
    "figures": ("Main figures", "主要指标"),
    "indicator": ("Indicator", "指标"),
    "unit": ("Unit", "单位"),
    "scenario": ("Scenario", "情景"),
    "baseline": ("Baseline", "基准"),
    "difference": ("Difference", "差异"),
    "charts": ("Over the years", "逐年变化"),
    "trajectories": (
        "Trajectories of the scenario and of the baseline (grey), with targets.",
        "情景与基准（灰色）的逐年变化及目标。",
    ),
    "links_over_time": ("Exchanges between enterprises.", "企业间交换链接。"),
    "network_map": ("The network in the last year.", "最后一年的共生网络。"),
    "targets": ("Targets", "目标"),
    "target": ("Target", "目标"),
    "document": ("Document", "文件"),
    "met": ("met", "达标"),
    "missed": ("missed", "未达标"),
    "since": ("since {year}", "{year}年起"),
    "no_targets": (
        "None of the documents' targets can be measured on this run.",
        "本次模拟无可核算的文件目标。",
    ),
    "levers": ("Policies and their strength", "政策及其力度"),
    "levers_note": (
        "1 is the rule as written, 0 absent; levers moved by hand are marked.",
        "1为按文件规定，0为不实施；手动调整者已标出。",
    ),
    "policy": ("Policy", "政策"),
    "moved": ("moved", "已调整"),
    "assumptions": ("Assumptions moved", "调整的假设"),
    "assumptions_none": (
        "None: all {count} assumptions have the values of the tables.",
        "无：全部{count}项假设均取参数表数值。",
    ),
    "factor": ("{name} at {value} of its range", "{name}位于取值范围的{value}处"),
    "drawn": (
        "The tables were drawn within their ranges (draw {draw}).",
        "参数表按取值范围抽样（第{draw}次）。",
    ),
    "method": ("Method", "方法"),
    "method_text": (
        "{park} was simulated month by month from January {first} to December {until} with"
        " {model}, an agent-based model in which enterprises decide each January on technologies,"
        " exchanges, expansion and exit under the policies in force, and materials, energy, water,"
        " carbon and money balance every month. The scenario is the package “{package}” with"
        " {moved} moved by hand; the baseline is “{baseline}” on the same random draws (seed"
        " {seed}). This is one run with one seed: a difference smaller than the spread between"
        " seeds is chance, and the model’s rules and their limits are in its ODD document.",
        "使用{model}对{park}从{first}年1月至{until}年12月逐月模拟。模型以企业为主体：企业每年1月在现行政策下"
        "决定技术改造、企业间交换、扩产和退出，物料、能源、水、碳和资金逐月平衡。情景为政策组合“{package}”，"
        "手动调整{moved}；基准为“{baseline}”，采用相同随机数（种子{seed}）。本报告为单一随机种子的一次模拟，"
        "小于种子间离散程度的差异属于随机波动；模型规则及局限见ODD文档。",
    ),
    "levers_moved": ("{count} levers", "{count}项政策力度"),
    "lever_moved": ("1 lever", "1项政策力度"),
    "levers_still": ("no lever", "0项政策力度"),
    "again": ("Run it again", "复现"),
    "again_note": (
        "With the same version of ParkLoop this gives the same run id and result hash.",
        "使用相同版本的ParkLoop可得到相同的运行编号和结果哈希。",
    ),
    "own_park": (
        "{file} stands for the park file that was uploaded or opened here; its digest is below.",
        "{file}为在此上传或打开的园区文件，其摘要见下。",
    ),
    "identity": ("What determined the runs", "运行标识"),
    "run_id": ("Run id", "运行编号"),
    "result_hash": ("Result hash", "结果哈希"),
    "park_digest": ("Park", "园区摘要"),
    "package_digest": ("Package", "政策组合摘要"),
    "tables_digest": ("Tables", "参数表摘要"),
    "versions": ("Versions", "版本"),
    "composed": ("A composed park, not a real one.", "合成园区，非真实园区。"),
    "teaching": ("A teaching case, not a forecast.", "教学案例，非预测。"),
}


def say(key: str, lang: str, **words: object) -> str:
    """Return a text in a language with its braces filled."""
    return WORDS[key][lang == "zh"].format(**words)
