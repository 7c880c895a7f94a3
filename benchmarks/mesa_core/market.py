"""Contracts between firms: delivered, ended, searched for, signed, paid and checked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks.mesa_core.firm import LEAST_SHARE, Firm
from benchmarks.mesa_core.goods import Contract, Input, Offer, Output
from sim.books import TOLERANCE
from sim.errors import BookError

if TYPE_CHECKING:
    from benchmarks.mesa_core.model import CoreModel


def deliver(model: CoreModel) -> None:
    """Deliver by contract: the giver's share of what it made, up to the taker's of what it uses."""
    month = model.month
    model.live = [c for c in model.contracts if c.start_month <= month < c.end_month]
    for contract in model.live:
        made, used = contract.have.slot, contract.partner.want.slot
        ratio = contract.ratio
        delivered = min(
            contract.giver_share * made.quantity, contract.taker_share * used.quantity / ratio
        )
        contract.delivered = delivered
        contract.delivered_year += delivered
        made.given += delivered
        used.received += delivered * ratio


def end_contracts(model: CoreModel) -> set[Firm]:
    """Free the shares of contracts that do not run next month; the givers search again."""
    seeking = set()
    for contract in model.contracts:
        if contract.end_month == model.month + 1:
            have, want = contract.have, contract.partner.want
            have.slot.given_share -= contract.giver_share
            want.slot.taken_share -= contract.taker_share
            want.share -= contract.taker_share
            contract.partner.held = False
            seeking.add(have.firm)
    return seeking


def search(model: CoreModel, seeking: set[Firm]) -> None:
    """Let the firms whose turn it is look for takers, and sign the best offers first."""
    turn = model.month % 12
    offers: list[Offer] = []
    for firm in model.agents:
        if firm.turn == turn or firm in seeking:
            offers += firm.find_offers()
    for offer in sorted(offers, key=Offer.rank):
        sign(model, offer)


def sign(model: CoreModel, offer: Offer) -> None:
    """Sign an offer for what is still free, if the taker can pay for the pipe or line."""
    have, partner = offer.have, offer.partner
    made, want = have.slot, partner.want
    used, buyer = want.slot, want.firm
    whole = made.coefficient * have.firm.typical_output()
    need = used.coefficient * buyer.typical_output()
    left = 1.0 - made.given_share
    open_share = min(have.option.max_share - want.share, 1.0 - used.taken_share)
    amount = min(whole * left, need * open_share / offer.ratio)
    if amount <= LEAST_SHARE * whole:
        return
    capex = 0.0 if partner.built else offer.capex * amount * 12.0
    if capex > buyer.spending_power():
        return
    buyer.money["capex"] -= capex
    buyer.committed += capex
    giver_share = min(amount / whole, left)
    taker_share = min(amount * offer.ratio / need, open_share)
    made.given_share += giver_share
    used.taken_share += taker_share
    want.share += taker_share
    assume, option = model.assumption, have.option
    mode = "pipe" if option.piped else "truck"
    lead = assume[f"{mode}_lead_months"] + (assume["permit_months"] if option.hazardous else 0.0)
    start = model.month + (1 if partner.built else round(lead))
    joint = offer.joint_built if partner.built else offer.joint
    partner.held = partner.built = True
    model.contracts.append(
        Contract(
            have,
            partner,
            giver_share,
            taker_share,
            offer.ratio,
            price=offer.giver_least + assume["bargaining_giver"] * joint,
            handling=offer.handling,
            nominal=amount,
            start_month=start,
            end_month=start + round(assume[f"{mode}_contract_years"]) * 12,
        )
    )


def post_links(model: CoreModel) -> None:
    """Post what running contracts pay and cost, and record what they reuse."""
    assume = model.assumption
    minimum, per_tkm = assume["take_or_pay"], assume["transport_tco2e_per_tkm"]
    for contract in model.live:
        have, partner, delivered = contract.have, contract.partner, contract.delivered
        giver, taker, option = have.firm, partner.want.firm, have.option
        pays, earns = taker.money, giver.money
        paid = delivered * contract.price
        earns["link_income"] += paid
        pays["link_payments"] -= paid
        pays["coproducts"] += delivered * option.coproduct_cny
        earns["handling"] += delivered * min(have.slot.value, 0.0) * (1.0 - option.avoided_share)
        pays["handling"] -= delivered * contract.handling
        missing = minimum * contract.nominal - delivered
        if missing > 0 and contract.price > 0:
            used = partner.want.slot
            refused = contract.giver_share * have.slot.quantity - delivered
            lacking = contract.taker_share * used.quantity / contract.ratio - delivered
            owed = max(min(missing, refused), 0.0)
            owed -= assume["shortfall_damages"] * max(min(missing, lacking), 0.0)
            earns["damages"] += owed * contract.price
            pays["damages"] -= owed * contract.price
        taker.waste_tco2e += delivered * option.own_tco2e
        taker.transport_tco2e += delivered * option.carried_t * partner.km * per_tkm
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
        given[contract.have.slot] += contract.delivered
        received[contract.partner.want.slot] += contract.delivered * contract.ratio
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
