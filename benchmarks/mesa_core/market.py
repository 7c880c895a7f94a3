"""Contracts between firms: delivered, ended, searched for, signed, paid and checked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks.mesa_core.deals import LEAST_SHARE, appraise, may_deal
from benchmarks.mesa_core.goods import Contract, Input, Offer, Output, Pair
from sim.books import TOLERANCE
from sim.errors import BookError

if TYPE_CHECKING:
    from benchmarks.mesa_core.model import CoreModel


def start_contracts(model: CoreModel) -> None:
    """List the contracts that run this month, and say what share of its use a store may cover."""
    month, share = model.month, defaultdict[Input, float](float)
    model.live = [c for c in model.contracts if c.start_month <= month < c.end_month]
    for contract in model.live:
        share[contract.pair.want.slot] += contract.taker_share
    keeping = {c.pair.want.slot for c in model.live if c.pair.have.option.storable}
    for slot in model.inputs:
        slot.keeps = slot in keeping
        if slot.keeps:
            slot.store_share = share[slot]


def deliver(model: CoreModel) -> None:
    """Deliver by contract: the giver's share of what it made, up to the taker's of what it needs.

    Needed is what is used beyond what the store covers, and what a store has room for.
    """
    months_kept = model.assumption["storage_months"]
    for contract in model.live:
        made, want = contract.pair.have.slot, contract.pair.want
        used, ratio = want.slot, contract.ratio
        needed = used.quantity
        if used.drawn:
            needed = max(needed - used.drawn / used.store_share, 0.0)
        if contract.pair.have.option.storable:
            full = months_kept * used.store_share * used.coefficient * want.firm.capacity
            needed += max(full - used.store + used.drawn, 0.0)
        contract.offered = contract.giver_share * made.quantity
        contract.wanted = contract.taker_share * needed / ratio
        contract.delivered = min(contract.offered, contract.wanted)
        contract.delivered_year += contract.delivered
        contract.spurned_year += contract.offered - contract.delivered
        contract.lacking_year += contract.wanted - contract.delivered
        made.given += contract.delivered
        used.received += contract.delivered * ratio
        kwh = contract.delivered * contract.pair.have.option.power_kwh
        if kwh > 0:
            want.firm.power_in[0].prepared += kwh


def end_contracts(model: CoreModel) -> list[Pair]:
    """Free the shares of contracts that do not run next month; return their pairs."""
    ended = [c for c in model.contracts if c.end_month == model.month + 1]
    for contract in ended:
        have, want = contract.pair.have, contract.pair.want
        have.slot.given_share -= contract.giver_share
        want.slot.taken_share -= contract.taker_share
        want.share -= contract.taker_share
        contract.pair.held = False
    return [contract.pair for contract in ended]


def search(model: CoreModel) -> None:
    """Let firms look in their month and for what an ended contract left free; sign the best first.

    The two sides of a contract that ends meet in any case.
    """
    pairs = dict.fromkeys(end_contracts(model))
    freed = {slot for pair in pairs for slot in (pair.have.slot, pair.want.slot)}
    for firm in model.agents:
        pairs.update(dict.fromkeys(firm.look(freed)))
    offers = filter(None, map(appraise, filter(may_deal, pairs)))
    for offer in sorted(offers, key=Offer.rank):
        sign(model, offer)


def sign(model: CoreModel, offer: Offer) -> None:
    """Sign an offer for what is still free, if the taker can pay for the pipe or line to grow."""
    pair, assume = offer.pair, model.assumption
    have, want = pair.have, pair.want
    made, used, buyer, option = have.slot, want.slot, want.firm, have.option
    whole = made.coefficient * have.firm.typical_output()
    need = used.coefficient * buyer.typical_output()
    left = 1.0 - made.given_share
    open_share = min(option.max_share - want.share, 1.0 - used.taken_share)
    amount = min(whole * left, need * open_share / offer.ratio)
    capex = offer.capex * max(amount - pair.built, 0.0) * 12.0
    if amount <= LEAST_SHARE * whole or capex > buyer.spending_power():
        return
    buyer.money["capex"] -= capex
    buyer.committed += capex
    giver_share = min(amount / whole, left)
    taker_share = min(amount * offer.ratio / need, open_share)
    made.given_share += giver_share
    used.taken_share += taker_share
    want.share += taker_share
    permit = assume["permit_months"] if option.hazardous else 0.0
    lead = 1 if pair.built else round(assume[f"lead_months_{option.link_class}"] + permit)
    start, years = model.month + lead, round(assume[f"contract_years_{option.link_class}"])
    pair.held, pair.built = True, max(amount, pair.built)
    model.contracts.append(
        Contract(
            pair,
            giver_share,
            taker_share,
            offer.ratio,
            offer.price,
            offer.handling,
            capex,
            nominal=amount,
            start_month=start,
            end_month=start + years * 12,
        )
    )


def owed(contract: Contract, month: int, assume: dict[str, float]) -> float:
    """Return what the taker owes for what fell short of the year's minimum (negative: the giver).

    Settled in December and in the contract's last month, on the months it ran this year.
    """
    if contract.price <= 0 or not (month % 12 == 11 or contract.end_month == month + 1):
        return 0.0
    months = month + 1 - max(contract.start_month, month - month % 12)
    least = assume[f"take_or_pay_{contract.pair.have.option.link_class}"]
    missing = least * contract.nominal * months - contract.delivered_year
    spurned = max(min(missing, contract.spurned_year), 0.0)
    lacking = max(min(missing, contract.lacking_year), 0.0)
    return (spurned - assume["shortfall_damages"] * lacking) * contract.price


def post_links(model: CoreModel) -> None:
    """Post what stores and running contracts pay and cost, and record what they reuse."""
    assume = model.assumption
    for firm in model.agents:
        firm.money["handling"] -= firm.storage_cost
    for contract in model.live:
        pair, delivered = contract.pair, contract.delivered
        giver, taker, option = pair.have.firm, pair.want.firm, pair.have.option
        pays, earns = taker.money, giver.money
        paid = delivered * contract.price
        earns["link_income"] += paid
        pays["link_payments"] -= paid
        pays["coproducts"] += delivered * option.coproduct_cny
        fee = min(pair.have.slot.value, 0.0)
        earns["handling"] += delivered * fee * (1.0 - option.avoided_share)
        pays["handling"] -= delivered * contract.handling
        damages = owed(contract, model.month, assume)
        earns["damages"] += damages
        pays["damages"] -= damages
        taker.waste_tco2e += delivered * option.own_tco2e
        carried_tkm = delivered * option.carried_t * pair.km
        taker.transport_tco2e += carried_tkm * assume["transport_tco2e_per_tkm"]
        giver.reused_t += delivered * option.waste_t
        giver.reused_heat_gj += delivered * option.heat_gj
        giver.reused_water_m3 += delivered * option.water_m3
        giver.avoided_tco2e += delivered * option.avoided_tco2e
        giver.links += 1


def check_contracts(model: CoreModel) -> None:
    """Check that what slots gave and received is what contracts delivered, and both sides paid."""
    given: dict[Output, float] = defaultdict(float)
    received: dict[Input, float] = defaultdict(float)
    for contract in model.live:
        given[contract.pair.have.slot] += contract.delivered
        received[contract.pair.want.slot] += contract.delivered * contract.ratio
    paid = gross = 0.0
    for firm in model.agents:
        for made in firm.outputs:
            if made.given or made in given:
                _demand_zero(model, made.given - given[made], made.quantity)
        for used in firm.inputs:
            if used.received or used in received:
                _demand_zero(model, used.received - received[used], used.quantity)
        money = firm.money
        paid += money["link_income"] + money["link_payments"] + money["damages"]
        gross += money["link_income"] - money["link_payments"] + abs(money["damages"])
    _demand_zero(model, paid, gross + 1.0)


def _demand_zero(model: CoreModel, gap: float, scale: float) -> None:
    if not abs(gap) <= TOLERANCE * (abs(scale) + 1e-9):
        raise BookError(f"month {model.month}: contracts are {gap:.6g} off against {scale:.6g}")
