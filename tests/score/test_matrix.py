"""The picture of all facts: where a reading stands, and in which colour."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from vertikal.lab import ScoreCard, ScoredFact
from vertikal.plots import matrix
from vertikal.plots._style import AMBER, BLUE


def fact(name, median, *, null=False, in_sample=False, band=(10.0, 30.0), **said):
    return ScoredFact(
        name, "q", "1", "A", said.get("observed", 20.0), band, median, median - 1, median + 1,
        band[0] <= median <= band[1], null, True, in_sample, 1.0, "", "",
    )  # fmt: skip


def card(name, *facts):
    return ScoreCard(name, 4, 0, facts)


def marks(figure):
    """Place, marker, colour and fill of every median, in order of row."""
    found = [line for ax in figure.axes for line in ax.get_lines() if len(line.get_xdata()) == 1]
    return [
        (
            float(x.get_xdata()[0]),
            x.get_marker(),
            to_hex(x.get_markeredgecolor()),
            x.get_markerfacecolor(),
        )
        for x in found
    ]


def test_a_median_stands_in_half_widths_of_the_observed_band():
    figure = matrix([card("one", *(fact(f"f{m}", float(m)) for m in (20, 30, 15, 50, -10)))])
    places = [place for place, *_ in marks(figure)]
    assert places == pytest.approx([0.0, 1.0, -0.5, 1 + np.log(3), -1 - np.log(3)])


def test_verdicts_differ_in_marker_and_colour():
    facts = (
        fact("evidence", 20.0), fact("in_sample", 20.0, in_sample=True),
        fact("null_too", 20.0, null=True), fact("miss", 50.0),
    )  # fmt: skip
    evidence, in_sample, null_too, miss = marks(matrix([card("one", *facts)]))
    assert evidence[1:] == ("o", BLUE, BLUE)
    assert in_sample[1:] == ("o", BLUE, "white")
    assert miss[1:] == ("X", AMBER, AMBER)
    assert null_too[1] == "s"
    assert null_too[2] not in (BLUE, AMBER)


def test_what_is_far_off_is_an_arrow_at_the_edge():
    far, near = marks(matrix([card("one", fact("far", 1e9), fact("near", -1e9))]))
    assert (far[1], near[1]) == (">", "<")
    assert far[0] == -near[0] == pytest.approx(1 + np.log(30))


def test_facts_are_grouped_by_scenario_and_no_group_is_torn():
    cards = [card(f"land_{k}", *(fact(f"f{k}_{i}", 20.0) for i in range(20))) for k in range(6)]
    figure = matrix(cards)
    assert len(figure.axes) == 3
    for ax in figure.axes:
        heads = [t.get_text() for t in ax.texts if t.get_text().startswith("Land")]
        names = [t.get_text() for t in ax.get_yticklabels() if t.get_text()]
        assert len(heads) == 2
        assert len(names) == 40
    figure.canvas.draw()


@pytest.mark.parametrize(
    "cards",
    [[], [card("bare")], [card("one", fact("a", 3.0, band=(3.0, 3.0), observed=3.0))],
     [card("words", fact("all", 20.0, observed="all"))]],
)  # fmt: skip
def test_little_can_be_drawn_too(cards):
    matrix(cards).canvas.draw()
