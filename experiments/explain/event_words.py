"""Words of events, standings and units of an explanation, in English and Chinese."""

from __future__ import annotations

from experiments.explain.words import said
from experiments.words import Pair

REASON_WORDS: dict[str, Pair] = {
    "found": ("found by the two sides", "双方自行发现"),
    "brokered": ("brought together by a broker", "中介撮合"),
    "term": ("its term ran out", "合同到期"),
    "no gain": ("nothing left to share", "无共同收益"),
    "trust lost": ("trust lost", "信任破裂"),
    "partner left": ("a side left", "一方退出"),
    "stream ended": ("the stream ended", "物料不再产生或使用"),
    "to study": ("to be studied", "进入可行性研究"),
    "refused": ("refused", "被拒绝"),
    "study done": ("study done", "研究完成"),
    "insolvent": ("insolvent", "资不抵债"),
    "worn_out": ("its plant was worn out", "设备到期"),
    "hazard": ("ordinary exit", "一般性退出"),
    "closed_by_order": ("closed by order", "责令关停"),
    "unprofitable": ("renewal would not pay", "更新不盈利"),
    "unaffordable": ("renewal beyond its means", "无力更新"),
}

NUMBER_WORDS: dict[str, Pair] = {
    "capex_cny": ("investment, CNY", "投资（元）"),
    "grant_cny": ("grant, CNY", "补助（元）"),
    "npv_cny": ("NPV, CNY", "净现值（元）"),
    "saving_cny_per_year": ("saving, CNY/yr", "年收益（元/年）"),
    "tco2e_saved_per_year": ("t CO₂ saved a year", "年减排（吨二氧化碳）"),
    "joint_gain_cny_per_year": ("joint gain, CNY/yr", "共同收益（元/年）"),
    "km": ("km", "千米"),
    "trust": ("trust", "信任度"),
    "kept_share": ("kept", "履约比例"),
    "lasted_months": ("months it lasted", "持续月数"),
    "age_years": ("age, years", "年限（年）"),
    "land_mu": ("land, mu", "占地（亩）"),
    "capacity_per_year": ("capacity a year", "年产能"),
    "capacity_added_per_year": ("capacity added a year", "新增年产能"),
    "energy_before": ("energy before", "更新前能耗"),
    "energy_after": ("energy after", "更新后能耗"),
}
"""Number of an event -> what it is; those per base unit of a stream stand in the talks' table."""

STANDING_WORDS: dict[str, Pair] = {
    "accepted": ("accepted", "是否达标"),
    "adder_cny_per_kwh": ("adder, CNY/kWh", "加价（元/千瓦时）"),
    "banked_tco2e": ("allowances banked, t CO₂e", "结转配额（吨）"),
    "base_year": ("base year", "基准年"),
    "benchmark_tco2e_per_unit": ("benchmark, t CO₂e a unit", "基准值（吨/单位产品）"),
    "budget_per_unit": ("budget a unit", "单位产品预算"),
    "class": ("class (1 is A)", "评价类别（1为A类）"),
    "connected": ("connected", "是否接入"),
    "covered": ("covered", "是否纳入"),
    "due": ("award due", "待发奖励"),
    "effort": ("effort", "努力程度"),
    "energy_tce": ("energy, tce", "能源（吨标准煤）"),
    "excess_over_quota": ("excess over quota", "超限额比例"),
    "first_year": ("first year", "首年"),
    "fresh_water_m3": ("fresh water, m³", "新鲜水（立方米）"),
    "gap": ("gap", "差距"),
    "grade": ("grade", "等级"),
    "intensity": ("intensity", "强度"),
    "intensity_tce_per_wan": ("tce per 10⁴ CNY", "吨标准煤/万元"),
    "ladder_step": ("step of the ladder", "阶梯档位"),
    "last_price_cny_per_t": ("last price, CNY/t", "上年价格（元/吨）"),
    "late_years": ("years late", "逾期年数"),
    "listed": ("listed", "是否入选"),
    "lost": ("lost in", "撤销年份"),
    "named": ("named in", "命名年份"),
    "over": ("over budget", "超预算"),
    "over_limit": ("over the limit", "超限额"),
    "over_quota": ("over quota", "超定额"),
    "paid": ("award paid", "已发奖励"),
    "paid_share_cod": ("share of the COD charge paid", "化学需氧量税征收比例"),
    "paid_share_nh3n": ("share of the NH₃-N charge paid", "氨氮税征收比例"),
    "paid_share_nox": ("share of the NOx charge paid", "氮氧化物税征收比例"),
    "paid_share_pm": ("share of the dust charge paid", "颗粒物税征收比例"),
    "paid_share_so2": ("share of the SO₂ charge paid", "二氧化硫税征收比例"),
    "position_tco2e": ("allowances less emissions, t CO₂e", "配额盈缺（吨）"),
    "price_class": ("price class", "电价类别"),
    "price_cny_per_t": ("price, CNY/t", "价格（元/吨）"),
    "quota_tce": ("quota, tce", "指标（吨标准煤）"),
    "rate": ("rate", "比率"),
    "reports": ("reports", "是否披露"),
    "score": ("score", "得分"),
    "seen": ("share that reads", "关注比例"),
    "share": ("share", "比例"),
    "since": ("since", "起始年份"),
    "solid_disposed_t": ("solid waste disposed of, t", "固体废物处置量（吨）"),
    "tco2e": ("t CO₂e", "吨二氧化碳当量"),
    "tier": ("tier", "档次"),
    "title": ("title held", "是否持有称号"),
    "won": ("won in", "获得年份"),
    "years_in_d": ("years in class D", "D类年数"),
    "zero_carbon": ("zero-carbon title", "零碳称号"),
}
"""What a policy assessed of an enterprise or its park, by its name without the policy's."""

UNIT_WORDS: dict[str, Pair] = {
    "1/year": ("a year", "次/年"),
    "10^4 CNY/mu/year": ("10⁴ CNY/mu/yr", "万元/亩/年"),
    "CNY": ("CNY", "元"),
    "CNY/1000 m3": ("CNY/1000 m³", "元/千立方米"),
    "CNY/GJ": ("CNY/GJ", "元/吉焦"),
    "CNY/MWh": ("CNY/MWh", "元/兆瓦时"),
    "CNY/kW/year": ("CNY/kW/yr", "元/千瓦/年"),
    "CNY/kWh": ("CNY/kWh", "元/千瓦时"),
    "CNY/kg": ("CNY/kg", "元/千克"),
    "CNY/m2/year": ("CNY/m²/yr", "元/平方米/年"),
    "CNY/m3": ("CNY/m³", "元/立方米"),
    "CNY/t": ("CNY/t", "元/吨"),
    "CNY/tce": ("CNY/tce", "元/吨标准煤"),
    "CNY/year": ("CNY/yr", "元/年"),
    "GJ": ("GJ", "吉焦"),
    "MJ": ("MJ", "兆焦"),
    "MWh": ("MWh", "兆瓦时"),
    "1000 m3": ("1000 m³", "千立方米"),
    "count": ("", "个"),
    "fraction": ("share", "比例"),
    "fraction of assets": ("share of assets", "占资产比例"),
    "fraction/year": ("share a year", "比例/年"),
    "kWh": ("kWh", "千瓦时"),
    "m3": ("m³", "立方米"),
    "percentage points": ("percentage points", "百分点"),
    "product units": ("units of product", "单位产品"),
    "ratio": ("ratio", "倍数"),
    "t": ("t", "吨"),
    "t/10^4 CNY": ("t/10⁴ CNY", "吨/万元"),
    "t/product unit": ("t a unit of product", "吨/单位产品"),
    "t/year": ("t/yr", "吨/年"),
    "tce": ("tce", "吨标准煤"),
    "tce/10^4 CNY": ("tce/10⁴ CNY", "吨标准煤/万元"),
    "tce/year": ("tce/yr", "吨标准煤/年"),
    "years": ("years", "年"),
}
"""Units of terms, recorded quantities, streams and their prices."""


def word_of(words: dict[str, Pair], key: str, lang: str) -> str:
    """Return a word of one of the tables; the key itself where it is not there.

    >>> word_of(REASON_WORDS, "term", "zh"), word_of(UNIT_WORDS, "CNY/bale", "en")
    ('合同到期', 'CNY/bale')
    """
    return said(words[key], lang) if key in words else key.replace("_", " ")
