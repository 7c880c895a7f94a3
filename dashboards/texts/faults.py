"""What the reader of park files says is wrong, in Chinese: its sentences with their gaps.

`sim.parkfile` speaks English, as the command line does; a page in Chinese shows these instead.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sim.park import SHEETS

SENTENCES: Final[dict[str, str]] = {
    "the workbook is larger than {} MB": "工作簿超过{0}MB",
    "the file is larger than {} MB": "文件超过{0}MB",
    "keep only the park's own sheets, without pictures": "只保留园区数据表，去掉图片",
    "keep only the park's own rows": "只保留园区自身的行",
    "an .xlsm workbook may hold macros": ".xlsm工作簿可能含有宏",
    "save it as .xlsx": "请另存为.xlsx",
    "save it again as .xlsx": "请重新另存为.xlsx",
    "the file is not an .xlsx workbook": "文件不是.xlsx工作簿",
    "the file is not an .xlsx workbook (an old .xls, or locked by a password?)":
        "文件不是.xlsx工作簿（可能是旧版.xls，或有密码保护）",
    "open it and save it as .xlsx without a password": "请打开后另存为无密码的.xlsx",
    "the file is not a sound .zip (damaged, or locked by a password?)":
        "文件不是完好的.zip（可能已损坏或有密码保护）",
    "pack the CSV files again, without a password": "请重新打包CSV文件，不设密码",
    "it holds more than {} parts": "文件内的部件超过{0}个",
    "copy the park's sheets into a new workbook": "请把园区数据表复制到新工作簿",
    "pack the CSV files alone": "只打包CSV文件",
    "the workbook unpacks to more than {} MB": "工作簿解压后超过{0}MB",
    "the file unpacks to more than {} MB": "文件解压后超过{0}MB",
    "it holds a part that leads out of it, {}": "文件内有指向外部路径的部件{0}",
    "its parts are packed in a way that spreadsheets do not use":
        "文件的压缩方式不是电子表格所用的",
    "the workbook holds macros": "工作簿含有宏",
    "save it as .xlsx, which has none": "请另存为不含宏的.xlsx",
    "the workbook holds links to other workbooks": "工作簿含有指向其他工作簿的链接",
    "break the links (Data, Edit Links)": "请断开链接（数据—编辑链接）",
    "the workbook holds embedded files": "工作簿含有嵌入文件",
    "the workbook holds ActiveX controls": "工作簿含有ActiveX控件",
    "the workbook holds connections to data outside it": "工作簿含有外部数据连接",
    "remove them (Data, Connections)": "请删除连接（数据—连接）",
    "its part {} defines entities, which no workbook needs": "部件{0}定义了工作簿不需要的实体",
    "its part {} holds more than a park needs": "部件{0}的内容超出园区所需",
    "save it again in a spreadsheet": "请用电子表格软件重新保存",
    "the workbook has more than {} cells in use": "工作簿使用的单元格超过{0}个",
    "clear what stands beside and below the rows, or copy them into a new template":
        "请清除数据行右侧和下方的内容，或复制到新模板",
    "the workbook cannot be read ({})": "无法读取工作簿（{0}）",
    "there is no sheet of this name": "没有这个名称的数据表",
    "there is no sheet {}": "没有数据表{0}",
    "rename it to {}, or start its name with _ to have it left out":
        "请改名为{0}，或在名称前加_以忽略",
    "use one of {}, or start its name with _ to have it left out":
        "请使用{0}之一，或在名称前加_以忽略",
    "start its name with _ to have it left out": "在名称前加_即可忽略",
    "the sheet is hidden": "数据表被隐藏",
    "show it (right click on a sheet's name, Unhide) or delete it":
        "请取消隐藏（右键点击表名）或删除",
    "the sheet stands twice": "数据表重复",
    "keep one of the two": "请保留其中一个",
    "is a formula": "是公式",
    "paste its value instead (values only)": "请改为粘贴数值",
    "is a date": "是日期",
    "write a number, e.g. the year 2015": "请填写数字，如年份2015",
    "is TRUE or FALSE": "是TRUE或FALSE",
    "write a number or a word": "请填写数字或文字",
    "holds the error {}": "含有错误值{0}",
    "write the value itself": "请直接填写数值",
    "CSV files stand in more than one folder": "CSV文件分布在多个文件夹中",
    "pack the files of one park alone": "只打包一个园区的文件",
    "{} cannot be unpacked ({})": "{0}无法解压（{1}）",
    "the folder holds no CSV file of a park": "文件夹中没有园区的CSV文件",
    "give a folder with park.csv and enterprises.csv, or a workbook":
        "请提供含park.csv和enterprises.csv的文件夹，或工作簿",
    "{} holds the same sheet": "{0}是同一个数据表",
    "the file is not sound CSV ({})": "文件不是完好的CSV（{0}）",
    "save it again as 'CSV UTF-8'": "请重新保存为“CSV UTF-8”",
    "the text is neither UTF-8 nor Chinese in GBK": "文本既不是UTF-8，也不是GBK中文",
    "in the spreadsheet save as 'CSV UTF-8 (comma delimited)'":
        "请在电子表格中另存为“CSV UTF-8（逗号分隔）”",
    "the columns are parted by semicolons": "各列以分号分隔",
    "the columns are parted by tabs": "各列以制表符分隔",
    "part them by commas": "请改用逗号分隔",
    "there are more than {} columns": "超过{0}列",
    "clear the cells to the right": "请清除右侧的单元格",
    "there are more than {} rows": "超过{0}行",
    "split the park or remove rows": "请拆分园区或删除部分行",
    "the column stands twice": "列重复",
    "keep one of them": "请保留其中一个",
    "unknown column": "未知的列",
    "did you mean {}?": "是否指{0}？",
    "a value stands under no column name": "数值上方没有列名",
    "name the column in row 1 or clear the cell": "请在第1行写列名，或清除该单元格",
    "the column is missing": "缺少该列",
    "add it: {}": "请补充：{0}",
    "is empty": "为空",
    "fill it in: {}": "请填写：{0}",
    "{} is not a finite number": "{0}不是有限的数字",
    "write a number or leave the cell empty": "请填写数字或留空",
    "{} is not a whole year": "{0}不是整数年份",
    "write a year such as 2015": "请填写年份，如2015",
    "{} is not a number": "{0}不是数字",
    "write it without thousands marks, {}": "请去掉千位分隔符，写成{0}",
    "leave the cell empty where nothing is known": "未知时请留空",
    "write the bare number, {}, in the column's unit": "请只写数字{0}，单位与该列一致",
    "write a number, or leave the cell empty": "请填写数字或留空",
    "{} is negative": "{0}为负数",
    "{} is below {}": "{0}小于{1}",
    "write {} or more": "请填写不小于{0}的数",
    "{} is out of range": "{0}超出范围",
    "write a number from {} to {}": "请填写{0}至{1}之间的数",
    "write a year from {} to {}": "请填写{0}至{1}之间的年份",
    "the text has {} characters": "文本有{0}个字符",
    "keep to {}": "请不超过{0}个",
    "the text holds control characters": "文本含有控制字符",
    "type it anew": "请重新输入",
    "{} cannot be an id": "{0}不能作为编号",
    "use Latin letters, digits, _ and -, at most 40": "请用拉丁字母、数字、_和-，最多40个",
    "use letters, digits, _, - and ., at most 40": "请用字母、数字、_、-和.，最多40个",
    "{} is no utility": "{0}不是公用设施",
    "move the row to sheet enterprises, or write one of {}": "请移到enterprises表，或填写{0}之一",
    "write one of the {} in the template's drop-down": "请从模板下拉列表的{0}项中选择",
    "write one of {}": "请填写{0}之一",
    "the sheet is missing": "缺少该数据表",
    "add it as `parkloop template` writes it": "请按空白模板补充",
    "a park file describes one park": "一个文件只描述一个园区",
    "remove this row": "请删除此行",
    "remove the row": "请删除该行",
    "there is no row below the header": "表头下没有数据行",
    "write at least one": "请至少填写一行",
    "format {} is newer than {}, the newest this ParkLoop reads":
        "格式{0}比本程序支持的最新格式{1}还新",
    "update ParkLoop: pip install --upgrade parkloop": "请升级：pip install --upgrade parkloop",
    "format {} is older than {}": "格式{0}早于{1}",
    "copy the rows into a fresh template (`parkloop template`), which has format_version {}":
        "请把各行复制到新的空白模板（format_version为{0}）",
    "id {} is used already in {}": "编号{0}已在{1}使用",
    "give each row its own id": "请为每行使用不同的编号",
    "ends in {}, before its start in {}": "结束年份{0}早于开始年份{1}",
    "write the first and the last year in order": "请按先后填写起止年份",
    "giver, taker and exchange are those of {}": "供方、受方和交换与{0}相同",
    "enterprise and stream are those of {}": "企业和物料与{0}相同",
    "add the amounts up in one row": "请把数量合并到一行",
    "no enterprise or facility has the id {}": "没有编号为{0}的企业或设施",
    "write an id of sheet enterprises or facilities": "请填写enterprises或facilities表中的编号",
    "{} gives to itself, but {} is for two firms": "{0}供给自身，但{1}是两家企业之间的交换",
    "name another taker": "请填写另一受方",
    "{} has no giver of sector {}": "{0}没有行业为{1}的供方",
    "{} has no taker of sector {}": "{0}没有行业为{1}的受方",
    "a giver may be {}": "供方可以是{0}",
    "a taker may be {}": "受方可以是{0}",
    "{} is a retrofit on one site, not a link between two":
        "{0}是单一厂区的改造，不是两家之间的链接",
    "unknown {} {}": "未知的{0}：{1}",
}  # fmt: skip
"""A sentence with gaps -> the same in Chinese, its gaps by their number."""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences as patterns, those with fewer gaps and more words first."""
    ordered = sorted(SENTENCES.items(), key=lambda pair: (pair[0].count("{}"), -len(pair[0])))
    return tuple(
        (re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL), chinese)
        for english, chinese in ordered
    )


@cache
def _notes() -> dict[str, str]:
    """Return what columns are for: English -> Chinese."""
    return {one.note_en: one.note_zh for columns in SHEETS.values() for one in columns}


def fault_said(sentence: str, lang: str) -> str:
    """Return a sentence of a fault in a language; as it stands where it has no other words.

    >>> fault_said("'a' is not a number", "zh"), fault_said("is a formula", "en")
    ("'a'不是数字", 'is a formula')
    """
    if lang != "zh":
        return sentence
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            return chinese.format(*(_notes().get(one, one) for one in found.groups()))
    return sentence
