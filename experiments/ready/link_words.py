"""Words of links in English and Chinese: how found, why ended."""

from __future__ import annotations

from experiments.words import Pair

ENDED: dict[str, Pair] = {
    "term": ("Term ran out, not renewed", "合同到期未续"),
    "no_gain": ("Nothing left to gain", "双方无利可得"),
    "trust_lost": ("Trust lost", "失去信任"),
    "partner_left": ("Partner left", "一方退出"),
    "stream_ended": ("Stream no longer made or used", "物料不再产生或使用"),
}

ENDED_COLOURS = {
    "term": "#88CCEE",
    "no_gain": "#DDCC77",
    "trust_lost": "#AA4499",
    "partner_left": "#332288",
    "stream_ended": "#999999",
}

BORN: dict[str, Pair] = {
    "found": ("found by the enterprises", "企业自行对接"),
    "brokered": ("brought about by a broker", "经中介撮合"),
}
