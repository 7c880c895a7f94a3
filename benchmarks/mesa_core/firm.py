"""A firm as a Mesa agent: what it plans, makes, buys and sells, and where it looks for takers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import mesa

from benchmarks.mesa_core import books, ledger
from benchmarks.mesa_core.draws import draw, normal, unit
from benchmarks.mesa_core.goods import Have, Input, Offer, Output, Partner
from benchmarks.mesa_core.tables import PRIVATE, SIZES, YearTable, hurdle_rate, pay_scale
from sim.money import ACCOUNTS

if TYPE_CHECKING:
    from benchmarks.mesa_core.model import CoreModel

LEAST_SHARE = 0.01
"""Smaller shares of an output are not worth a contract."""


class Firm(mesa.Agent):
    """One firm with its slots, its accounts and what the month's record keeps of it."""

    model: CoreModel
    key: int
    sector: int
    owner: int
    x_km: float
    y_km: float
    capacity: float
    demand: float
    output: float
    cash: float
    receivables: float
    fixed_assets: float
    debt: float
    equity: float
    committed: float

    def __init__(
        self, model: CoreModel, facts: dict[str, Any], inputs: list[Input], outputs: list[Output]
    ) -> None:
        super().__init__(model)
        for name, value in facts.items():
            setattr(self, name, value)
        self.turn = self.key % 12
        self.inputs, self.outputs = inputs, outputs
        self.have: list[Have] = []
        self._sort_slots()
        catalogue, assume = model.catalogue, model.assumption
        rate = hurdle_rate(catalogue, self.ownership, self.size)
        self.recovery = rate / (1.0 - (1.0 + rate) ** -assume["link_life_years"])
        self.pay_scale = pay_scale(catalogue, self.sector, assume["labour_share_max"])
        spread = catalogue.context("loan_access", f"spread_over_lpr.{SIZES[self.size]}")
        self.loan_spread = spread + model.loan_spread
        self.season: list[float] = catalogue.season[self.sector].tolist()
        product = str(catalogue.tables["sectors"]["product"][self.sector])
        self.product_stream = catalogue.stream[product]
        self.shock = self.committed = 0.0
        self.money = dict.fromkeys(ACCOUNTS, 0.0)
        self.profit_so_far = self.income_tax_so_far = 0.0

    def _sort_slots(self) -> None:
        """List the slots by what the accounts ask of them."""
        self.fuels = [slot for slot in self.inputs if slot.fuel]
        self.power_in = [slot for slot in self.fuels if slot.stream.power]
        self.steam_in = [slot for slot in self.fuels if slot.stream.steam]
        self.water_in = [slot for slot in self.inputs if slot.stream.fresh_water]
        self.power_out = [slot for slot in self.outputs if slot.stream.power]
        self.sewage = [slot for slot in self.outputs if slot.stream.sewage]
        residues = [slot for slot in self.outputs if not slot.product]
        self.solids = [slot for slot in residues if slot.stream.solid_t > 0]
        self.wastes = [slot for slot in self.solids if slot.stream.waste]

    # January

    def pay_dividends(self) -> None:
        """Pay out a share of last year's profit after tax, from cash."""
        earned = self.profit_so_far - self.income_tax_so_far
        payout = self.model.assumption["dividend_share"] * max(earned, 0.0)
        self.money["dividends"] = -min(payout, max(self.cash, 0.0))
        self.profit_so_far = self.income_tax_so_far = 0.0

    def read_prices(self, table: YearTable) -> None:
        """Take the year's prices, wages and loan rate."""
        for taken in self.inputs:
            taken.price = table.price[taken.stream.row] * taken.price_factor
        for made in self.outputs:
            stream = made.stream
            if stream.power:
                made.value = table.power_sale
            elif made.product:
                made.value = table.price[stream.row]
            elif stream.fallback_cny > 0:
                made.value = stream.fallback_cny * table.trend(stream.row)
            else:
                made.value = stream.fallback_cny
        yearly = table.wage_private if self.ownership == PRIVATE else table.wage_other
        self.wages = self.jobs * yearly * self.pay_scale / 12.0
        self.loan_rate = (table.loan_prime_rate + self.loan_spread) / 100.0
        self.other_purchases = self.other_purchases_cny_per_unit * table.trend(self.product_stream)

    # Every month

    def plan_output(self) -> None:
        """Plan demand x season x shock, within capacity; clear what the last month recorded."""
        model = self.model
        month = model.month
        news = normal(draw(model.shock_words[month], self.key)) * model.assumption["shock_sd"]
        persistence = model.assumption["shock_persistence"]
        if month == 0:
            self.shock = news / math.sqrt(1.0 - persistence * persistence)
        else:
            self.shock = persistence * self.shock + news
        factor = self.season[month % 12] * math.exp(self.shock - model.shock_mean)
        self.output = min(self.demand * factor, self.capacity)
        if month % 12:
            self.money = dict.fromkeys(ACCOUNTS, 0.0)
        self.reused_t = self.reused_heat_gj = self.reused_water_m3 = 0.0
        self.avoided_tco2e = self.transport_tco2e = self.waste_tco2e = 0.0
        self.links = 0

    def produce(self) -> None:
        """Use inputs and make outputs: output x coefficient."""
        output = self.output
        for taken in self.inputs:
            taken.quantity = output * taken.coefficient
            taken.received = 0.0
        for made in self.outputs:
            made.quantity = output * made.coefficient
            made.given = 0.0

    def dispose(self) -> None:
        """Buy what contracts did not bring; sell or discard what they did not take."""
        for taken in self.inputs:
            taken.bought = taken.quantity - taken.received
        for made in self.outputs:
            made.released = made.quantity - made.given

    def settle(self) -> None:
        """Post the month's money, update the balance sheet and keep what is recorded."""
        ledger.post_trade(self)
        ledger.post_costs(self)
        ledger.post_taxes(self)
        ledger.post_finance(self)
        ledger.update_balance_sheet(self)

    def close_books(self) -> None:
        """Check the month's balances; raise where one stays open."""
        books.close(self)

    # Search

    def typical_output(self) -> float:
        """Return the output a month on which a contract is planned."""
        return min(self.demand, self.capacity)

    def spending_power(self) -> float:
        """Return what can be invested now: cash and credit, less what was committed this month."""
        cash = max(self.cash, 0.0)
        assets = cash + self.receivables + self.fixed_assets
        credit = self.model.assumption["max_debt_ratio"] * assets - self.debt
        return cash + max(credit, 0.0) - self.committed

    def find_offers(self) -> list[Offer]:
        """Return the exchanges that would pay both sides, over all takers known and in reach."""
        model = self.model
        talks, rate = model.talks, model.assumption["talks_rate"]
        full = 1.0 - LEAST_SHARE
        offers = []
        for have in self.have:
            if have.slot.given_share >= full:
                continue
            for partner in have.partners:
                want = partner.want
                if partner.held or want.slot.taken_share >= full:
                    continue
                if not partner.same_owner and (
                    not (have.known or want.known) or unit(draw(talks, partner.key)) >= rate
                ):
                    continue
                offer = self.appraise(have, partner)
                if offer is not None:
                    offers.append(offer)
        return offers

    def appraise(self, have: Have, partner: Partner) -> Offer | None:
        """Return the offer that an exchange makes, or None where it does not pay both sides."""
        assume, option, want, km = self.model.assumption, have.option, partner.want, partner.km
        ratio = option.ratio
        if option.is_heat:
            ratio *= max(1.0 - assume["heat_loss_per_km"] * km, 0.0)
        worth = ratio * want.slot.price + option.coproduct_cny
        if partner.site_cost is None:
            word = draw(self.model.site_word, partner.key)
            partner.site_cost = math.exp(assume["site_cost_sd"] * normal(word))
        transport = option.transport_fixed_cny + option.transport_cny_per_km * km
        handling = option.pretreatment_cny * partner.site_cost + transport
        capex = option.capex_cny * partner.site_cost
        annuity = capex * want.firm.recovery
        value = have.slot.value
        forgone = value * option.avoided_share if value < 0 else value
        trust = 1.0 if partner.same_owner else assume["trust_start"]
        risk = assume["risk_premium"] * (1.0 - trust)
        stake = assume["market_good_stake"] if value > 0 else 1.0
        dealing = assume["transaction_cost"] * stake * abs(worth)
        giver_asks = risk * stake * abs(forgone)
        taker_asks = risk * (stake * abs(worth) + handling + annuity)
        built = worth - handling - forgone - dealing - giver_asks - taker_asks
        joint = built - annuity
        gain = joint * self.amount(have, partner, ratio) if joint > 0 else 0.0
        if gain <= 0:
            return None
        least = forgone + giver_asks
        return Offer(have, partner, ratio, handling, capex, least, joint, built, gain)

    def amount(self, have: Have, partner: Partner, ratio: float) -> float:
        """Return what the pair could exchange a month: free supply against free need."""
        want = partner.want
        whole = have.slot.coefficient * self.typical_output()
        share = min(have.option.max_share - want.share, 1.0 - want.slot.taken_share)
        need = want.slot.coefficient * want.firm.typical_output() * max(share, 0.0)
        amount = min(whole * (1.0 - have.slot.given_share), need / max(ratio, 1e-12))
        return amount if amount > LEAST_SHARE * whole else 0.0
