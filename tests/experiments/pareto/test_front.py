"""Who is not dominated, who is nearest to the ideal, and what the archive keeps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from experiments.pareto import Archive, compromise, nondominated

POINTS = arrays(np.float64, st.tuples(st.integers(1, 40), st.just(2)), elements=st.integers(0, 9))


@given(POINTS)
@settings(max_examples=60, deadline=None)
def test_every_point_is_matched_by_one_that_stays(points):
    kept = points[nondominated(points)]
    for point in points:
        assert (kept <= point).all(axis=1).any()
    for one in kept:
        assert not ((kept <= one).all(axis=1) & (kept < one).any(axis=1)).any()


@given(POINTS)
@settings(max_examples=60, deadline=None)
def test_an_archive_without_boxes_is_the_plain_front(points):
    archive = Archive((0.0, 0.0))
    for k, point in enumerate(points):
        archive.offer(np.array([k]), point)
    front = points[nondominated(points)]
    assert sorted(archive.values.tolist()) == sorted(front.tolist())


@given(POINTS)
@settings(max_examples=60, deadline=None)
def test_boxes_leave_no_point_unmatched_by_more_than_epsilon(points):
    epsilon = np.array([2.0, 3.0])
    archive = Archive(epsilon.tolist())
    for k, point in enumerate(points):
        archive.offer(np.array([k]), point)
    boxes = np.floor(archive.values / epsilon)
    assert len(np.unique(boxes, axis=0)) == len(archive) and nondominated(boxes).all()
    for point in points:
        assert (archive.values <= point + epsilon).all(axis=1).any()


def test_of_one_box_the_nearer_to_its_corner_stays():
    archive = Archive((1.0, 1.0))
    assert archive.offer(np.array([0]), np.array([0.5, 0.6]))
    assert archive.offer(np.array([1]), np.array([0.2, 0.3]))
    assert not archive.offer(np.array([2]), np.array([0.9, 0.1]))
    assert archive.positions.tolist() == [[1]]


def test_compromise_is_the_nearest_to_the_ideal_whatever_the_units():
    front = np.array([[0.0, 10.0], [2.0, 3.0], [10.0, 0.0]])
    assert compromise(front) == 1
    assert compromise(front * np.array([1e6, 1e-3])) == 1
    with pytest.raises(ValueError, match="without members"):
        compromise(front[:0])
