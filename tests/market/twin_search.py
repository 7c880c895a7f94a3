"""A month's search once more: plain Python, one number at a time, written from the rules."""

from __future__ import annotations

import math
from bisect import bisect_left
from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.mesa_core.draws import draw, pair_key, start, unit
from sim.columns import BY_HEAT, BY_PLAN, BY_WATER, Columns
from sim.draws import normal_quantiles
from sim.kernels import OWN_T, POWER_KWH
from sim.money import ACCOUNT
from sim.recipes import POWER
from sim.stream_facts import LINK_CLASSES
from sim.world import World

Pair = tuple[int, int]
After = dict[str, Any]

HEAT, FLUIDS, GOODS = 0, 1, 2
LEAST_SHARE = 0.01


def plain(columns: Columns) -> SimpleNamespace:
    """Return columns as lists of Python numbers."""
    return SimpleNamespace(**{name: getattr(columns, name).tolist() for name in columns.names()})


class Market:
    """A month's market: everything that a search reads and changes, as plain lists."""

    def __init__(self, world: World) -> None:
        self.world, self.month, self.assume = world, world.month, world.assumption
        columns = world.columns
        self.firms, self.slots = plain(columns.enterprises), plain(columns.slots)
        self.prospects, self.contracts = plain(columns.prospects), plain(columns.contracts)
        self.capex = world.flows.money[ACCOUNT["capex"]].tolist()
        self.ties, self.built, self.held = dict(world.ties), dict(world.built), set(world.held)
        self.facts = world.market.facts
        tables = world.catalogue.tables
        self.options, self.streams = tables["exchanges"], tables["streams"]
        self.option_key = world.catalogue.exchange_keys.tolist()
        self.owner = [self.slots.enterprise[slot] for slot in self.prospects.slot]
        nobody = np.zeros(len(columns.enterprises))
        self.platform = world.memory.get("platform", nobody).tolist()
        self.site_costs = np.exp(self.assume["site_cost_sd"] * normal_quantiles()).tolist()
        steam = set(world.plants.heat_slots.tolist())
        self.plan = [
            self._typical(row, slot in steam) * self.slots.coefficient[slot]
            for slot, row in enumerate(self.slots.enterprise)
        ]

    def _typical(self, row: int, steam: bool) -> float:
        """Return the output a month on which an enterprise plans a contract, of steam or else."""
        dispatch, capacity = self.firms.dispatch[row], self.firms.capacity[row]
        if not self.firms.active[row]:
            return 0.0
        if dispatch == BY_HEAT:
            year = self.world.last_book.output.item(row)
            usual = year if year > 0 else self.firms.base_output[row]
            return float(capacity if steam else usual / 12.0)
        if dispatch == BY_WATER:
            return float(self.world.flows.output.item(row))
        return float(min(self.world.memory["demand"].item(row), capacity))

    def end_contracts(self) -> list[Pair]:
        """Free what ends with this month; return the pairs."""
        ended, c = [], self.contracts
        for row, end in enumerate(c.end_month):
            if end == self.month + 1:
                self.slots.given_share[c.giver_slot[row]] -= c.giver_share[row]
                self.slots.taken_share[c.taker_slot[row]] -= c.taker_share[row]
                self.prospects.share[c.taker_prospect[row]] -= c.taker_share[row]
                ended.append((c.giver_prospect[row], c.taker_prospect[row]))
        self.held.difference_update(ended)
        return ended

    def report_studies(self) -> list[Pair]:
        """Let both sides of a study that is done know the option and trust each other more."""
        done = []
        for pair, month in self.world.proposals.items():
            sides = self.owner[pair[0]], self.owner[pair[1]]
            if month == self.month and self.firms.active[sides[0]] and self.firms.active[sides[1]]:
                for prospect in pair:
                    self.prospects.known[prospect] = True
                self.ties[sides] = max(self.ties.get(sides, 0.0), self.assume["broker_trust"])
                done.append(pair)
        return done

    def shelf(self, prospect: int) -> int:
        """Return the number of a prospect's park and option."""
        park = self.firms.park[self.owner[prospect]]
        return int(park * len(self.option_key) + self.prospects.exchange[prospect])

    def rings(self) -> dict[tuple[int, bool], list[tuple[float, int]]]:
        """Return by (shelf, giver) the prospects that stand there, in the order of their keys."""
        rings: dict[tuple[int, bool], list[tuple[float, int]]] = {}
        for row, gives in enumerate(self.prospects.giver):
            shelf = self.shelf(row)
            place = shelf + unit(self.firms.key[self.owner[row]])
            rings.setdefault((shelf, gives), []).append((place, row))
        return {name: sorted(ring) for name, ring in rings.items()}

    def meet(self, ended: list[Pair], invited: list[Pair]) -> list[Pair]:
        """Return the pairs that could deal: those invited and those whom who looks comes across."""
        freed = {self.prospects.slot[prospect] for pair in ended for prospect in pair}
        found, rings = set(ended) | set(invited), self.rings()
        word = start(self.world.draws.seed, "meet", self.month // 12)
        for row, gives in enumerate(self.prospects.giver):
            key = self.firms.key[self.owner[row]]
            if key % 12 != self.month % 12 and self.prospects.slot[row] not in freed:
                continue
            ring = rings.get((self.shelf(row), not gives), [])
            looks = unit(draw(draw(word, key), self.option_key[self.prospects.exchange[row]]))
            point = bisect_left([place for place, _ in ring], self.shelf(row) + looks)
            for step in range(min(len(ring), int(self.assume["partners_met"]))):
                other = ring[(point + step) % len(ring)][1]
                found.add((row, other) if gives else (other, row))
        return sorted(pair for pair in found if self.may_deal(*pair))

    def may_deal(self, giver: int, taker: int) -> bool:
        """Say whether two prospects of two active firms have room, know, are near and talk."""
        a, b, firms = self.owner[giver], self.owner[taker], self.firms
        option = self.prospects.exchange[giver]
        if a == b or (giver, taker) in self.held:
            return False
        for prospect, firm in ((giver, a), (taker, b)):
            slot = self.prospects.slot[prospect]
            room = 1.0 - self.slots.given_share[slot] - self.slots.taken_share[slot]
            if not firms.active[firm] or room <= LEAST_SHARE:
                return False
        group = firms.owner[a] == firms.owner[b] and firms.owner[a] >= 0
        knows = self.prospects.known[giver] or self.prospects.known[taker] or group
        if not knows or self.km(giver, taker) > self.facts.reach_km.item(option):
            return False
        word = start(self.world.draws.seed, "talks", self.month // 12)
        rate, both = self.assume["talks_rate"], min(self.platform[a], self.platform[b])
        chance = rate + (1.0 - rate) * self.assume["platform_talks"] * both
        talk = unit(draw(word, self.key(giver, taker))) < chance
        return bool(talk or self.trust(a, b) > self.assume["trust_start"])

    def key(self, giver: int, taker: int) -> int:
        """Return the key of a pair's draws."""
        option = self.option_key[self.prospects.exchange[giver]]
        return pair_key(
            self.firms.key[self.owner[giver]], self.firms.key[self.owner[taker]], option
        )

    def km(self, giver: int, taker: int) -> float:
        """Return the distance of a pair."""
        a, b, firms = self.owner[giver], self.owner[taker], self.firms
        dx, dy = firms.x_km[a] - firms.x_km[b], firms.y_km[a] - firms.y_km[b]
        return math.sqrt(dx * dx + dy * dy)

    def trust(self, a: int, b: int) -> float:
        """Return the trust between two firms."""
        if self.firms.owner[a] == self.firms.owner[b] and self.firms.owner[a] >= 0:
            return 1.0
        return float(self.ties.get((a, b), self.assume["trust_start"]))

    def appraise(self, giver: int, taker: int) -> SimpleNamespace:
        """Return what a deal is worth to both sides, CNY per unit given."""
        assume, prices, facts = self.assume, self.world.prices, self.facts
        a, b, km = self.owner[giver], self.owner[taker], self.km(giver, taker)
        give, take = self.prospects.slot[giver], self.prospects.slot[taker]
        option, stream = self.prospects.exchange[giver], self.slots.stream[give]
        o = {name: self.options[name].item(option) for name in OPTION_NUMBERS}
        word = draw(start(self.world.draws.seed, "site"), self.key(giver, taker))
        site, trust = self.site_costs[word >> 52], self.trust(a, b)
        ratio = o["ratio"]
        if facts.is_heat[option]:
            ratio *= max(1.0 - assume["heat_loss_per_km"] * km, 0.0)
        relief = self.world.terms["reuse_relief_cny_per_t"].item(b)
        worth = ratio * prices.price.item(take) + o["coproduct_cny_per_unit"]
        worth += facts.solid_t.item(stream) * relief
        if a != b:
            burnt = self.world.catalogue.exchange_weights[OWN_T].item(option)
            worth -= burnt * self.world.terms["carbon_price_cny_per_t"].item(b)
        value = prices.opportunity.item(give)
        carried, units = self.options["carried"][option], 1.0
        if carried:
            units = o["ratio"]
        row = self.world.catalogue.stream[carried] if carried else stream
        fixed, per_km = (self.streams[name].item(row) * units for name in TRANSPORT_COSTS)
        way = "pipe" if facts.piped[option] else "haul"
        per_km *= self.world.terms[f"{way}_cost_factor"].item(b)
        transport = fixed + per_km * km
        if value > 0 and not facts.piped[option]:
            transport = per_km * max(km - assume["market_km"], 0.0)
        handling = o["pretreatment_cny_per_unit"] * site + transport
        if facts.piped[option] and self.slots.taken_share[take] < 1e-9:
            handling += assume["backup_cost"] * max(worth, 0.0)
        slot = self.world.carrier_slots[b, POWER]
        kwh = self.world.catalogue.exchange_weights[POWER_KWH].item(option)
        power = kwh * prices.price.item(slot) if slot >= 0 else 0.0
        forgone = value * o["disposal_avoided_share"] if value < 0 else value
        stake = assume["market_good_stake"] if value > 0 else 1.0
        dealing = assume["transaction_cost"] * stake * abs(worth) if trust < 1.0 else 0.0
        technology = facts.technology.item(option)
        done = technology >= 0 and {(a, technology), (b, technology)} & self.world.installed
        capex = 0.0 if done else o["capex_cny_per_annual_unit"] * site
        if facts.piped[option]:
            capex *= self.world.terms["pipe_cost_factor"].item(b)
        annuity = capex * self.world.memory["recovery"].item(b)
        risk = assume["risk_premium"] * (1.0 - trust)
        giver_asks = risk * stake * abs(forgone) * 1000.0
        taker_asks = risk * (stake * abs(worth) + handling + power + annuity) * 1000.0
        joint = worth - handling - power - forgone - dealing - (giver_asks + taker_asks) / 1000.0
        gain = joint if (giver, taker) in self.built else joint - annuity
        weight = assume["bargaining_giver"]
        return SimpleNamespace(
            giver=giver, taker=taker, ratio=ratio, handling=handling, capex=capex, km=km,
            price=forgone + giver_asks / 1000.0 + weight * gain,
            worth=max(gain, 0.0) * self.amount(giver, taker, ratio),
        )  # fmt: skip

    def amount(self, giver: int, taker: int, ratio: float) -> float:
        """Return what a pair could exchange a month: free supply against free need."""
        a, b = self.prospects.slot[giver], self.prospects.slot[taker]
        whole = self.plan[a]
        most = self.facts.max_share.item(self.prospects.exchange[giver])
        share = min(most - self.prospects.share[taker], 1.0 - self.slots.taken_share[b])
        need = self.plan[b] * max(share, 0.0)
        amount = min(whole * (1.0 - self.slots.given_share[a]), need / max(ratio, 1e-12))
        return float(amount) if amount > LEAST_SHARE * whole else 0.0

    def rank(self, offer: SimpleNamespace) -> tuple[float, int, int, int]:
        """Return what offers are signed by: the best first, ties by keys."""
        a, b = (self.firms.key[self.owner[prospect]] for prospect in (offer.giver, offer.taker))
        return -offer.worth, a, b, self.prospects.exchange[offer.giver]

    def power(self, row: int) -> float:
        """Return what a firm can pay or borrow now."""
        firms = self.firms
        cash = max(firms.cash[row], 0.0)
        assets = cash + firms.receivables[row] + firms.fixed_assets[row]
        credit = self.assume["max_debt_ratio"] * assets - firms.debt[row]
        return float(cash + max(credit, 0.0) - firms.committed_cny[row])

    def sign(self, offer: SimpleNamespace, left_to_spend: dict[int, float]) -> None:
        """Sign an offer for what is still free, if the taker can pay."""
        giver, taker, slots = offer.giver, offer.taker, self.slots
        a, b = self.prospects.slot[giver], self.prospects.slot[taker]
        seller, buyer, option = self.owner[giver], self.owner[taker], self.prospects.exchange[giver]
        whole, need = self.plan[a], self.plan[b]
        left = 1.0 - slots.given_share[a]
        most = self.facts.max_share.item(option)
        open_share = min(most - self.prospects.share[taker], 1.0 - slots.taken_share[b])
        amount = min(whole * left, need * open_share / offer.ratio)
        stands = self.built.get((giver, taker), 0.0)
        capex = offer.capex * max(amount - stands, 0.0) * 12.0
        if amount <= LEAST_SHARE * whole or capex > left_to_spend[buyer]:
            return
        giver_share, taker_share = (
            min(amount / whole, left),
            min(amount * offer.ratio / need, open_share),
        )
        slots.given_share[a] += giver_share
        slots.taken_share[b] += taker_share
        self.prospects.share[taker] += taker_share
        left_to_spend[buyer] -= capex
        self.capex[buyer] -= capex
        self.firms.committed_cny[buyer] += capex
        self.built[giver, taker] = max(amount, stands)
        self.held.add((giver, taker))
        self.ties.setdefault((seller, buyer), self.assume["trust_start"])
        link_class = LINK_CLASSES[self.facts.link_class.item(option)]
        lead = self.assume[f"lead_months_{link_class}"]
        quicker = 1.0 - min(self.world.terms["link_lead_factor"].item(seller), 1.0)
        spared_months = math.floor(round(lead) * quicker)
        if self.facts.hazardous[option]:
            lead += self.assume["permit_months"]
            spared = 1.0 - min(self.world.terms["permit_factor"].item(seller), 1.0)
            spared_months += round(self.assume["permit_months"] * spared)
        spared_months = min(spared_months, max(round(lead) - 1, 0))
        begins = self.month + (1 if stands > 0 else round(lead) - spared_months)
        by_plan = self.firms.dispatch[buyer] == BY_PLAN
        intakes = self.world.plants.waste_intake.tolist()
        piped = self.facts.piped[option] and self.firms.dispatch[seller] != BY_WATER
        self.append(
            giver_slot=a, taker_slot=b, giver_prospect=giver, taker_prospect=taker, exchange=option,
            giver_share=giver_share, taker_share=taker_share, ratio=offer.ratio,
            price_cny_per_unit=offer.price, handling_cny_per_unit=offer.handling, capex_cny=capex,
            km=offer.km, nominal=amount, signed_month=self.month, start_month=begins,
            end_month=begins + 12 * round(self.assume[f"contract_years_{link_class}"]),
            keeps=bool(self.facts.storable[option] and by_plan and b not in intakes),
            stage=HEAT if self.facts.is_heat[option] else FLUIDS if piped else GOODS,
        )  # fmt: skip

    def append(self, **terms: Any) -> None:
        """Add a contract; what is not given is 0."""
        for name, column in vars(self.contracts).items():
            column.append(terms.pop(name, 0))
        assert not terms


OPTION_NUMBERS = (
    "ratio", "coproduct_cny_per_unit", "pretreatment_cny_per_unit", "disposal_avoided_share",
    "capex_cny_per_annual_unit",
)  # fmt: skip
TRANSPORT_COSTS = ("transport_fixed_cny_per_unit", "transport_cny_per_unit_km")


def searched(world: World) -> After:
    """Let contracts end, who looks meet, and the best deals be signed first."""
    market = Market(world)
    ended = market.end_contracts()
    if world.symbiosis:
        pairs = market.meet(ended, market.report_studies())
        offers = [market.appraise(*pair) for pair in pairs]
        power = {row: market.power(row) for row in range(len(market.firms.key))}
        for offer in sorted((o for o in offers if o.worth > 0), key=market.rank):
            market.sign(offer, power)
    after = {"ties": market.ties, "built": market.built, "held": market.held}
    for sheet in ("contracts", "slots", "prospects"):
        for name, column in vars(getattr(market, sheet)).items():
            after[f"columns.{sheet}.{name}"] = column
    after["columns.enterprises.committed_cny"] = market.firms.committed_cny
    money = world.flows.money.tolist()
    money[ACCOUNT["capex"]] = market.capex
    return after | {"flows.money": money}
