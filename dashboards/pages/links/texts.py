"""Texts of the links page: key -> (English, Chinese)."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "page_links": ("Links", "共生链接"),
    "links_intro": (
        "Which exchanges between enterprises run, why they began and ended, and which others "
        "would pay.",
        "企业间有哪些交换、为何建立与终止，以及还有哪些交换值得建立。",
    ),
    "links_count": ("links", "条"),
    "links_active_title": ("Links in use by class of the stream", "按物料类别的在用链接"),
    "links_active_label": (
        "Stacked bars: links in use a year by class, against the baseline's total",
        "堆叠柱状图：逐年在用链接（按类别），与基准总数对比",
    ),
    "links_active_note": (
        "A link counts in every year in which it moved something; the overview counts those that"
        " run at the year's end.",
        "当年有交换量即计入；总览页统计年末仍在运行的链接。",
    ),
    "links_turnover_title": ("Links formed and ended, and why", "链接的建立与终止及原因"),
    "links_turnover_label": (
        "Stacked bars: links formed above the axis and ended below it, by reason and year",
        "堆叠柱状图：逐年建立（轴上方）与终止（轴下方）的链接，按原因",
    ),
    "links_turnover_note": (
        "Above the axis links that were signed, below it those that ended; renewals are neither.",
        "轴上方为签约，轴下方为终止；续签不计入。",
    ),
    "links_renewed": ("renewed", "已续签"),
    "links_runs": ("runs", "在用"),
    "links_origin_file": ("park file", "园区文件"),
    "links_origin_renewal": ("renewal", "续签"),
    "links_origin_new": ("new", "新建"),
    "links_table": ("All contracts: {count}", "全部合同：{count}"),
    "links_table_note": (
        "Those that run stand first. The giver's name opens its card on the park's page.",
        "在用合同排在前面。点击供方名称可在园区页查看企业卡片。",
    ),
    "links_search": ("Find words in any column", "在各列中查找"),
    "links_col_giver": ("Giver", "供方"),
    "links_col_taker": ("Taker", "受方"),
    "links_col_stream": ("Stream", "物料"),
    "links_col_agreed": ("Agreed a year", "年约定量"),
    "links_col_unit": ("Unit", "单位"),
    "links_col_price": ("Price, CNY a unit", "单价（元/单位）"),
    "links_col_since": ("Since", "起"),
    "links_col_until": ("Until", "止"),
    "links_col_ended": ("State, or why it ended", "状态或终止原因"),
    "links_col_origin": ("Came as", "由来"),
    "links_coming": (
        "Opportunities, missing links and the optimum are being worked out …",
        "正在计算机会、缺失环节和最优方案……",
    ),
    "links_failed": (
        "What could be was not worked out: the worker process was lost. Move a lever to try again.",
        "计算进程中断，未得出潜力分析；调整任一政策后将重试。",
    ),
    "links_none": ("–", "–"),
    "links_optimum": (
        "How much of the optimum is realised in {year}: {share} % of the net benefit",
        "{year}年最优方案的实现程度：净收益的{share}%",
    ),
    "links_optimum_note": (
        "The optimum is the best plan of a planner who knows all and needs no trust, at the year's"
        " prices and policies; behind it what keeps the rest from it, in percent of the optimum.",
        "最优方案为信息完全、无需信任的规划者在当年价格和政策下的最佳方案；其后为未实现部分的原因，占最优方案的百分比。",
    ),
    "links_opt_what": ("Measure", "指标"),
    "links_opt_best": ("Optimum", "最优"),
    "links_opt_running": ("Contracts that run", "在用合同"),
    "links_opt_share": ("Share of the optimum", "占最优比例"),
    "links_opt_delivered_share": ("Delivered, of what was possible", "实际交付占可能量"),
    "links_measure_net_benefit_cny": ("Net benefit a year", "年净收益"),
    "links_measure_reused_t": ("Waste and by-products reused", "废物与副产物利用量"),
    "links_measure_co2_avoided_tco2e": ("CO₂ avoided", "减排二氧化碳"),
    "links_block_unknown": ("Option unknown", "不了解该途径"),
    "links_block_no_talks": ("Did not meet", "未接触洽谈"),
    "links_block_untrusted": ("Trust too low", "信任不足"),
    "links_block_unprofitable": ("Does not pay", "不盈利"),
    "links_block_permit": ("Waits for a permit", "等待许可"),
    "links_block_lead_time": ("Signed, not yet running", "已签约未投运"),
    "links_block_capex": ("No money to invest", "无力投资"),
    "links_block_capacity": ("Held by other contracts", "被其他合同占用"),
    "links_block_open": ("Open, not yet taken up", "可行尚未成交"),
    "links_could": ("Opportunities: {count}", "机会：{count}"),
    "links_could_note": (
        "Links not yet formed, the most valuable first. They compete for the same streams, so their"
        " amounts must not be added up.",
        "尚未建立的链接，按价值排序。它们会竞争同一物料，数量不可相加。",
    ),
    "links_could_giver": ("Giver", "供方"),
    "links_could_taker": ("Taker", "受方"),
    "links_could_exchange": ("Exchange", "交换"),
    "links_could_amount": ("Amount a year", "年交换量"),
    "links_could_unit": ("Unit", "单位"),
    "links_could_benefit": ("Net benefit a year", "年净收益"),
    "links_could_co2": ("CO₂ avoided, t/yr", "减排二氧化碳（吨/年）"),
    "links_could_capex": ("Investment", "投资"),
    "links_could_reason": ("What blocks it", "阻碍"),
    "links_missing": (
        "What is missing: enterprises that would close loops",
        "缺失环节：可补链的企业",
    ),
    "links_missing_note": (
        "One typical plant of each sector is tried at the park's centre: what the optimum gains.",
        "每个行业试设一家典型工厂于园区中心，列出最优方案的增量。",
    ),
    "links_missing_sector": ("Sector", "行业"),
    "links_missing_benefit": ("Adds net benefit", "新增净收益"),
    "links_missing_reused": ("Adds reuse", "新增利用量"),
    "links_missing_co2": ("Adds CO₂ avoided", "新增减排"),
    "links_missing_links": ("Links", "链接数"),
    "links_missing_land": ("Land, mu", "占地（亩）"),
    "links_missing_fits": ("On free land", "可用地块"),
    "links_fits": ("fits", "可容纳"),
    "links_fits_not": ("too large", "放不下"),
}
