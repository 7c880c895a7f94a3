"""Benchmarks: the engine beside an idiomatic Mesa model of the same frozen core of a month.

The core, and with it the comparison, is frozen: what the model learns later stays outside, and a
changed rule inside it is changed on both sides, or they no longer agree. A month of it is

1. in January: dividends, the year's prices, wages and loan rates, the year's demand;
2. plan output (demand x season x shock, within capacity) and produce (output x recipe);
3. deliver by contract, storable goods into the taker's store too; release or buy the rest outside;
4. let contracts end, let givers and takers meet, appraise the two-sided gain of those who know the
   option and are in reach, and sign in order of joint gain what shares and money allow;
5. settle: trade, links, costs, taxes, finance, balance sheets, and the recorded columns;
6. close the books: every enterprise's streams, mass, carbon and money, and every contract.

Both sides leave out exit and entry, retrofits and expansion, policies, the spread of knowledge, the
yearly review of links, links that stand at the start, and shared plants (the park has none). Both
start from the same columns (`sim.build`), read the same tables and use the same keyed draws, so
that every variable of every month can be compared.
"""
