"""Words in English and Chinese: one pair a key, for figures, summaries and frames."""

from __future__ import annotations

Pair = tuple[str, str]

CLASSES: dict[str, Pair] = {
    "mineral": ("Minerals", "矿渣灰渣类"),
    "metal": ("Metals", "金属类"),
    "organic": ("Organics", "有机类"),
    "chemical": ("Chemicals", "化学品类"),
    "heat": ("Heat", "热力"),
    "fuel gas": ("Fuel gas", "可燃气"),
    "water": ("Water", "水"),
}

COSTS: dict[str, Pair] = {
    "Technology Capex": ("technology capex", "技术改造投资"),
    "Link Capex": ("link capex", "链接投资"),
    "Grants": ("grants (negative)", "补助（负值）"),
    "Technology Opex": ("technology opex less gains", "改造运行成本减收益"),
}

GROUPS: dict[str, Pair] = {
    "energy": ("Power and heat", "热电"),
    "water": ("Water and services", "水务与服务"),
    "metals": ("Metals", "冶金与金属制品"),
    "minerals": ("Building materials", "建材"),
    "chemicals": ("Chemicals and plastics", "化工与橡塑"),
    "textile": ("Textile and fibre", "纺织印染化纤"),
    "food": ("Food and paper", "食品与造纸"),
    "equipment": ("Equipment and electronics", "装备与电子"),
    "recycling": ("Recycling and disposal", "资源循环与处置"),
    "outside": ("Outside the fence", "园区外"),
}

ROLES: dict[str, Pair] = {
    "firm": ("Firm", "企业"),
    "utility": ("Utility", "公用设施"),
    "outside": ("Outside", "园区外"),
}

EVENTS: dict[str, Pair] = {
    "link_signed": ("Link signed", "链接签约"),
    "link_ended": ("Link ended", "链接终止"),
    "link_notice": ("Notice given to a link", "链接解约通知"),
    "broker_proposed": ("Link proposed by a broker", "中介提出链接"),
    "broker_studied": ("Proposed link studied", "链接可行性研究完成"),
    "on_site_installed": ("On-site reuse installed", "厂内回用投运"),
    "technology_installed": ("Technology installed", "实施技术改造"),
    "technology_replaced": ("Technology replaced at the end of its life", "到期设备更新"),
    "technology_retired": ("Technology retired at the end of its life", "到期设备退役"),
    "support_paid": ("Support paid in a later year", "后续年度支持拨付"),
    "loan_refused": ("Loan refused: the bank's pool is used up", "贷款额度用尽被拒"),
    "expanded": ("Capacity expanded", "扩产"),
    "capacity_renewed": ("Capacity renewed at the end of its life", "到期产能更新"),
    "capacity_retired": ("Capacity retired at the end of its life", "到期产能退出"),
    "left": ("Enterprise left", "企业退出"),
    "facility_ordered": ("Facility ordered", "公共设施立项"),
    "entered": ("Enterprise entered", "企业进入"),
    "title_won": ("Title won", "获得称号"),
    "title_lost": ("Title lost", "撤销称号"),
    "lever_moved": ("Lever moved by the committee", "管委会调整政策力度"),
}

RECORDED: dict[str, Pair] = {
    "output": ("Output", "产量"),
    "revenue_cny": ("Revenue", "营业收入"),
    "value_added_cny": ("Value added", "增加值"),
    "profit_cny": ("Profit before income tax", "利润总额"),
    "tax_cny": ("Taxes paid", "实缴税收"),
    "capex_cny": ("Investment", "投资额"),
    "grants_cny": ("Grants", "财政补助"),
    "scope_1_tco2e": ("CO2, scope 1", "二氧化碳（范围一）"),
    "energy_tce": ("Energy used", "能源使用量"),
    "fuel_tce": ("Energy bought", "外购能源"),
    "power_bought_kwh": ("Electricity bought", "购电量"),
    "power_sold_kwh": ("Electricity sold", "售电量"),
    "own_power_kwh": ("Own renewable electricity used", "自发自用可再生电量"),
    "power_fed_in_kwh": ("Own electricity fed into the grid", "余电上网电量"),
    "green_power_kwh": ("Green electricity bought", "购入绿电电量"),
    "heat_bought_mj": ("Heat bought", "购热量"),
    "heat_sold_mj": ("Heat sold in the park", "园内售热量"),
    "fresh_water_m3": ("Fresh water", "新鲜水"),
    "wastewater_m3": ("Waste water", "废水"),
    "solid_generated_t": ("Solid waste generated", "固体废物产生量"),
    "solid_disposed_t": ("Solid waste disposed of", "固体废物处置量"),
    "reused_t": ("Given to others for reuse", "供他人利用的废物"),
    "reused_heat_gj": ("Heat given to others", "供他人的热"),
    "reused_water_m3": ("Water given to others", "供他人的水"),
    "avoided_tco2e": ("CO2 avoided elsewhere", "避免的排放量"),
    "transport_tco2e": ("CO2 of transport", "运输排放量"),
    "links": ("Links as giver", "作为供方的链接数"),
}

UNITS: dict[str, Pair] = {
    "10^4 CNY/mu": ("10⁴ CNY/mu", "万元/亩"),
    "10^8 CNY/km2": ("10⁸ CNY/km²", "亿元/平方公里"),
    "10^4 CNY/person": ("10⁴ CNY/person", "万元/人"),
    "10^4 CNY/t": ("10⁴ CNY/t", "万元/吨"),
    "kg/10^4 CNY": ("kg/10⁴ CNY", "千克/万元"),
    "ratio": ("", "比值"),
    "t CO2/10^4 CNY": ("t CO₂/10⁴ CNY", "吨二氧化碳/万元"),
    "tce/10^4 CNY": ("tce/10⁴ CNY", "吨标准煤/万元"),
    "m3/10^4 CNY": ("m³/10⁴ CNY", "立方米/万元"),
    "t/10^4 CNY": ("t/10⁴ CNY", "吨/万元"),
    "t CO2/tce": ("t CO₂/tce", "吨二氧化碳/吨标准煤"),
    "1000 m3": ("1000 m³", "千立方米"),
    "t CO2": ("t CO₂", "吨二氧化碳"),
    "t CO2e": ("t CO₂e", "吨二氧化碳当量"),
    "tce": ("tce", "吨标准煤"),
    "MWh": ("MWh", "兆瓦时"),
    "GJ": ("GJ", "吉焦"),
    "MW": ("MW", "兆瓦"),
    "m3": ("m³", "立方米"),
    "CNY": ("CNY", "元"),
    "t": ("t", "吨"),
    "%": ("%", "%"),
    "equivalents": ("equivalents", "污染当量"),
    "count": ("", "个"),
    "persons": ("", "人"),
    "year": ("", "年"),
    "percent": ("%", "%"),
}

PERIODS: dict[str, Pair] = {"/yr": ("/yr", "/年"), "/month": ("/month", "/月")}

DOCUMENTS: dict[str, str] = {
    "13th FYP outline / Circular leading action": "“十三五”规划纲要、循环发展引领行动",
    "14th FYP outline": "“十四五”规划纲要",
    "14th-FYP circular economy plan": "“十四五”循环经济发展规划",
    "15th FYP outline 2026": "“十五五”规划纲要（2026）",
    "15th FYP period plan": "“十五五”时期规划",
    "2024-2025 action plan": "2024—2025年节能降碳行动方案",
    "2030 peaking action plan": "2030年前碳达峰行动方案",
    "Circular leading action": "循环发展引领行动",
    "Equipment bonds 2024": "2024年设备更新国债项目",
    "NDC 2021": "国家自主贡献（2021）",
    "NDRC and MIIT notice on circular transformation of parks (2021)": (
        "两部门关于做好“十四五”园区循环化改造工作有关事项的通知（2021）"
    ),
    "NDRC first list": "国家发展改革委首批名单",
    "NDRC, MIIT and NEA notice on zero-carbon parks (2025)": (
        "三部门关于开展零碳园区建设的通知（2025）"
    ),
    "State Council Guo Fa [2024] No. 7": "国发〔2024〕7号",
    "Zhejiang 14th-FYP energy saving and emission reduction plan": (
        "浙江省“十四五”节能减排综合工作方案"
    ),
    "Zhejiang cage-change plan": "浙江省“腾笼换鸟”行动方案",
    "Zhejiang carbon-peak plan": "浙江省碳达峰实施方案",
    "Zhejiang implementation plan for carbon peak in industry (2023)": (
        "浙江省工业领域碳达峰实施方案（2023）"
    ),
    "Zhejiang notice on green and low-carbon industrial parks (2023)": (
        "浙江省绿色低碳工业园区通知（2023）"
    ),
    "Zhejiang opinions on carbon peak and carbon neutrality (2021)": (
        "浙江省碳达峰碳中和工作实施意见（2021）"
    ),
    "Zhejiang waste-free city plan 2022-2025": "浙江省全域“无废城市”建设方案（2022—2025）",
}

EFFECTS: dict[str, Pair] = {
    "activity": ("Activity", "经济规模"),
    "structure": ("Structure", "产业结构"),
    "entry_exit": ("Entry and exit", "企业进退"),
    "intensity": ("Other intensity", "其他能效变化"),
    "technologies": ("Technologies", "技术改造"),
    "symbiosis": ("Symbiosis", "产业共生"),
    "fuel_mix": ("Fuel mix", "能源结构"),
    "park_plants": ("Plants of the park", "园区自供能源"),
    "process": ("Process CO2", "工业过程"),
    "grid": ("Grid factor", "电网因子"),
}

EFFECT_MEANINGS: dict[str, Pair] = {
    "activity": (
        "The park's whole value added at constant prices rose or fell, all else equal.",
        "园区总增加值（不变价）增减所致，其他条件不变。",
    ),
    "structure": (
        "Among the enterprises that stay, value added moved to those that use more or less energy"
        " for each yuan of it.",
        "存续企业之间增加值占比变化，向单位增加值能耗较高或较低的企业转移。",
    ),
    "entry_exit": (
        "Enterprises entered the park or left it.",
        "企业入园或退出所致。",
    ),
    "intensity": (
        "Energy per value added changed for other reasons than retrofits and renewed plant.",
        "节能改造和设备更新以外的原因引起的单位增加值能耗变化。",
    ),
    "technologies": (
        "Retrofits were made, capacity was renewed, and wastes and waste heat were reused on site.",
        "节能改造、设备更新，以及废弃物和余热的厂内回用。",
    ),
    "symbiosis": (
        "By-products and waste heat of other enterprises took the place of fuels; the CO2 of"
        " burning them counts here.",
        "利用其他企业的副产品和余热替代燃料，其燃烧产生的二氧化碳计入本项。",
    ),
    "fuel_mix": (
        "The shares of coal, gas, power, heat and other carriers in the energy used changed.",
        "煤、气、电、热等能源品种的占比变化。",
    ),
    "park_plants": (
        "Plants of the park supplied power and heat instead of the world outside, or sold it"
        " there.",
        "由园区内的电厂和热源代替外购供能，或向园区外售电售热。",
    ),
    "process": (
        "CO2 of processes other than burning changed per value added.",
        "单位增加值的工业过程（非燃料燃烧）二氧化碳排放变化。",
    ),
    "grid": (
        "What a unit of power or heat from outside counts changed: not the park's own doing.",
        "外购电力、热力的排放因子变化，并非园区自身所致。",
    ),
}
"""What each effect of a decomposition is, in one sentence."""

CELLS: dict[str, Pair] = {
    "process": ("Process CO2", "工业过程排放"),
    "wastes burnt": ("Wastes of others burnt", "燃烧他人废物"),
    "power sold": ("Power sold", "外售电力"),
    "heat sold": ("Steam sold", "外售蒸汽"),
}

WORDS: dict[str, Pair] = {
    "why": ("Why it changed", "变化原因分解"),
    "why co2": ("CO₂, scopes 1 and 2", "二氧化碳（范围一和二）"),
    "why energy": ("Comprehensive energy", "综合能源消费量"),
    "without grid": ("Without the grid factor: {}", "不计电网因子：{}"),
    "indicator": ("Indicator", "指标"),
    "unit": ("Unit", "单位"),
    "change": ("Change", "变化"),
    "target": ("Target", "目标"),
    "met": ("Met", "达标"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "threshold": ("Threshold", "限值"),
    "distance": ("Distance", "差距"),
    "first met": ("First met", "首次达标"),
    "odds": ("Probability", "达标概率"),
    "no value": ("no value", "无数值"),
    "no verdict": ("no verdict", "不作判定"),
    "passes": ("passes", "达标"),
    "fails": ("fails", "未达标"),
    "score": ("score", "得分"),
    "met of judged": ("{} met of {} judged, {} in all", "已判定{1}项中达标{0}项，共{2}项"),
    "evaluated runs": ("{} runs; sampled: {}", "{}次模拟；抽样：{}"),
    "by year": ("by {}", "{}年"),
    "run": ("this run", "本次模拟"),
    "range": (
        "{low}-{high} % of {n} runs; sampled: {what}",
        "{n}次模拟的{low}-{high}%区间；抽样：{what}",
    ),
    "seeds": ("seeds only (noise)", "仅随机种子（噪声）"),
    "seeds and": ("seeds and {}", "随机种子与{}"),
    "assumptions": ("assumptions", "参数假设"),
    "strengths": ("policy strengths", "政策强度"),
    "packages": ("policy packages", "政策组合"),
    "parks": ("parks", "园区"),
    "symbiosis": ("symbiosis on or off", "有无共生"),
    "nothing": ("nothing (equal runs)", "无（相同模拟）"),
    "trajectories": ("Trajectories and targets", "主要指标轨迹与目标"),
    "panel co2": ("CO₂, scopes 1 and 2", "二氧化碳（范围一和二）"),
    "panel co2 intensity": ("CO₂ per value added", "单位增加值二氧化碳排放"),
    "panel energy intensity": ("Energy per value added", "单位增加值能耗"),
    "panel water intensity": ("Fresh water per value added", "单位增加值新鲜水耗"),
    "panel utilisation": ("Solid-waste utilisation rate", "固体废物综合利用率"),
    "panel reused": ("Reused through links", "链接利用的废物与副产物"),
    "since": ("Change since {}, %", "较{}年变化，%"),
    "calorific": ("calorific value", "当量值"),
    "equal_value": ("equal value", "等价值"),
    "links_over_time": ("Symbiosis links over time", "共生链接变化"),
    "reuse_by_stream": ("Reuse by stream", "按物料的利用量"),
    "network_map": ("Symbiosis network on the park's map, {}", "园区共生网络图（{}年）"),
    "co2_by_scope": ("CO₂ emissions by scope", "分范围二氧化碳排放量"),
    "links running": ("Links running", "运行中的链接"),
    "links begun": ("Begun", "新增"),
    "links ended": ("Ended", "终止"),
    "links a year": ("Links a year", "每年链接数"),
    "other streams": ("Other streams", "其他物料"),
    "by contract": ("Waste and by-products given to others", "供他人利用的废物与副产物"),
    "scope 1": ("Scope 1: fuels and processes", "范围一：燃料与工艺"),
    "scope 2 power": ("Scope 2: net electricity import", "范围二：净外购电力"),
    "scope 2 heat": ("Scope 2: net heat import", "范围二：净外购热力"),
    "2020 grid": ("Total at the grid factor of 2020", "按2020年电网因子的总量"),
    "2020 grid co2": ("CO₂ at the grid factor of 2020", "按2020年电网因子的二氧化碳"),
    "avoided": ("Avoided elsewhere by links (not subtracted)", "链接在园外避免的排放（不扣减）"),
    "enterprises by group": ("Enterprises (area: revenue)", "企业（面积：营业收入）"),
    "links by class": ("Links (width: amount)", "链接（线宽：交换量）"),
    "free plot": ("Free plot", "可供地块"),
    "idle plot": ("Idle land", "低效待盘活用地"),
    "far": ("{} km", "{}公里"),
    "no links": ("No links run in {}", "{}年无运行中的链接"),
    "no reuse": ("Nothing was reused through links", "没有通过链接利用的物料"),
    "better than": ("better than {}", "优于{}年"),
    "peak": ("CO2 peaks", "碳达峰"),
    "no symbiosis": ("no symbiosis", "无共生"),
    "seed": ("seed {}", "种子 {}"),
    "history": ("History replay: {}", "历史回放：{}"),
    "history sampled": (
        "10-50-90 % of {} seeds (noise only); constant prices: kinds, order and rate, not years",
        "{}个种子的10-50-90%区间（仅噪声）；价格不变：只比较种类、先后与速度，不比较年份",
    ),
    "links emerged": ("Links that had emerged", "累计形成的链接"),
    "self-organised": ("Replay, self-organised", "回放：自组织"),
    "brokered": ("Replay, broker with {} proposals a year", "回放：中介每年提出{}项"),
    "recorded": ("Recorded, exchanges with an option", "史料记载（有对应交换类型）"),
}  # fmt: skip
