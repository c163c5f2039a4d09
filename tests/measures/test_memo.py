"""What was made from the same input is kept, within bounds, and never for another input."""

import numpy as np

from vertikal import measures
from vertikal.measures._memo import Memo, digest
from vertikal.measures._returns import returns_of


def test_a_result_is_made_once_and_the_oldest_goes_first():
    memo, made = Memo(most=2, size=lambda _: 1), []

    def recall(name):
        return memo.recall(name.encode(), lambda: made.append(name) or name)

    assert [recall(n) for n in "aabacab"] == list("aabacab")
    assert made == ["a", "b", "c", "b"]  # c drove out b, the oldest; a was read again


def test_what_is_too_large_is_returned_and_not_kept():
    memo = Memo(most=1, size=lambda _: 2)
    assert [memo.recall(b"x", lambda v=v: v) for v in (1, 2)] == [1, 2]


def test_a_digest_tells_apart_values_shapes_and_order():
    x = np.arange(6.0)
    different = [(x,), (x.reshape(2, 3),), (x.astype(np.float32),), (x[::-1],), (x, 1), (1, x), ()]
    assert len({digest(*parts) for parts in different}) == len(different)
    assert digest(x, "a") == digest(x.copy(), "a")


def test_returns_are_drawn_anew_once_the_truth_has_changed(data):
    vote = "president_2020"
    data["national_honest"].values[:] = 0.5
    before = returns_of(data, vote)
    assert returns_of(data, vote) is before
    data["national_honest"].values[0, 5, 0] = 0.9
    assert returns_of(data, vote) is not before
    assert returns_of(data, "parliament_2021") is not before


def test_a_fit_is_shared_by_the_measures_that_read_it(data):
    data["national_honest"].values[:] = data["leader_honest"].values[:] = 0.5
    first = [
        measures.load(m)(data, vote="president_2020").values for m in ("klimek_fi", "klimek_fe")
    ]
    again = [
        measures.load(m)(data, vote="president_2020").values for m in ("klimek_fe", "klimek_fi")
    ]
    np.testing.assert_array_equal(first, again[::-1])
