"""Words of explanations in English and Chinese: terms, accounts, verdicts, headings."""

from __future__ import annotations

from experiments.words import Pair
from sim.terms import SHEET

TERMS_ZH: dict[str, str] = {
    "power_adder_cny_per_kwh": "购电加价",
    "tou_spread": "分时电价浮动倍数",
    "green_power_share": "绿电直连或合同占购电比例",
    "green_power_premium_cny_per_kwh": "绿电溢价",
    "green_certificate_share": "绿证覆盖其余购电比例",
    "green_certificate_cny_per_kwh": "绿证价格",
    "pv_offer_share": "当年获推屋顶光伏的企业比例",
    "pv_award_cny_per_kwh": "光伏发电奖励",
    "demand_response_cny_per_kw": "需求响应补偿",
    "water_adder_cny_per_m3": "新鲜水加价",
    "sewage_adder_cny_per_m3": "污水处理费加价",
    "discharge_cost_factor": "达标排放处理成本倍数",
    "cod_left": "更严排放限值下化学需氧量剩余比例",
    "nh3n_left": "更严排放限值下氨氮剩余比例",
    "landfill_cost_factor": "填埋费倍数",
    "permit_factor": "危险废物利用许可时间倍数",
    "land_tax_cny_per_m2": "城镇土地使用税",
    "loan_spread_pp": "贷款利率加点",
    "consider_factor": "考虑技术改造概率倍数",
    "expansion_share": "扩产可获批比例",
    "entry_va_per_mu_10k_cny": "标准地：新进企业亩均增加值下限",
    "entry_energy_limit_tce_per_10k_cny": "新进企业单位增加值能耗上限",
    "entry_priority": "优先供地比例",
    "redevelopment_share": "低效用地年盘活比例",
    "platform_share": "信息平台覆盖企业比例",
    "broker_proposals_per_year": "中介每年提出的交换数",
    "solid_waste_adder_cny_per_t": "固体废物处置加价",
    "steam_tariff_factor": "蒸汽价格倍数",
    "closure_order": "责令关停比例",
    "audited": "当年审核（诊断）比例",
    "energy_limit_over_base": "单位产品能耗限额（相对原型）",
    "threatened_output_share": "逾期未整改时可运行产能比例",
    "output_cap_share": "当年可运行产能比例",
    "new_capacity_allowed": "新增产能允许比例",
    "closed_per_new_capacity": "产能置换比例",
    "reuse_relief_cny_per_t": "资源综合利用奖励或减免",
    "link_grant_share": "共生链接投资补助比例",
    "link_grant_budget_cny": "共生链接补助年度预算",
    "carbon_price_cny_per_t": "碳价",
    "carbon_power_share": "购电计入碳成本的比例",
    "carbon_allocation_tco2e_per_unit": "单位产品免费配额",
    "carbon_allocation_tco2e": "年度免费配额",
    "carbon_auction_share": "有偿配额比例",
    "energy_price_cny_per_tce": "用能权价格",
    "energy_quota_tce": "用能权指标",
    "so2_charge_cny_per_kg": "二氧化硫税费",
    "nox_charge_cny_per_kg": "氮氧化物税费",
    "pm_charge_cny_per_kg": "颗粒物税费",
    "voc_charge_cny_per_kg": "挥发性有机物税费",
    "cod_charge_cny_per_kg": "化学需氧量税费",
    "nh3n_charge_cny_per_kg": "氨氮税费",
    "resource_tax_share": "资源税率（自采矿产）",
    "resource_tax_cny_per_m3": "水资源税",
    "border_price_cny_per_t": "碳边境调节价格",
    "border_free_tco2e_per_unit": "碳边境调节单位产品免除量",
    "haul_carbon_factor": "卡车运输排放倍数（受方）",
    "haul_cost_factor": "卡车运输成本倍数（受方）",
    "pipe_cost_factor": "管道交换投资与成本倍数（受方）",
    "lighting_offer_share": "当年获推高效照明的企业比例",
    "retrofit_capex_factor": "技术改造投资倍数",
    "entry_rate_factor": "企业进入概率倍数",
    "promoted_share": "招商引资行业占新进企业比例",
    "option_notice": "年度获知交换机会的概率",
    "link_lead_factor": "链接筹备期倍数（供方）",
    "peer_factor": "同行、伙伴与邻近示范效应倍数",
    "committee_effort_factor": "管委会努力程度",
    "entry_carbon_limit_t_per_10k_cny": "新进企业单位增加值碳排放上限",
    "award_cny": "年度奖励",
    "committee_grant_cny": "拨给管委会的资金",
    "debt_ratio_added": "资产负债率放宽",
    "project_loan_spread_pp": "节能降碳项目贷款利率加点",
    "green_lending_share": "绿色项目专项贷款规模比例",
    "equipment_tax_credit": "节能环保设备投资抵免所得税比例",
    "project_tax_free_years": "节能环保项目所得税免征年数（其后同样年数减半）",
}
"""Term -> its name in Chinese."""

ACCOUNT_WORDS: dict[str, Pair] = {
    "product_sales": ("Sales of products", "产品销售"),
    "byproduct_sales": ("Sales of by-products outside", "副产物外售"),
    "coproducts": ("Co-products of exchanges", "交换的联产收益"),
    "service_fees": ("Service fees", "服务费收入"),
    "heat_sales": ("Sales of steam in the park", "园内售汽"),
    "power_sales": ("Sales of power", "售电"),
    "gate_income": ("Gate fees taken", "处置服务收入"),
    "link_income": ("Paid by takers of links", "链接收入"),
    "grants": ("Grants", "财政补助"),
    "reliefs": ("Reliefs and awards for reuse", "综合利用奖励与减免"),
    "power_awards": ("Awards for own power", "自发电奖励"),
    "public_funds": ("Public funds for services", "公共服务财政经费"),
    "carbon_allocation": ("Free carbon allowances", "免费碳配额"),
    "purchases": ("Purchases outside", "外购原料与能源"),
    "other_purchases": ("Other purchases", "其他采购"),
    "disposal": ("Disposal outside", "园外处置费"),
    "heat_purchases": ("Steam of the park", "园内购汽"),
    "gate_payments": ("Gate fees paid", "园内处置费"),
    "link_payments": ("Paid to givers of links", "链接支出"),
    "handling": ("Transport, pretreatment and storage", "运输、预处理与贮存"),
    "technology_cost": ("Running cost of technologies, net", "技术改造净运行成本"),
    "damages": ("Damages for shortfalls", "违约金"),
    "carbon_cost": ("Carbon cost", "碳成本"),
    "energy_charges": ("Energy-use rights", "用能权费用"),
    "pollution_charges": ("Charges on pollutants", "污染物税费"),
    "resource_charges": ("Resource taxes", "资源税"),
    "border_charges": ("Carbon border charges", "碳边境费用"),
    "wages": ("Wages", "工资"),
    "land_tax": ("Land use tax", "城镇土地使用税"),
    "vat": ("VAT", "增值税"),
    "income_tax": ("Income tax", "企业所得税"),
    "interest": ("Interest", "利息"),
    "depreciation": ("Depreciation (no cash)", "折旧（非现金）"),
    "write_offs": ("Equipment written off (no cash)", "设备报废核销（非现金）"),
    "capex": ("Investment", "投资"),
    "maintenance": ("Upkeep", "维护投资"),
    "borrowed": ("Borrowed", "新增贷款"),
    "repaid": ("Repaid", "偿还贷款"),
    "dividends": ("Dividends", "分红"),
}

KIND_WORDS: dict[str, Pair] = {
    "income": ("income", "收入"),
    "cost": ("cost", "成本"),
    "capital": ("capital", "资本"),
}

VERDICT_WORDS: dict[str, Pair] = {
    "chosen": ("chosen", "采用"),
    "loses_money": ("NPV below 0", "净现值为负"),
    "beyond_means": ("beyond its means", "资金不足"),
    "another_better": ("another was better", "另有更优"),
}

TALK_WORDS: dict[str, Pair] = {
    "signed": ("signed", "签约"),
    "no_gain": ("no joint gain", "无共同收益"),
    "no_room": ("nothing left for it", "无剩余物料或资金"),
}

OPERATION_WORDS: dict[str, Pair] = {
    "base": ("set to", "设为"),
    "block": ("+ (block)", "+（阶梯）"),
    "add": ("+", "+"),
    "scale": ("×", "×"),
    "floor": ("at least", "不低于"),
    "cap": ("at most", "不高于"),
}

EXTRA_QUANTITIES: dict[str, Pair] = {
    "co2": ("CO2, scopes 1 and 2, own ledger", "二氧化碳（范围一和二，本企业口径）"),
}

HEADS: dict[str, Pair] = {
    "terms": ("What it faced: terms by policy", "面对的条件：分政策"),
    "standing": ("What policies assessed of last year", "政策对上年的评价"),
    "prices": ("Streams and prices", "物料能源与价格"),
    "weighed": ("Retrofits weighed in January", "一月权衡的技术改造"),
    "talks": (
        "Exchanges talked about, CNY per t, 1000 m3, GJ or MWh given",
        "洽谈的交换（每吨、千立方米、吉焦或兆瓦时供出量，元）",
    ),
    "month": ("month", "月份"),
    "exchange": ("exchange", "交换"),
    "partner": ("partner", "对方"),
    "worth": ("worth to the taker", "对受方的价值"),
    "forgone": ("forgone by the giver", "供方放弃"),
    "handling": ("handling, capex", "处理与投资"),
    "asks": ("asked", "要求"),
    "joint gain": ("joint gain", "共同收益"),
    "giver": ("gives to", "供给"),
    "taker": ("takes from", "取自"),
    "events": ("What it did and what happened", "决策与事件"),
    "accounts": ("Money in and out", "收支"),
    "quantities": ("Output, energy, carbon, water, waste", "产量、能源、碳、水与废物"),
    "levers": ("Levers by year", "历年政策强度"),
    "moves": ("Levers moved", "调整的政策"),
    "books": ("What policies cost and brought", "政策收支"),
    "park terms": ("Terms of the park", "园区层面的条件"),
    "term": ("term", "条件"),
    "value": ("value", "数值"),
    "unit": ("unit", "单位"),
    "parts": ("by policy", "分政策"),
    "policy": ("policy", "政策"),
    "stream": ("stream", "物料"),
    "amount": ("amount", "数量"),
    "market price": ("market", "市场价"),
    "by terms": ("by terms", "条件加价"),
    "by charges": ("by charges", "税费"),
    "price": ("price", "价格"),
    "technology": ("technology", "技术"),
    "round": ("round", "轮次"),
    "capex": ("capex", "投资"),
    "grant": ("grant", "补助"),
    "saving": ("saving a year", "年收益"),
    "npv": ("NPV", "净现值"),
    "tco2e": ("t CO2 saved a year", "年减排（吨）"),
    "verdict": ("verdict", "结果"),
    "account": ("account", "科目"),
    "before": ("year before", "上年"),
    "quantity": ("quantity", "项目"),
    "into": ("in", "输入"),
    "out": ("out", "输出"),
    "received": ("in", "收入"),
    "paid": ("out", "支出"),
    "own": ("in its hands", "自主"),
    "strength": ("strength", "强度"),
    "gap": ("gap", "差距"),
    "fall": ("fall expected", "预期缩小"),
    "cost": ("cost a year", "年成本"),
    "party": ("payer or payee", "支付方或收款方"),
    "spent": ("spent", "支出"),
    "collected": ("collected", "收入"),
    "committee": ("park committee", "园区管委会"),
    "adaptive": ("adaptive: it moves the levers in its hands", "自适应：调整自主政策强度"),
    "fixed": ("fixed: it keeps the package", "固定：保持政策组合"),
    "park events": ("What happened to the park", "园区事件"),
    "nothing": ("nothing", "无"),
    "ran": ("ran {} months", "运行{}个月"),
    "net cash": ("cash in less cash out, before receivables", "现金净流入（未计应收）"),
    "money": ("10⁴ CNY", "万元"),
}


def said(pair: Pair, lang: str) -> str:
    """Return the word of a language.

    >>> said(HEADS["price"], "zh")
    '价格'
    """
    return pair[1 if lang == "zh" else 0]


def head(key: str, lang: str) -> str:
    """Return a heading."""
    return said(HEADS[key], lang)


def term_label(term: str, lang: str) -> str:
    """Return what a term is; in English its meaning on the sheet, also where no name is known.

    >>> term_label("carbon_price_cny_per_t", "zh")
    '碳价'
    """
    meaning = SHEET[term].meaning
    return TERMS_ZH.get(term, meaning) if lang == "zh" else meaning
