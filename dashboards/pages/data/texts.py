"""Texts of the data page: key -> (English, Chinese)."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "page_data": ("Data and method", "数据与方法"),
    "data_intro": (
        "Bring your own park, and see the numbers, ranges and sources that a run rests on.",
        "导入自己的园区，并查看模拟所依据的数值、范围与来源。",
    ),
    "data_parks": ("Your own park", "自己的园区"),
    "data_upload": (
        "Upload a park: workbook (.xlsx) or CSV files (.zip)",
        "上传园区：工作簿（.xlsx）或CSV文件（.zip）",
    ),
    "data_upload_note": (
        "At most 8 MB, values only: no formulas, macros or links to other files. The file stays in"
        " this session: nobody else sees it, no link carries it, and it is gone when the session"
        " ends. It can also be dropped here.",
        "不超过8MB，仅含数值：不得有公式、宏或外部链接。文件只保留在本次会话中，他人不可见，链接不包含，"
        "会话结束即删除。也可拖放到此处。",
    ),
    "data_reading": ("The file is being read …", "正在读取文件……"),
    "data_read": (
        "{name} was read and is shown now: {count} enterprises.",
        "{name} 已读取并显示：{count}家企业。",
    ),
    "data_refused": (
        "{name} was not taken; faults found: {count}.",
        "{name} 未采用，共有{count}处问题。",
    ),
    "data_full": (
        "{name} was read but not taken: this session holds {most} parks of your own already. Remove"
        " one of them and send the file again.",
        "{name} 已读取但未采用：本次会话已有{most}个自有园区。请先移除其中一个，再重新上传。",
    ),
    "data_known": (
        "{name} equals a park that is here already; it is shown now.",
        "{name} 与已有的园区完全相同，现显示该园区。",
    ),
    "data_same_title": (
        "Another park has the same name: this one is listed as {title}.",
        "已有同名园区：本园区列为“{title}”。",
    ),
    "data_own": ("Your own parks: {count} of {most}", "自有园区：{count}/{most}"),
    "data_shown": ("shown now", "当前显示"),
    "data_remove": ("Remove", "移除"),
    "data_refused_large": ("the file is larger than {most} MB", "文件超过{most}MB"),
    "data_mend_large": (
        "keep only the park's own sheets, without pictures",
        "只保留园区数据表，去掉图片",
    ),
    "data_refused_slow": (
        "reading took longer than {most} seconds",
        "读取超过{most}秒",
    ),
    "data_mend_slow": ("try again when the server is less busy", "请稍后服务器空闲时重试"),
    "data_refused_lost": (
        "the process that read it ended",
        "读取进程中断",
    ),
    "data_mend_lost": ("send it again", "请重新上传"),
    "data_refused_sites": (
        "the park has more than {most} enterprises and facilities, the most this page runs",
        "园区企业和设施超过{most}家，超出本页可运行的上限",
    ),
    "data_mend_sites": ("run it by `parkloop run`", "请用 parkloop run 命令运行"),
    "data_faults": ("What to mend: {count}", "需要修改之处：{count}"),
    "data_faults_cut": (
        "The first {most} are listed.",
        "只列出前{most}处。",
    ),
    "data_fault_file": ("File", "文件"),
    "data_fault_sheet": ("Sheet", "表"),
    "data_fault_row": ("Row", "行"),
    "data_fault_column": ("Column", "列"),
    "data_fault_wrong": ("What is wrong", "问题"),
    "data_fault_mend": ("What to write instead", "如何修改"),
    "data_save_park": ("Save a park", "保存园区"),
    "data_workbook": ("As a workbook", "存为工作簿"),
    "data_template": ("Empty template", "空白模板"),
    "data_run": ("What this run rests on", "本次模拟的依据"),
    "data_what": ("What", "项目"),
    "data_value": ("Value", "内容"),
    "data_run_id": ("Run (same id, same bits)", "运行编号（编号相同则结果逐位相同）"),
    "data_result_hash": ("Result hash", "结果校验码"),
    "data_park_digest": ("Digest of the park", "园区数据校验码"),
    "data_package_digest": ("Digest of the package", "政策组合校验码"),
    "data_tables_digest": ("Digest of the tables", "参数表校验码"),
    "data_code_digest": ("Digest of the code", "代码校验码"),
    "data_seed": ("Seed", "随机种子"),
    "data_command": ("The same run by command line", "命令行重复本次模拟"),
    "data_copy": ("Copy", "复制"),
    "data_copied": ("Copied", "已复制"),
    "data_table": ("Table", "表"),
    "data_table_assumptions": ("Assumptions", "假设"),
    "data_table_factors": ("Uncertainty factors", "不确定因素"),
    "data_note_assumptions": (
        "Values of behaviour and physics that no table of processes holds. An estimate is marked as"
        " one and has a range; names and sources are as in the table.",
        "工艺表之外的行为与物理参数。估计值均有标注和范围；名称和来源与数据表一致（英文）。",
    ),
    "data_note_factors": (
        "What a draw of the tables moves within its range, and how many cells each factor moves.",
        "参数表抽样时在各自范围内变动的因素，以及每个因素涉及的数据个数；范围说明为英文。",
    ),
    "data_search": ("Find words in any column", "在各列中查找"),
    "data_col_name": ("Name", "名称"),
    "data_col_basis": ("What it is", "含义"),
    "data_col_value": ("Value", "取值"),
    "data_col_low": ("Low", "下限"),
    "data_col_high": ("High", "上限"),
    "data_col_unit": ("Unit", "单位"),
    "data_col_confidence": ("Confidence", "可信度"),
    "data_col_source": ("Source", "来源"),
    "data_col_label": ("Factor", "因素"),
    "data_col_rows": ("Cells", "数据个数"),
    "data_col_note": ("Range", "范围说明"),
    "data_sources": ("How well this park is known", "本园区数据的可信度"),
    "data_note_sources": (
        "Rows by what their source says; an empty number is filled from the tables of typical"
        " plants.",
        "按来源说明统计各行；空缺数值由典型工厂参数表补全。",
    ),
    "data_sheet": ("Sheet", "表"),
    "data_sheet_enterprises": ("Enterprises", "企业"),
    "data_sheet_links": ("Links", "链接"),
    "data_sheet_facilities": ("Facilities", "设施"),
    "data_count_rows": ("Rows", "行数"),
    "data_count_data": ("From data", "来自数据"),
    "data_count_estimate": ("Estimates in it", "含估计"),
    "data_count_composed": ("Composed", "合成"),
    "data_count_unsaid": ("No source", "无来源"),
    "data_count_given": ("Numbers given", "已填数值"),
    "data_count_filled": ("Numbers filled in", "补全数值"),
    "data_left_out": ("What the model leaves out", "模型未包含的内容"),
    "data_left_meaning": (
        "A run is a what-if under stated assumptions and one seed, not a forecast; the estimates"
        " above carry ranges that the bands and the sweep show.",
        "一次模拟是在既定假设和单个随机种子下的情景推演，不是预测；上表估计值的范围见不确定带和扫描页。",
    ),
    "data_left_waters": (
        "Condensate that returns with the steam, and desalinated or demineralised water as waters"
        " of their own.",
        "随蒸汽返回的冷凝水，以及作为独立水种的淡化水、除盐水。",
    ),
    "data_left_heat": (
        "Several steam levels at one site, and exchange inside one enterprise beyond the on-site"
        " options.",
        "同一厂区的多级蒸汽，以及企业内部（厂内选项之外）的交换。",
    ),
    "data_left_goods": ("Product inventories.", "产品库存。"),
    "data_left_prices": (
        "Prices that answer to the park's own trade.",
        "随园区自身交易变化的价格。",
    ),
    "data_left_boundary": (
        "Transport fuel in the park's inventory (it is reported beside), and landfills that take"
        " waste from elsewhere.",
        "园区清单中的运输燃料（另行列出），以及接收外来废物的填埋场。",
    ),
}
