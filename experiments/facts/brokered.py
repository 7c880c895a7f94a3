"""Growth: brokered against self-organised, the broker's funnel, and the platform's threshold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.facts.fact import SOME, Figure, fact
from experiments.facts.planned import PLACES
from experiments.facts.sample import Place, Sample
from experiments.facts.trace import Terms, Trace, run, trace

PROPOSALS_PER_YEAR = 7.0
"""Ulsan: 40 projects in about six years (Behera et al. 2012)."""

BROKER: Terms = (("broker_proposals_per_year", PROPOSALS_PER_YEAR),)

STUDIED_BY = 2028
"""Proposals up to here can be studied and signed within the run."""

SAID = "kalundborg, zhejiang_dyeing_60 and 60 fine-chemical firms"


def births_per_year(found: Trace) -> float:
    """Return the links born a year, renewals apart."""
    return float(found.born.sum()) / (found.months / 12.0)


def funnel(found: Trace) -> tuple[int, int, int]:
    """Return proposals, studies done and exchanges signed after a study."""
    proposed: set[tuple[str, str, str]] = set()
    studied: dict[tuple[str, str, str], int] = {}
    built = set()
    for event in found.events:
        trio = event["enterprise"], str(event["taker"]), event["exchange"]
        if event["event"] == "broker_proposed" and event["month"] < (STUDIED_BY - 2019) * 12:
            proposed.add(trio)
        elif event["event"] == "broker_studied" and trio in proposed:
            studied[trio] = event["month"]
        elif event["event"] == "link_signed" and trio in studied:
            built.add(trio)
    return len(proposed), len(studied), len(built)


@fact(
    "growth",
    "Brokered parks grow several times faster than self-organised ones",
    "Korea 52 to 159 projects 2009-2014; Kalundborg 18 links in 37 years",
)
def growth(sample: Sample) -> Sequence[Figure]:
    """Count births a year in parks that start without links, on paired seeds."""
    pairs = np.array(
        [
            [births_per_year(trace(place, seed, 2030, terms)) for terms in ((), BROKER)]
            for place in PLACES
            for seed in sample.numbers
        ]
    )
    alone, helped = pairs.reshape(len(PLACES), -1, 2).mean(axis=1).T.tolist()
    said = sample.says(SAID) + f", {PROPOSALS_PER_YEAR:g} proposals a year"
    kalundborg = sample.says("kalundborg") + ", no link at the start"
    return [
        Figure(
            "births a year, Kalundborg alone", alone[0], kalundborg, 0.25, 1.0,
            "recorded 0.5 a year, within a factor of two",
        ),
        Figure("births a year, Kalundborg with a broker", helped[0], kalundborg),
        Figure(
            "brokered over self-organised births, Kalundborg", helped[0] / alone[0], kalundborg,
            2.0, band_from="direction: several times, at least twice",
        ),
        Figure(
            "brokered over self-organised births, all", float(np.sum(helped) / np.sum(alone)), said,
            2.0, band_from="direction: several times, at least twice",
        ),
    ]  # fmt: skip


@fact(
    "funnel",
    "A broker converts slowly: a third of the proposals are built",
    "Korea to 2015: 595 proposals, 388 studies, 197 built (GGGI 2017); Ulsan 13 of 40",
)
def converted(sample: Sample) -> Sequence[Figure]:
    """Follow the proposals made up to 2028; built counts those signed after their study."""
    counts = np.array(
        [
            funnel(trace(place, seed, 2030, BROKER))
            for place in PLACES
            for seed in sample.numbers
        ]
    ).sum(axis=0)  # fmt: skip
    proposed, studied, built = counts.tolist()
    said = f"{proposed} proposals in " + sample.says(SAID)
    return [
        Figure("studies of proposals", studied / proposed, said, 0.5, 0.8, "0.65 in Korea"),
        Figure("built of studies", built / studied, said, 0.3, 0.7, "0.51 in Korea, +-0.2"),
        Figure("built of proposals", built / proposed, said, 0.2, 0.6, "0.33 in Korea and Ulsan"),
    ]


SHARES = (0.0, 0.2, 0.3, 0.5, 0.8)


@fact(
    "platform",
    "A platform helps only above a minimum share of users; above it more users help more",
    "Fraccascia & Yazan 2018; Fraccascia 2020",
)
def platform(sample: Sample) -> Sequence[Figure]:
    """Count the births of links over the run at each share of firms on the platform."""
    places = (Place("zhejiang_dyeing_60", bare=True), Place("fine_chemical", 60, 1, bare=True))
    births = [
        np.mean(
            [
                births_per_year(run(place.park(), seed, terms=(("platform_share", share),)))
                for place in places
                for seed in sample.numbers
            ]
        )
        for share in SHARES
    ]
    rise = {share: float(b / births[0]) - 1.0 for share, b in zip(SHARES, births, strict=True)}
    said = sample.says("zhejiang_dyeing_60 and 60 fine-chemical firms") + ", no link at the start"
    least = 0.05
    little = "direction: little"
    bands: dict[float, tuple[float, float, str]] = {
        0.2: (-least, least, little),
        0.3: (-least, least, little),
        0.5: (SOME, np.inf, "direction: helps"),
        0.8: (max(rise[0.5], SOME), np.inf, "direction: more than at 0.5"),
    }
    return [
        Figure(f"births more than without, share {share:g}", rise[share], said, *bands[share])
        for share in SHARES[1:]
    ]
