"""The instructions sheet of a park workbook, in English and Chinese."""

from __future__ import annotations

GUIDE: tuple[tuple[str, str], ...] = (
    ("How to fill in this park file", "园区数据表填写说明"),
    (
        "Describe one park. The sheets park and enterprises are required; links, facilities, plots "
        "and wastes may stay empty.",
        "一个文件描述一个园区。park 与 enterprises 两个表必填；"
        "links、facilities、plots、wastes 可留空。",
    ),
    (
        "Dark columns are required, light ones optional. Point at a column's name to read what it "
        "holds and in which unit. Do not rename sheets or columns.",
        "深色列必填，浅色列选填。将鼠标移到列名上可查看含义与单位。请勿改动表名和列名。",
    ),
    (
        "One row is one enterprise, link, facility, plot or waste. Empty rows are skipped.",
        "每行一个企业、链接、设施、地块或废物；空行会被跳过。",
    ),
    (
        "Give every enterprise and facility its own short id (letters, digits, _, - and .); links "
        "and wastes refer to it.",
        "为每个企业和设施填写唯一代号（文字、数字、_、- 和 .）；links 与 wastes 表引用该代号。",
    ),
    (
        "sector is the process that comes nearest; the end of its label is the unit of output or "
        "capacity. An enterprise with two processes is two rows with the same owner.",
        "sector 选最接近的工艺；标签末尾是产量或能力的单位。"
        "一家企业有两种工艺时分两行填写，owner 相同。",
    ),
    (
        "Leave a cell empty where nothing is known: the typical value of the process is used. A "
        "measured value replaces it. Never write 0, - or n/a for unknown.",
        "未知处留空，模型取该工艺的典型值；填写实测值则替代典型值。未知时不要填 0、- 或“无”。",
    ),
    (
        "Write bare numbers without units, thousands marks or formulas (paste values only). Years "
        "are whole numbers, not dates.",
        "只填数字：不带单位、千分位和公式（请粘贴为数值）。年份填整数，不用日期格式。",
    ),
    (
        "Amounts of links and wastes are a year's: t for solids and liquids by mass, 1000 m3 for "
        "water and gases, GJ for heat and steam, MWh for power.",
        "links 与 wastes 的数量为全年量：固体及按质量计的液体为吨，"
        "水和气体为千立方米，热和蒸汽为吉焦，电为兆瓦时。",
    ),
    (
        "facilities holds what serves the whole park: power and heat, waste water, waste burning. "
        "A partner outside the fence is an enterprise with inside = no.",
        "facilities 表填写公用设施：热电、污水处理、焚烧等。"
        "园区围墙外的合作方填在 enterprises 表，inside 填 no。",
    ),
    (
        "Say in source where figures come from, and mark estimates as such.",
        "在 source 列注明数据来源；估计值请注明“估计”。",
    ),
    (
        "Check the file with: parkloop check FILE.xlsx. Every fault is listed with its sheet, row "
        "and column.",
        "用命令 parkloop check 文件名.xlsx 检查：逐条列出表、行、列与改法。",
    ),
    (
        "Sheets and columns whose name starts with _ are left out; use them for your own notes.",
        "名称以 _ 开头的表和列不会被读取，可用于自己的备注。",
    ),
)
"""Rows of the sheet: English, Chinese."""
