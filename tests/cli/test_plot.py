"""`vertikal plot --what`: each picture is made, and what a run does not have is said."""

import pytest

pytest.importorskip("matplotlib")


@pytest.mark.parametrize(
    "words",
    [
        ("fan", "--quantity", "activism"),
        ("fan", "--quantity", "turnout", "--region", "TY-2"),
        ("map", "--quantity", "grievance", "--at", "2003-06"),
        ("compare", "--quantity", "protests"),
        ("fingerprint", "--vote", "president_2001"),
        ("survival", "--tier", "locality", "--since", "2003"),
    ],
    ids=lambda words: words[0],
)
def test_a_picture_is_written(command, dataset, tmp_path, words):
    out = tmp_path / "picture.svg"
    more = ("--with", dataset) if words[0] == "compare" else ()
    done = command("plot", dataset, "--what", *words, *more, "--out", out)
    assert done.code == 0, done.err
    assert out.read_text(encoding="utf-8").lstrip().startswith("<?xml")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("fan", "--quantity", "happiness"), "no quantity 'happiness'; there are activism"),
        (("fan", "--region", "Nowhere"), "no region 'Nowhere'; there are TY-1"),
        (("fan", "--quantity", "risk", "--region", "TY-2"), "whole country only"),
        (("map", "--at", "1999-01"), "no month of the run; write 2001-01"),
        (("map", "--quantity", "risk"), "whole country only"),
        (("fingerprint",), "needs --vote; the run has president_2001"),
        (("compare",), "name it with --with"),
    ],
)
def test_what_the_run_does_not_have_is_said(command, dataset, tmp_path, words, says):
    done = command("plot", dataset, "--what", *words, "--out", tmp_path / "x.png")
    assert done.code == 3
    assert says in done.err
    assert not (tmp_path / "x.png").exists()


def test_an_unknown_picture_is_a_usage_error(command, dataset):
    assert command("plot", dataset, "--what", "pie", "--out", "x.png").code == 2


def test_the_difference_of_equal_runs_is_drawn_at_zero(command, dataset):
    from pathlib import Path

    import numpy as np

    from vertikal.io import open_dataset
    from vertikal.plots import difference

    data = open_dataset(Path(str(dataset)))
    lines = difference(data, data, "activism").axes[1].get_lines()
    assert all(not np.asarray(line.get_ydata()).any() for line in lines)
