"""What the nodes and streams of a diagram are called in each language."""

from __future__ import annotations

from typing import Final

from experiments.labels import class_label, sector_label, stream_label
from sim.tables import read_tables

OUT: Final = " (out)"
SIDES: Final = {" in": ("in", "入"), " out": ("out", "出")}

PLACES: Final[dict[str, tuple[str, str]]] = {
    "air": ("air", "空气"),
    "by-products sold": ("by-products sold", "副产品外售"),
    "evaporated and in products": ("evaporated and in products", "蒸发与产品带走"),
    "feedstock and process heat": ("feedstock and process heat", "原料与过程热"),
    "flare": ("flare", "放散"),
    "fuel market": ("fuel market", "燃料市场"),
    "grid": ("grid", "电网"),
    "heat market": ("heat market", "热力市场"),
    "heat sold": ("heat sold", "外供热"),
    "landfill and stacks": ("landfill and stacks", "填埋与堆存"),
    "material market": ("material market", "原料市场"),
    "own treatment and discharge": ("own treatment and discharge", "自行处理排放"),
    "park": ("park", "园区"),
    "partners outside": ("partners outside", "园区外伙伴"),
    "pipe losses": ("pipe losses", "管网损失"),
    "power network": ("power network", "园区电网"),
    "products": ("products", "产品"),
    "reuse on site": ("reuse on site", "厂内回用"),
    "sewer": ("sewer", "排水管网"),
    "sewer network": ("sewer network", "园区污水管网"),
    "steam mains": ("steam mains", "蒸汽管网"),
    "stocks": ("stocks", "库存"),
    "substitution": ("substitution", "替代差额"),
    "sun and wind": ("sun and wind", "风光自发"),
    "treatment outside": ("treatment outside", "园区外处置"),
    "use and losses": ("use and losses", "使用与损失"),
    "waste plants": ("waste plants", "固废处置设施"),
    "water": ("water", "水"),
    "water in materials": ("water in materials", "原料含水"),
    "water main": ("water main", "自来水管网"),
    "water market": ("water market", "供水市场"),
}
"""Nodes that are no enterprise, sector or class: name -> (English, Chinese)."""


def node_label(node: str, lang: str) -> str:
    """Return the name of a node that is no enterprise: a place, a sector, or a class and its side.

    >>> node_label("grid (out)", "zh"), node_label("mineral in", "en")
    ('电网（出）', 'minerals, in')
    """
    zh = lang == "zh"
    if node.endswith(OUT):
        name = node_label(node.removesuffix(OUT), lang)
        return f"{name}（出）" if zh else f"{name}, out"
    for ending, side in SIDES.items():
        if node.endswith(ending):
            name = kind_label(node.removesuffix(ending), lang)
            return f"{name}（{side[1]}）" if zh else f"{name}, {side[0]}"
    if node in PLACES:
        return PLACES[node][zh]
    return sector_label(node, lang)


KINDS: Final[dict[str, tuple[str, str]]] = {
    "energy": ("energy", "能量"),
    "product": ("products", "产品"),
    "raw material": ("raw materials", "原料"),
    "water": ("water", "水"),
}
"""Categories of streams that are no class of by-product or waste."""


def kind_label(kind: str, lang: str) -> str:
    """Return the name of a class or category of streams."""
    if kind in KINDS:
        return KINDS[kind][lang == "zh"]
    name = class_label(kind, lang)
    return name if lang == "zh" else name.lower()


def flow_label(stream: str, lang: str) -> str:
    """Return the name of what a link of a diagram carries: a stream, or a class of streams."""
    if stream in read_tables()["streams"]["stream"].tolist():
        return stream_label(stream, lang)
    return kind_label(stream, lang)
