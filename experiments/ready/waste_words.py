"""Why waste is left over, in English and Chinese, with a colour a reason."""

from __future__ import annotations

from experiments.words import Pair

LEFT: dict[str, Pair] = {
    "unprofitable": ("Price: the two would lose", "价格：双方合计亏损"),
    "untrusted": ("Trust too low", "信任不足"),
    "unknown": ("Option unknown", "不了解该利用途径"),
    "no_talks": ("Did not meet", "未接触洽谈"),
    "capex": ("No money to invest", "无力投资"),
    "permit": ("Waits for a permit", "等待许可"),
    "lead_time": ("Signed, not yet running", "已签约未投运"),
    "open": ("Open, not yet taken up", "可行尚未成交"),
    "takers_full": ("Takers need no more", "接收方需求已满"),
    "out_of_reach": ("Takers too far", "接收方过远"),
    "no_taker": ("No taker in the region", "无接收方"),
    "no_option": ("No way of reuse known", "无已知利用途径"),
}
"""In the order in which figures stack them."""

LEFT_COLOURS = {
    "unprofitable": "#CC6677",
    "untrusted": "#AA4499",
    "unknown": "#DDCC77",
    "no_talks": "#88CCEE",
    "capex": "#882255",
    "permit": "#332288",
    "lead_time": "#117733",
    "open": "#44AA99",
    "takers_full": "#999933",
    "out_of_reach": "#BBBBBB",
    "no_taker": "#777777",
    "no_option": "#DDDDDD",
}
"""Tol's muted scheme for what keeps a pair apart, greys for want of a taker."""
