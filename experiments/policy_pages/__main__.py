"""`python -m experiments.policy_pages` writes `docs/policies` anew from modules and `effects.csv`.

With `effects` it first runs the example parks with and without each policy, prints the table and
keeps it in `effects.csv`; policies may be named after it, whose rows alone are measured anew.
`effects --quick` runs one short pair a policy and prints its table only.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from experiments.policy_pages.effects import (
    FULL,
    QUICK,
    merged,
    rows_of,
    stored,
    text_of,
    write_stored,
)
from experiments.policy_pages.pages import write
from policies.registry import all_policies


def main(words: Sequence[str]) -> None:
    """Do what the command line says. Errors: `SystemExit` for a policy that does not exist."""
    known = all_policies()
    if words and words[0] == "effects":
        names = [word for word in words[1:] if word != "--quick"]
        unknown = sorted(set(names) - known.keys())
        if unknown:
            raise SystemExit(f"there is no policy {', '.join(unknown)}; write one of `policies/`")
        quick = "--quick" in words
        measured = rows_of(names or list(known), QUICK if quick else FULL)
        print(text_of(measured), end="")
        if quick:
            return
        write_stored([row for row in merged(stored(), measured) if row.policy in known])
    elif words:
        raise SystemExit("write nothing, or effects [--quick] [POLICY ...]")
    write()


if __name__ == "__main__":
    main(sys.argv[1:])
