"""The measures and ratios of public finance: unit, and labels in English and Chinese."""

from __future__ import annotations

from typing import NamedTuple

from experiments.words import Pair


class Measure(NamedTuple):
    """A yearly amount: unit and labels."""

    unit: str
    label: Pair


class Ratio(NamedTuple):
    """A ratio of two measures summed over the years: unit, labels, top and bottom."""

    unit: str
    label: Pair
    parts: tuple[str, str]


MEASURES: dict[str, Measure] = {
    "cost_cny": Measure("CNY", ("spent by budgets", "财政支出")),
    "revenue_cny": Measure("CNY", ("collected by budgets", "财政收入")),
    "net_cost_cny": Measure("CNY", ("net cost of budgets", "财政净支出")),
    "adders_cny": Measure("CNY", ("paid to sellers through prices", "加价支付（归售方）")),
    "fiscal_cny": Measure(
        "CNY", ("change of the public purse, taxes included", "公共财政净变化（含税收）")
    ),
    "private_cny": Measure(
        "CNY", ("change of the firms' cost of the transformation", "企业改造成本变化")
    ),
    "avoided_co2_t": Measure("t CO2", ("CO2 avoided", "减排二氧化碳")),
    "avoided_energy_tce": Measure("tce", ("energy saved", "节能量")),
    "avoided_waste_t": Measure("t", ("solid waste not disposed of", "减少固体废物处置")),
    "avoided_water_m3": Measure("m3", ("fresh water saved", "节水量")),
    "more_reused_t": Measure("t", ("more reused by links", "增加链接利用量")),
    "more_avoided_elsewhere_t": Measure(
        "t CO2", ("more avoided elsewhere by links", "增加的园外避免排放")
    ),
    "more_technologies": Measure("count", ("more retrofits", "增加技术改造")),
    "lost_value_added_cny": Measure(
        "CNY", ("value added lost, constant prices", "增加值损失（不变价）")
    ),
    "own_co2_t": Measure("t CO2", ("CO2 avoided, enterprises summed", "减排二氧化碳（企业合计）")),
    "output_co2_t": Measure("t CO2", ("of it by making less", "其中因产量下降")),
    "intensity_co2_t": Measure("t CO2", ("of it at equal output", "其中同等产量下")),
    "granted_cny": Measure(
        "CNY", ("awarded to retrofits, promises included", "技术改造支持（含承诺）")
    ),
    "anyway_cny": Measure("CNY", ("of it to what comes anyway", "其中本会实施的")),
    "later_cny": Measure("CNY", ("of it to what comes later anyway", "其中本会延后实施的")),
}

RATIOS: dict[str, Ratio] = {
    "cost_per_tco2": Ratio(
        "CNY/t CO2", ("spent per t CO2", "每吨二氧化碳支出"), ("cost_cny", "avoided_co2_t")
    ),
    "net_cost_per_tco2": Ratio(
        "CNY/t CO2", ("net cost per t CO2", "每吨二氧化碳净支出"), ("net_cost_cny", "avoided_co2_t")
    ),
    "cost_per_tco2_equal_output": Ratio(
        "CNY/t CO2",
        ("spent per t CO2 at equal output", "同等产量下每吨二氧化碳支出"),
        ("cost_cny", "intensity_co2_t"),
    ),
    "fiscal_per_tco2": Ratio(
        "CNY/t CO2",
        ("purse per t CO2, taxes included", "每吨二氧化碳财政净变化"),
        ("fiscal_cny", "avoided_co2_t"),
    ),
    "cost_per_tce": Ratio(
        "CNY/tce", ("spent per tce", "每吨标准煤支出"), ("cost_cny", "avoided_energy_tce")
    ),
    "cost_per_t_waste": Ratio(
        "CNY/t", ("spent per t of waste", "每吨固废支出"), ("cost_cny", "avoided_waste_t")
    ),
    "anyway_share": Ratio(
        "fraction", ("share of awards to what comes anyway", "本会实施项目的支持占比"),
        ("anyway_cny", "granted_cny"),
    ),
    "later_share": Ratio(
        "fraction", ("share of awards to what comes later anyway", "本会延后实施项目的支持占比"),
        ("later_cny", "granted_cny"),
    ),
    "leakage_share": Ratio(
        "fraction", ("share of CO2 avoided by making less", "减产减排占比"),
        ("output_co2_t", "own_co2_t"),
    ),
}  # fmt: skip

UNITS_ZH: dict[str, str] = {
    "t CO2": "吨二氧化碳",
    "tce": "吨标准煤",
    "t": "吨",
    "m3": "立方米",
    "count": "项",
    "CNY/t CO2": "元/吨二氧化碳",
    "CNY/tce": "元/吨标准煤",
    "CNY/t": "元/吨",
    "fraction": "比值",
}
"""Units of the table in Chinese; money is told in 10^4 CNY."""

WORDS: dict[str, Pair] = {
    "title": ("Cost and effect of each policy", "分政策成本与效果"),
    "without": ("without", "去除"),
    "no_policy": ("all policies", "全部政策"),
    "no_symbiosis": ("symbiosis", "产业共生"),
    "money": ("10⁴ CNY", "万元"),
    "tonnes": ("10³ t CO₂", "千吨二氧化碳"),
    "year": ("Year", "年份"),
    "yearly": ("Net cost of budgets by year", "财政净支出（按年）"),
    "against": ("Net cost against CO₂ avoided", "财政净支出与减排量"),
    "seeds": ("{} paired seeds, {} to {}", "{}个配对种子，{}—{}年"),
    "band": (
        "90 percent interval over the seeds: noise of the draws, no uncertainty of data",
        "种子间90%区间：仅抽样噪声，不含数据不确定性",
    ),
    "per": ("{} CNY/t", "{}元/吨"),
    "horizon": (
        "current prices, not discounted; what is saved after the horizon is not counted",
        "现价、未贴现；未计期末之后的节约",
    ),
    "interaction": (
        "All together less the sum of each left out: {} t CO2 (below 0 they overlap)",
        "合计减去逐项之和：{}吨二氧化碳（负值表示重叠）",
    ),
    "not shown": ("- : no effect is shown beyond the noise", "- ：效果未超出噪声"),
}
