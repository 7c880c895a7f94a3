"""What an exchange between two firms that have met is worth, and whether they may deal."""

from __future__ import annotations

import math

from benchmarks.mesa_core.draws import draw, pair_key, quantile, unit
from benchmarks.mesa_core.goods import Have, Offer, Pair, Want

LEAST_SHARE = 0.01
"""Smaller shares of an output are not worth a contract."""

LEAST_OTHER = 1e-9
"""A share of an input held by contracts below which a new supply is the sole one."""


def meet(have: Have, want: Want) -> Pair:
    """Return what a giver and a taker are to each other, from their first meeting on."""
    pair = have.pairs.get(want)
    if pair is None:
        a, b, model = have.firm, want.firm, have.firm.model
        key = pair_key(a.key, b.key, have.option.key)
        spread = model.assumption["site_cost_sd"]
        site_cost = math.exp(spread * quantile(draw(model.site_word, key)))
        km = math.dist((a.x_km, a.y_km), (b.x_km, b.y_km))
        pair = Pair(have, want, km, key, a.owner == b.owner and a.owner >= 0, site_cost)
        have.pairs[want] = pair
    return pair


def may_deal(pair: Pair) -> bool:
    """Say whether a pair is in reach and free, has room, knows the option and talks this year."""
    have, want, model = pair.have, pair.want, pair.have.firm.model
    if pair.held or have.firm is want.firm or pair.km > have.option.reach_km:
        return False
    if min(1.0 - have.slot.given_share, 1.0 - want.slot.taken_share) <= LEAST_SHARE:
        return False
    if pair.same_owner:
        return True
    talk = unit(draw(model.talks, pair.key)) < model.assumption["talks_rate"]
    return talk and (have.known or want.known)


def appraise(pair: Pair) -> Offer | None:
    """Return the offer that an exchange makes, or None where it does not pay both sides."""
    have, want, km = pair.have, pair.want, pair.km
    assume, option, ratio = have.firm.model.assumption, have.option, have.option.ratio
    if option.is_heat:
        ratio *= max(1.0 - assume["heat_loss_per_km"] * km, 0.0)
    worth = ratio * want.slot.price + option.coproduct_cny
    value = have.slot.value
    transport = option.transport_fixed_cny + option.transport_cny_per_km * km
    if value > 0 and not option.piped:
        transport = option.transport_cny_per_km * max(km - assume["market_km"], 0.0)
    handling = option.pretreatment_cny * pair.site_cost + transport
    if option.piped and want.slot.taken_share < LEAST_OTHER:
        handling += assume["backup_cost"] * max(worth, 0.0)
    power = option.power_kwh * want.firm.power_in[0].price if option.power_kwh else 0.0
    capex = option.capex_cny * pair.site_cost
    annuity = capex * want.firm.recovery
    forgone = value * option.avoided_share if value < 0 else value
    trust = 1.0 if pair.same_owner else assume["trust_start"]
    risk = assume["risk_premium"] * (1.0 - trust)
    stake = assume["market_good_stake"] if value > 0 else 1.0
    dealing = 0.0 if pair.same_owner else assume["transaction_cost"] * stake * abs(worth)
    giver_asks = risk * stake * abs(forgone)
    taker_asks = risk * (stake * abs(worth) + handling + power + annuity)
    joint = worth - handling - power - forgone - dealing - giver_asks - taker_asks
    if not pair.built:
        joint -= annuity
    gain = joint * amount(pair, ratio) if joint > 0 else 0.0
    if gain <= 0:
        return None
    price = forgone + giver_asks + assume["bargaining_giver"] * joint
    return Offer(pair, ratio, handling, capex, price, gain)


def amount(pair: Pair, ratio: float) -> float:
    """Return what the pair could exchange a month: free supply against free need."""
    have, want = pair.have, pair.want
    whole = have.slot.coefficient * have.firm.typical_output()
    share = min(have.option.max_share - want.share, 1.0 - want.slot.taken_share)
    need = want.slot.coefficient * want.firm.typical_output() * max(share, 0.0)
    free = min(whole * (1.0 - have.slot.given_share), need / max(ratio, 1e-12))
    return free if free > LEAST_SHARE * whole else 0.0
