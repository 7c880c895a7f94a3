r"""The account of a table of quantities: energy, CO2 by scope, pollutants, water and waste.

Known answers, each by the standard named, of tables with these columns:

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> def account(*rows, **given):
...     with TemporaryDirectory() as folder:
...         table = Path(folder, "table.csv")
...         lines = ("enterprise,activity,carrier,quantity,unit,counterpart", *rows)
...         _ = table.write_text("\n".join(lines) + "\n", encoding="utf-8")
...         return inventory(table, **given)

NDRC guidelines for the accounts of enterprises (GB/T 32151), a firm with several fuels: mass or
volume x heating value x carbon x oxidation rate x 44/12, summed.

>>> fuels = ["mill,fuel burnt,bituminous_coal,10000,t,", "mill,fuel burnt,diesel,100,t,"]
>>> fuels += ["mill,fuel burnt,natural_gas,50,10^4 m3,", "mill,fuel burnt,lpg,20,t,"]
>>> by_hand = 10000 * 23.204 * 0.02618 * 0.93 + 100 * 43.33 * 0.0202 * 0.98
>>> by_hand += 50 * 389.31 * 0.0153 * 0.99 + 20 * 47.31 * 0.0172 * 0.99
>>> round(by_hand * 44 / 12, 1), round(account(*fuels).park["scope_1"], 1)
(22169.8, 22169.8)

GB/T 2589-2020, comprehensive energy in tce: 0.7143 a tonne of raw coal, 1.4571 of diesel, 0.1229 a
MWh and 0.03412 a GJ of heat at calorific value; at equal value the coal that a plant burns for them
(2023: 0.3016 a MWh, 0.04 a GJ).

>>> used = ["mill,fuel burnt,raw_coal,1000,t,", "mill,fuel burnt,diesel,10,t,"]
>>> used += ["mill,electricity bought,,10000,MWh,", "mill,heat bought,,500,GJ,"]
>>> round(1000 * 0.7143 + 10 * 1.4571 + 10000 * 0.1229 + 500 * 0.03412, 3)
1974.931
>>> round(account(*used).park["energy_tce"], 3)
1974.931
>>> round(account(*used, tce="equal_value").park["energy_tce"], 3)
3764.871

GB/T 32150-2015, net of energy sold: where a plant sells 50 000 GJ of steam to a dyer (0.11 t/GJ),
both ledgers move and the park's total stays.

>>> coal = ["plant,fuel burnt,raw_coal,9000,t,", "dyer,fresh water,,1,m3,"]
>>> alone = account(*coal)
>>> trading = account(*coal, "plant,heat sold,,50000,GJ,dyer")
>>> for found in (alone, trading):
...     firms = [round(firm["co2_location"], 1) for firm in found.firms.values()]
...     print(firms, round(found.park["co2_location"], 1))
[17103.0, 0.0] 17103.0
[11603.0, 5500.0] 17103.0

Environmental Protection Tax Law, annex 2, pollution equivalents: 0.95 kg of SO2, 4 kg of dust, 1 kg
of COD and 0.8 kg of ammonia nitrogen make one each.

>>> left = ["mill,air pollutant,so2,950,kg,", "mill,air pollutant,dust,400,kg,"]
>>> left += ["mill,water pollutant,cod,10000,kg,", "mill,water pollutant,nh3n,800,kg,"]
>>> park = account(*left).park
>>> park["air_equivalents"], park["water_equivalents"]
(1100.0, 11000.0)
"""

from experiments.inventory.account import Inventory, inventory
from experiments.inventory.template import write_example

__all__ = ["Inventory", "inventory", "write_example"]
