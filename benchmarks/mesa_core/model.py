"""The frozen core as a Mesa model: firms act through the AgentSet, a DataCollector records."""

from __future__ import annotations

from typing import Any

import mesa

from benchmarks.mesa_core import market
from benchmarks.mesa_core.draws import start
from benchmarks.mesa_core.firm import Firm
from benchmarks.mesa_core.goods import Contract, Have, Input, Output, Ring, Want
from benchmarks.mesa_core.setting import place_firms
from benchmarks.mesa_core.tables import YearTable, demand_paths
from sim.assumptions import assumptions
from sim.catalogue import FIRST_YEAR, load_catalogue
from sim.park_columns import ParkColumns
from sim.record import VARIABLES
from sim.terms import SHEET


def total(name: str) -> Any:
    """Return a reporter that sums an attribute over the firms."""
    return lambda model: sum(getattr(firm, name) for firm in model.agents)


class CoreModel(mesa.Model):
    """The core of a month on `columns`, which it reads once and leaves as they are."""

    def __init__(self, columns: ParkColumns, seed: int, months: int) -> None:
        super().__init__(rng=seed)
        self.catalogue = catalogue = load_catalogue()
        self.assumption = assume = assumptions(catalogue)
        self.seed_of_draws, self.month = seed, 0
        self.land_tax_cny_per_m2 = SHEET["land_tax_cny_per_m2"].default
        self.loan_spread = SHEET["loan_spread_pp"].default
        self.paths = demand_paths(catalogue, seed, assume["macro_correlation"])
        self.shock_words = [start(seed, "output", month) for month in range(months)]
        spread, persistence = assume["shock_sd"], assume["shock_persistence"]
        self.shock_mean = 0.5 * spread * spread / (1.0 - persistence * persistence)
        self.site_word = start(seed, "site")
        self.most_met = int(assume["partners_met"])
        self.slots: list[Input | Output] = []
        self.inputs: list[Input] = []
        self.givers: dict[int, Ring[Have]] = {}
        self.takers: dict[int, Ring[Want]] = {}
        self.contracts: list[Contract] = []
        self.live: list[Contract] = []
        self.firms: list[Firm] = place_firms(self, columns)
        self.base: dict[int, float] = {}
        for firm in self.firms:
            self.base[firm.sector] = self.base.get(firm.sector, 0.0) + firm.base_output
        # Mesa 3.3 keeps every model alive through this class-level table
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        names = ("scope_1_tco2e", "reused_t", "links")
        self.datacollector = mesa.DataCollector(
            model_reporters={name: total(name) for name in names},
            agent_reporters={name: name for name, _ in VARIABLES},
        )

    def step(self) -> None:
        """Run one month."""
        firms = self.agents
        if self.month % 12 == 0:
            self.open_year()
        market.start_contracts(self)
        firms.do("plan_output")
        firms.do("produce")
        market.deliver(self)
        firms.do("lay_in")
        firms.do("dispose")
        market.search(self)
        market.post_links(self)
        firms.do("settle")
        firms.do("close_books")
        market.check_contracts(self)
        self.datacollector.collect(self)
        self.month += 1

    def open_year(self) -> None:
        """Pay dividends, set the year's prices and share each sector's demand by capacity."""
        year = FIRST_YEAR + self.month // 12
        table = YearTable(self.catalogue, year)
        firms = self.agents
        for firm in firms:
            firm.money = dict.fromkeys(firm.money, 0.0)
        firms.do("pay_dividends")
        firms.do("read_prices", table)
        capacity: dict[int, float] = {}
        for firm in firms:
            capacity[firm.sector] = capacity.get(firm.sector, 0.0) + firm.capacity
        for firm in firms:
            share = firm.capacity / capacity[firm.sector]
            path = self.paths[firm.sector][year - FIRST_YEAR]
            firm.demand = self.base[firm.sector] * path * share / 12.0
        self.talks = start(self.seed_of_draws, "talks", self.month // 12)
        self.meetings = start(self.seed_of_draws, "meet", self.month // 12)
        for contract in self.contracts:
            contract.delivered_year = contract.spurned_year = contract.lacking_year = 0.0


def run_mesa(columns: ParkColumns, seed: int, months: int) -> CoreModel:
    """Run the core on Mesa and return the model as it ends."""
    model = CoreModel(columns, seed, months)
    for _ in range(months):
        model.step()
    return model
