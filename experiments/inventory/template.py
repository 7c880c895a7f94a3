"""An example table that runs: three enterprises, one of them selling steam to another."""

from __future__ import annotations

from pathlib import Path

from experiments.atomic import write_whole
from sim.faults import Fault, raise_faults

EXAMPLE = """\
enterprise,activity,carrier,quantity,unit,counterpart,\
heating_value_gj_per_unit,co2_factor_t_per_unit,note
Heat plant,fuel burnt,bituminous_coal,60000,t,,,,
Heat plant,fuel burnt,biomass,3000,t,,,,its CO2 stands apart
Heat plant,process,limestone,900,t,,,,flue gas cleaning
Heat plant,electricity sold,,52000,MWh,,,,to the grid
Heat plant,heat sold,steam,180000,t,Dye works,,,inside: cancels in the park
Heat plant,air pollutant,so2,31,t,,,,
Heat plant,air pollutant,nox,45,t,,,,
Heat plant,solid waste generated,fly_ash,9000,t,,,,
Heat plant,solid waste used,fly_ash,8100,t,,,,
Heat plant,solid waste disposed,fly_ash,900,t,,,,
Dye works,fuel burnt,natural_gas,800,10^4 m3,,,,
Dye works,fuel burnt,diesel,120,t,,43.1,,heating value measured
Dye works,electricity bought,,3600,10^4 kWh,,,,
Dye works,green electricity bought,,9000,MWh,,,,with certificates
Dye works,own renewable electricity,,4200,MWh,,,,rooftop
Dye works,fresh water,,210,10^4 m3,,,,
Dye works,reused water,,140,10^4 m3,,,,
Dye works,waste water,,180,10^4 m3,,,,
Dye works,water pollutant,cod,90,t,,,,
Dye works,water pollutant,nh3n,4.5,t,,,,
Dye works,waste heat available,,60000,GJ,,,,
Dye works,waste heat used,,27000,GJ,,,,
切片厂,购入电力,,1200,万千瓦时,,,,names may be Chinese
切片厂,购入热力,热力,35000,GJ,,,,from outside the table
切片厂,新鲜水,,12,万立方米,,,,
"""
"""Every kind of unit and most activities; the names are invented."""


def write_example(path: Path, overwrite: bool = False) -> Path:
    """Write the example table. Errors: `InputError` where the file exists, unless `overwrite`."""
    if path.exists() and not overwrite:
        raise_faults([Fault(str(path), "exists", "name another file or give --force")])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, EXAMPLE.encode("utf-8-sig"))
    return path
