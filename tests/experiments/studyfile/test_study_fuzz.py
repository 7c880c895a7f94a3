"""Whatever a study says, it is read or refused with its faults: never a traceback."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.design.registry import designs
from experiments.study import Study
from experiments.studyfile.form import KEYS
from sim.faults import InputError
from tests.experiments.sweep.studies import small

WORDS = (
    "all", "package", "tables", "range", "subsidy", "subsidi", "known_share", "coal_price",
    "parameter", "tou_peak", "method", "size", "levels", "trajectories", "seed", "second_order",
    "low", "high", "steps", "strength", "assumption", "uncertainty", "none", "baseline", "reused",
    "co2_*", "", *designs(),
)  # fmt: skip
SCALARS = st.one_of(
    st.sampled_from(WORDS), st.booleans(), st.integers(-2, 9), st.sampled_from([10**9, 10**18]),
    st.floats(-1, 3), st.sampled_from([float("nan"), float("inf")]), st.none(),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
    ),
    max_leaves=8,
)
CONTENTS = st.dictionaries(st.sampled_from([*KEYS, "sedes"]), VALUES, max_size=5)
OPTIONS: dict[str, dict[str, Any]] = {
    "factorial": {"levels": st.integers(2, 3)},
    "latin_hypercube": {"size": st.integers(2, 9)},
    "sobol_sequence": {"size": st.sampled_from([2, 8, 9])},
    "sobol": {"size": st.sampled_from([2, 4, 5]), "second_order": st.booleans()},
    "morris": {"trajectories": st.integers(2, 5), "levels": st.sampled_from([2, 4, 5])},
    "fast": {"size": st.integers(60, 70), "harmonics": st.just(4)},
}
LEVERS = {
    "strength": ["subsidy", "broker", "package", "land_use"],
    "assumption": ["known_share", "shock_sd"],
    "uncertainty": ["coal_price", "parameter.tou_peak"],
}
GIVEN = st.sampled_from(
    ["range", True, {}, {"low": 0.2}, {"high": 0.5}, {"low": 0.2, "high": 0.25}, 0.25, [0.25, 0.3],
     {"steps": 2}, {"low": 0.3, "high": 0.2}]
)  # fmt: skip
SAMPLED = st.one_of(
    st.fixed_dictionaries(
        {"design": st.fixed_dictionaries({"method": st.just(name), **options})},
        optional={
            kind: st.one_of(
                st.dictionaries(st.sampled_from(names), GIVEN, min_size=1, max_size=2),
                st.lists(st.sampled_from(names), min_size=1, max_size=2),
            )
            for kind, names in LEVERS.items()
        },
    )
    for name, options in OPTIONS.items()
)


def is_read_or_refused(content: dict[str, Any]) -> bool:
    try:
        study = Study.of(**{"name": "s", "park": "kalundborg", **content})
        if study.plan.count() <= 200 and len(study.seeds) * len(study.draws) <= 100:
            assert len(study.runs()) >= 1
        return True
    except InputError as error:
        assert error.faults
        assert all(fault.wrong and fault.mend for fault in error.faults)
        return False


@settings(max_examples=120)
@given(CONTENTS)
def test_any_content_is_read_or_refused(content: dict[str, Any]) -> None:
    is_read_or_refused(content)


def test_any_design_is_read_or_refused() -> None:
    read = []

    @settings(max_examples=120)
    @given(SAMPLED)
    def tried(content: dict[str, Any]) -> None:
        read.append(is_read_or_refused(content))

    tried()
    assert 10 < sum(read) < len(read), "some are sound, and some are not"


def test_numbers_and_arrays_of_numpy_are_as_good() -> None:
    study = small(
        seeds=range(1, 4), packages=["none"], until=np.int64(2021),
        strength={"subsidy": np.linspace(0.0, 2.0, 3), "broker": np.float32(0.5)},
    )  # fmt: skip
    assert study.strength == {"subsidy": (0.0, 1.0, 2.0), "broker": (0.5,)}
    assert study.seeds == (1, 2, 3) and len(study.runs()) == 9
    with pytest.raises(InputError, match="seeds: is 'many'"):
        small(seeds="many")
