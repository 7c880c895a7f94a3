"""Texts of the park page: key -> (English, Chinese)."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "page_park": ("Park", "园区"),
    "park_intro": (
        "Who stands where, and what passes between them. Click an enterprise for its "
        "partners, prices and decisions.",
        "企业分布与相互交换。点击企业可查看其伙伴、价格与决策。",
    ),
    "park_view": ("View", "视图"),
    "park_view_map": ("Map", "地图"),
    "park_view_network": ("Network", "网络"),
    "park_firm": ("Enterprise", "企业"),
    "park_seek": ("Find an enterprise", "查找企业"),
    "park_seek_hint": ("name, sector or stream", "名称、行业或物料"),
    "park_seek_found": ("Enterprises found", "查找结果"),
    "park_seek_none": ("No enterprise of this year fits.", "本年度没有符合的企业。"),
    "park_seek_gives": ("gives", "供出"),
    "park_seek_takes": ("takes", "接收"),
    "park_firm_usual": ("The one with the most partners", "合作伙伴最多的企业"),
    "park_title_map": ("The park in {year}", "{year}年园区"),
    "park_title_network": ("The network in {year}", "{year}年共生网络"),
    "park_label": (
        "{places} enterprises and {links} links; the list of enterprises above picks one, its card"
        " below tells of it",
        "{places}家企业与{links}条链接；上方列表可选择企业，下方为其卡片",
    ),
    "park_note_map": (
        "Click on an enterprise for its card below; click again to show all. Places are true; marks"
        " grow with land. Arrows point from giver to taker and widen with the amount, against the"
        " largest of a year of the baseline in the same unit: solid by pipe, dashed by road. The"
        " legend hides classes; drag to move, use the wheel with Ctrl to zoom.",
        "点击企业查看下方卡片，再次点击恢复全部。位置为真实坐标，标记随占地增大；箭头由供方指向受方，线宽随交换量增大"
        "（与基准各年中同单位最大值相比）；实线为管道，虚线为公路运输。图例可隐藏类别；拖动平移，按住Ctrl滚轮缩放。",
    ),
    "park_note_network": (
        "Click on an enterprise for its card below; click again to show all. Partners stand close"
        " to each other, distances mean nothing; those without a link in any year of the baseline"
        " stand in the rows below. Solid arrows go by pipe, dashed by road.",
        "点击企业查看下方卡片，再次点击恢复全部。合作伙伴彼此靠近，距离无实际含义；基准各年均无链接的企业排列在下方。"
        "实线为管道，虚线为公路运输。",
    ),
    "far": ("{name}, {km} km away", "{name}，距离{km}千米"),
    "kilometres": ("{km} km", "{km}千米"),
    "metres": ("{m} m", "{m}米"),
    "plot_free": ("Free plot", "可供地块"),
    "plot_idle": ("Idle land", "低效用地"),
    "park_lot_free": ("Free plot of {mu} mu at the start", "期初可供地块，{mu}亩"),
    "park_lot_idle": ("Idle land of {mu} mu at the start", "期初低效用地，{mu}亩"),
    "land": ("{mu} mu of land", "占地{mu}亩"),
    "park_by_pipe": ("by pipe", "管道"),
    "park_by_road": ("by road", "公路"),
    "park_stream_by": ("{stream}, {way}", "{stream}，{way}"),
    "park_col_giver": ("Giver", "供方"),
    "park_col_taker": ("Taker", "受方"),
    "park_col_stream": ("Stream", "物料"),
    "park_col_class": ("Class", "类别"),
    "park_col_amount": ("Amount a year", "年交换量"),
    "park_col_unit": ("Unit", "单位"),
    "park_col_way": ("Goes by", "运输方式"),
    "park_col_side": ("Side", "方向"),
    "park_col_since": ("Since", "起始"),
    "park_col_km": ("km", "千米"),
    "park_col_part": ("What it does", "作用"),
    "park_col_default": ("Without policies", "无政策时"),
    "park_col_assessed": ("Assessed", "评价项"),
    "park_col_kind": ("Kind", "类型"),
    "park_col_means": ("Means", "可用资金"),
    "park_col_event": ("Event", "事件"),
    "park_col_what": ("What", "内容"),
    "park_col_why": ("Why", "原因"),
    "park_col_numbers": ("Numbers", "数值"),
    "park_card": ("{name} in {year}", "{name}（{year}年）"),
    "park_absent": (
        "{name} did not stand in the park in {year}.",
        "{name}在{year}年不在园区内。",
    ),
    "park_months": ("{months} months of {year}", "{year}年运行{months}个月"),
    "park_mu": ("{mu} mu", "{mu}亩"),
    "park_fact_sector": ("Sector", "行业"),
    "park_fact_role": ("Role", "角色"),
    "park_fact_months": ("In the park", "在园时间"),
    "park_fact_land": ("Land", "占地"),
    "park_fact_jobs": ("Jobs", "就业人数"),
    "park_fact_partners": ("Partners", "合作伙伴"),
    "park_fact_co2": ("Own CO₂, scopes 1 and 2", "二氧化碳（范围一和二）"),
    "park_co2_change": ("{value} ({change} on {year})", "{value}（较{year}年{change}）"),
    "park_section_partners": ("Partners", "合作伙伴"),
    "park_section_decisions": ("Decisions and why", "决策与原因"),
    "park_section_terms": ("Terms by policy", "分政策条件"),
    "park_section_streams": ("Inputs and outputs", "投入与产出"),
    "park_section_events": ("Events", "事件"),
    "park_section_accounts": ("Money", "收支"),
    "park_section_quantities": (
        "Output, energy, carbon, water, waste",
        "产量、能源、碳、水与废物",
    ),
    "park_sheet_partners": ("Links that moved something in the year", "当年有交换量的链接"),
    "park_sheet_weighed": (
        "Retrofits weighed in January, 10⁴ CNY",
        "一月权衡的技术改造（万元）",
    ),
    "park_sheet_talks": (
        "Exchanges talked about, CNY per t, 1000 m³, GJ or MWh given",
        "洽谈的交换（每吨、千立方米、吉焦或兆瓦时供出量，元）",
    ),
    "park_sheet_awards": ("Awards, promises included", "获得的支持（含承诺）"),
    "park_sheet_terms": ("What policies set for it", "政策对其设定的条件"),
    "park_sheet_standing": ("What policies assessed of last year", "政策对上年的评价"),
    "park_sheet_streams": ("Streams and prices", "物料能源与价格"),
    "park_sheet_events": ("What it did and what happened", "决策与事件"),
    "park_sheet_accounts": ("Money in (+) and out (−)", "收入（+）与支出（−）"),
    "park_sheet_quantities": ("The year and the one before", "当年与上年"),
    "park_partners_note": (
        "The taker pays the giver the price; below 0 the giver pays.",
        "受方按价格付给供方；价格为负时由供方支付。",
    ),
    "park_terms_note": (
        "One row a part: it starts from the value without policies, and the parts of a term act in"
        " this order to give its value.",
        "每行为一项作用：从无政策时的数值开始，各项依次作用得到最终数值。",
    ),
    "park_weighed_note": (
        "NPV without any support; a grant is added before the verdict. Means are what it could"
        " spend.",
        "净现值不含任何支持，判断时加上补助；可用资金为其可投入的金额。",
    ),
    "park_talks_note": (
        "Joint gain = worth to the taker − forgone by the giver − handling, power and capex − what"
        " both sides ask.",
        "共同收益 = 对受方的价值 − 供方放弃 − 处理、用电与投资 − 双方要求。",
    ),
    "park_streams_note": (
        "Price of an input = market + what terms add + charges owed on it to others; of an output,"
        " what a unit brings outside, below 0 a fee.",
        "投入价格 = 市场价 + 条件加价 + 另行缴纳的税费；产出价格为园外所得，负值为处置费。",
    ),
    "park_accounts_note": (
        "Depreciation and equipment written off move no cash.",
        "折旧与设备报废核销不涉及现金。",
    ),
}
