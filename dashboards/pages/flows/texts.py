"""Texts of the flows page: key -> (English, Chinese)."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "page_flows": ("Flows", "物质能量流"),
    "flows_intro": (
        "Where energy, water and materials come from and go in a year; wider means more.",
        "一年内能源、水和物料的来源与去向，线越宽量越大。",
    ),
    "flows_kind": ("What flows", "流的类型"),
    "flows_kind_energy": ("Energy", "能源"),
    "flows_kind_water": ("Water", "水"),
    "flows_kind_material": ("Materials", "物料"),
    "flows_level": ("Shown by", "显示层级"),
    "flows_level_sector": ("Sector", "行业"),
    "flows_level_class": ("Class of stream", "物流类别"),
    "flows_level_enterprise": ("Enterprise", "企业"),
    "flows_of": ("Of", "对象"),
    "flows_of_scenario": ("Scenario", "情景"),
    "flows_of_baseline": ("Baseline", "基准"),
    "flows_of_difference": ("Difference", "差异"),
    "flows_title_energy": ("Energy flows in {year}", "{year}年能源流"),
    "flows_title_water": ("Water flows in {year}", "{year}年水流"),
    "flows_title_material": ("Material flows in {year}", "{year}年物料流"),
    "flows_supplied": ("All sources: {amount}", "来源合计：{amount}"),
    "flows_label": (
        "Flow diagram of {flows} flows from sources through the park to sinks; the table below"
        " holds the same",
        "流图：{flows}条流，从来源经园区到去向；下表为相同内容",
    ),
    "flows_note": (
        "What enters an enterprise, a network or a plant leaves it. A node with ↺ stands a second"
        " time, where a flow goes back.",
        "进入企业、管网或设施的量等于离开的量。带↺的节点为回流，重复显示。",
    ),
    "flows_note_change": (
        "Widths are changes against the baseline: orange flows are larger in the scenario, blue"
        " ones smaller.",
        "线宽为较基准的变化：橙色为增加，蓝色为减少。",
    ),
    "flows_left_out": (
        "The {drawn} largest of {flows} flows are drawn.",
        "图中为{flows}条流中最大的{drawn}条。",
    ),
    "flows_same": (
        "Every flow is as in the baseline.",
        "所有流与基准相同。",
    ),
    "flows_more": ("{amount} more", "增加{amount}"),
    "flows_less": ("{amount} less", "减少{amount}"),
    "flows_table": ("All flows of the year", "全年各项流量"),
    "flows_table_note": ("Saved in {unit} a year.", "保存单位：{unit}/年。"),
    "flows_from": ("From", "来自"),
    "flows_to": ("To", "去向"),
    "flows_what": ("What", "内容"),
    "flows_change": ("Change", "变化"),
}
