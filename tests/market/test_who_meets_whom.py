"""What helps partners to find each other: one owner, a platform, a broker."""

from __future__ import annotations

from collections import Counter

import pytest

from sim.synth import synth
from sim.world import World
from tests.engine.worlds import fingerprint, run, world_of
from tests.market.actors import Writes, events_of, owned_by_one


def served(months: int = 36, seed: int = 1, **terms: float) -> World:
    """Return a park's run under these terms."""
    return run(world_of(synth(30, 4), months=months, seed=seed, policies=(Writes(terms),)))


def test_one_owners_enterprises_sign_sooner() -> None:
    first_year = [
        [
            len(events_of(run(world_of(park), 12), "link_signed"))
            for park in (many, owned_by_one(many))
        ]
        for many in (synth(30, seed) for seed in range(3))
    ]
    assert all(many < one for many, one in first_year)
    trust = [
        e["trust"] for e in events_of(run(world_of(owned_by_one(synth(30, 1))), 6), "link_signed")
    ]
    assert set(trust) == {1.0}


def test_a_platform_below_its_threshold_does_nothing() -> None:
    without, small = served(), served(platform_share=0.29)
    assert not small.memory["platform"].any()
    assert fingerprint(small) == fingerprint(without)


def test_above_it_more_is_known_the_more_use_it() -> None:
    known = [
        int(served(platform_share=share).columns.prospects.known.sum())
        for share in (0.0, 0.5, 0.75, 1.0)
    ]
    assert known == sorted(set(known)), "each share knows more than the one before"


def test_what_a_member_gets_grows_from_the_threshold_to_the_whole_park() -> None:
    half, full = served(1, platform_share=0.65), served(1, platform_share=1.0)
    assert sorted(set(half.memory["platform"].tolist())) == pytest.approx([0.0, 0.5])
    assert set(full.memory["platform"].tolist()) == {1.0}


@pytest.fixture(scope="module")
def brokered() -> World:
    return served(84, broker_proposals_per_year=4.0)


def test_a_broker_proposes_as_often_as_the_term_says(brokered: World) -> None:
    years = Counter(event["month"] for event in events_of(brokered, "broker_proposed"))
    assert years == {12 * year: 4 for year in range(7)}
    part = served(120, broker_proposals_per_year=0.5)
    assert 0 < len(events_of(part, "broker_proposed")) < 10


def test_each_proposal_is_refused_or_studied(brokered: World) -> None:
    reasons = Counter(event["reason"] for event in events_of(brokered, "broker_proposed"))
    assert (
        reasons["refused"] + reasons["to study"] == sum(reasons.values()) == len(brokered.proposals)
    )
    assert min(reasons.values()) > 0
    due = [e["month"] + 12 for e in events_of(brokered, "broker_proposed", reason="to study")]
    done = [e["month"] for e in events_of(brokered, "broker_studied")]
    assert 0 < len(done) <= sum(month < 84 for month in due)
    assert set(done) <= set(due)


def test_a_study_makes_both_sides_know_and_trust_each_other(brokered: World) -> None:
    enterprise, ties = brokered.market.enterprise, brokered.ties
    owner = brokered.columns.enterprises.owner
    studied = [pair for pair, month in brokered.proposals.items() if month < 84]
    for giver, taker in studied:
        a, b = enterprise[[giver, taker]].tolist()
        assert a != b
        assert owner[a] != owner[b] or owner[a] < 0
        if brokered.columns.enterprises.active[[a, b]].all():
            assert brokered.columns.prospects.known[[giver, taker]].all()
            assert (a, b) in ties
    events = events_of(brokered, "broker_studied")
    assert all(event["trust"] >= brokered.assumption["broker_trust"] for event in events)
    assert events_of(brokered, "link_signed", reason="brokered"), "some sign"


def test_nobody_is_proposed_what_runs_already(brokered: World) -> None:
    contracts = brokered.columns.contracts
    pairs = zip(contracts.giver_prospect.tolist(), contracts.taker_prospect.tolist(), strict=True)
    signed = dict(zip(pairs, contracts.signed_month.tolist(), strict=True))
    asked = {pair: month for pair, month in brokered.proposals.items() if month < 84}
    late = [pair for pair in asked.keys() & signed.keys() if signed[pair] < asked[pair] - 12]
    assert not late
