"""The links of a run as plain data: by class and year, how they came and went, and each of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.results import Results

Pair = tuple[str, str]
Counts = dict[str, tuple[int, ...]]

RENEWED = "renewed"


@dataclass(frozen=True)
class Years:
    """Numbers of links by year: active by class of the stream, formed and ended by reason."""

    years: tuple[int, ...]
    active: Counts
    formed: Counts
    ended: Counts

    @property
    def total(self) -> tuple[int, ...]:
        """All active links by year."""
        return tuple(sum(counts) for counts in zip(*self.active.values(), strict=True)) or (
            (0,) * len(self.years)
        )


@dataclass(frozen=True)
class Link:
    """One contract; amounts a year and prices are in the `unit` of the stream."""

    key: str
    giver: str
    taker: str
    exchange: Pair
    stream: Pair
    agreed: float
    unit: str
    price_cny: float
    since: str
    until: str
    reason: str
    """Why it ended: a reason of the event, `renewed`, or nothing while it runs."""
    renewal: bool
    from_file: bool


def years_of(results: Results) -> Years:
    """Return the numbers of links of a run by year."""
    years = results.years.tolist()
    active: dict[str, list[int]] = defaultdict(lambda: [0] * len(years))
    links = results.links
    named = [links[name].tolist() for name in ("class", "giver", "taker", "exchange")]
    pairs = list(zip(*named, strict=True))
    for k, year in enumerate(years):
        amounts = links[str(year)].tolist()
        # A link renewed in the year has two contracts and counts once.
        moved = {pair for pair, amount in zip(pairs, amounts, strict=True) if amount > 0.0}
        for kind, *_ in moved:
            active[kind][k] += 1
    formed: dict[str, list[int]] = defaultdict(lambda: [0] * len(years))
    ended: dict[str, list[int]] = defaultdict(lambda: [0] * len(years))
    sides = {"link_signed": formed, "link_ended": ended}
    for event in _events(results):
        sides[event["event"]][_word(event["reason"])][event["month"] // 12] += 1
    return Years(tuple(years), _frozen(active), _frozen(formed), _frozen(ended))


def links_of(results: Results) -> tuple[Link, ...]:
    """Return every contract that ran, those that run first, then the latest to end."""
    ends: dict[tuple[str, str, str, str], str] = {}
    for event in _events(results):
        if event["event"] == "link_ended":
            sides = event["enterprise"], event["taker"], event["exchange"]
            for month in (event["month"], event["month"] + 1):
                ends[*sides, _period(month)] = _word(event["reason"])
    found = []
    for row in results.links.rows():
        named = row["giver"], row["taker"], row["exchange"], row["end"]
        found.append(
            Link(
                key=str(row["link"]),
                giver=row["giver"],
                taker=row["taker"],
                exchange=_exchange(row["exchange"]),
                stream=_stream(row["stream"]),
                agreed=row["agreed_per_year"],
                unit=row["unit"],
                price_cny=row["price_cny_per_unit"],
                since=row["start"],
                until=row["end"],
                reason=ends.get(named, RENEWED) if row["end"] else "",
                renewal=bool(row["renewal"]),
                from_file=bool(row["from_park_file"]),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.until == "", one.until), reverse=True))


def names_of(results: Results) -> dict[str, Pair]:
    """Return the names of every enterprise that ever stood."""
    frame = results.enterprises
    columns = (frame[name].tolist() for name in ("enterprise", "name_en", "name_zh"))
    return {str(one): (str(en), str(zh)) for one, en, zh in zip(*columns, strict=True)}


def _events(results: Results) -> list[dict[str, Any]]:
    """Return links signed and ended, with their reasons, of a run in this process."""
    panel = results.panel
    if panel is None:
        return []
    return [one for one in panel.world.events if one["event"] in ("link_signed", "link_ended")]


def _word(reason: str) -> str:
    return reason.replace(" ", "_")


def _period(month: int) -> str:
    from experiments.result_frames import period

    return period(month)


def _frozen(counts: dict[str, list[int]]) -> Counts:
    return {name: tuple(counts[name]) for name in sorted(counts)}


@cache
def _exchange(name: str) -> Pair:
    from experiments.labels import exchange_label

    return exchange_label(name, "en"), exchange_label(name, "zh")


@cache
def _stream(name: str) -> Pair:
    from experiments.labels import stream_label

    return stream_label(name, "en"), stream_label(name, "zh")
