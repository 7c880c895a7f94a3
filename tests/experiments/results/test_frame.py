"""A frame whose columns are worked out late."""

import pickle

import numpy as np

from experiments.frame import Array, Frame


def test_a_late_column_is_worked_out_once_and_only_when_asked_for() -> None:
    called = []

    def tonnes() -> Array:
        called.append("t")
        return np.array([2.0, 5.0, 7.0])

    giver = np.array(["mill", "kiln", "mill"], dtype=object)
    frame = Frame({"t": tonnes, "giver": giver})
    assert len(frame) == 3
    mill = frame.where(giver="mill")
    assert list(mill.rows("giver")) == [{"giver": "mill"}, {"giver": "mill"}]
    assert len(frame.take(np.array([0]))) == 1
    assert called == []
    assert mill["t"].tolist() == [2.0, 7.0]
    assert frame["t"].tolist() == [2.0, 5.0, 7.0]
    assert called == ["t"]
    assert list(mill.columns) == ["t", "giver"]
    assert pickle.loads(pickle.dumps(mill)).same_as(Frame.of_rows(list(mill.rows())))
