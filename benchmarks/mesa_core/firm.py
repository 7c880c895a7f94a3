"""A firm as a Mesa agent: what it plans, makes, buys and sells, and where it looks for partners."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import mesa

from benchmarks.mesa_core import books, ledger
from benchmarks.mesa_core.deals import meet
from benchmarks.mesa_core.draws import draw, normal, unit
from benchmarks.mesa_core.goods import Have, Input, Output, Pair, Want
from benchmarks.mesa_core.tables import PRIVATE, SIZES, YearTable, hurdle_rate, pay_scale
from sim.money import ACCOUNTS

if TYPE_CHECKING:
    from benchmarks.mesa_core.model import CoreModel


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
    upkeep_share: float
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
        self.want: list[Want] = []
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
        self.storage_cost = 0.0
        self.links = 0

    def produce(self) -> None:
        """Use inputs, from store what it may cover, and make outputs: output x coefficient."""
        output = self.output
        for taken in self.inputs:
            taken.quantity = output * taken.coefficient
            taken.drawn = min(taken.store, taken.store_share * taken.quantity)
            taken.received = taken.laid_in = taken.prepared = 0.0
        for made in self.outputs:
            made.quantity = output * made.coefficient
            made.given = 0.0

    def lay_in(self) -> None:
        """Keep what storable contracts brought beyond the month's use, and pay for all in store."""
        for taken in self.inputs:
            taken.quantity += taken.prepared
            if taken.keeps:
                used = taken.store_share * taken.quantity
                taken.laid_in = max(taken.received + taken.drawn - used, 0.0)
            taken.store += taken.laid_in - taken.drawn
            if taken.store:
                tonnes = taken.store * taken.stream.mass_kg / 1000.0
                self.storage_cost += tonnes * self.model.assumption["storage_cny_per_t_month"]

    def dispose(self) -> None:
        """Buy what neither contracts nor stores gave; sell or discard what was not taken."""
        for taken in self.inputs:
            taken.bought = taken.quantity - taken.received + taken.laid_in - taken.drawn
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

    def look(self, freed: Collection[Input | Output]) -> Iterator[Pair]:
        """Meet takers of what the firm puts out and givers of what it takes in.

        In its own month it looks for all it has, else for what an ended contract left free.
        """
        model = self.model
        mine = self.turn == model.month % 12
        for have in [one for one in self.have if mine or one.slot in freed]:
            takers = model.takers[have.option.row].next_to(self._point(have), model.most_met)
            yield from (meet(have, want) for want in takers)
        for want in [one for one in self.want if mine or one.slot in freed]:
            givers = model.givers[want.option.row].next_to(self._point(want), model.most_met)
            yield from (meet(have, want) for have in givers)

    def _point(self, prospect: Have | Want) -> float:
        """Return where the firm looks this year on the ring of an option's other side."""
        return unit(draw(draw(self.model.meetings, self.key), prospect.option.key))
