"""A file is whole, or as it was before."""

import os

import pytest

from vertikal.io import DatasetError, check_place, check_table, save_table
from vertikal.io._replace import replacing


def test_a_file_takes_its_name_when_it_is_whole(tmp_path):
    out = tmp_path / "new" / "a.csv"
    with replacing(out) as part:
        part.write_text("half")
        assert not out.exists()
        assert part.suffix == ".csv"
    assert [p.name for p in out.parent.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_leaves_what_was_there(tmp_path, error):
    out = tmp_path / "a.csv"
    out.write_text("before")

    def fails():
        with replacing(out) as part:
            part.write_text("ha")
            raise error

    with pytest.raises(type(error)):
        fails()
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.csv", "before")]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there" / "a.csv")
    with replacing(tmp_path / "link") as part:
        part.write_text("x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "a.csv").read_text() == "x"


def test_a_pipe_is_written_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with replacing(pipe) as part:
        part.write_text("x")
    assert os.read(reader, 9) == b"x"
    os.close(reader)
    assert not pipe.is_file()


def test_what_killed_processes_left_is_removed_and_nothing_else(tmp_path):
    gone, here = 2**22 + 1, os.getpid()  # beyond the largest process number of Linux
    for name in (f"a.{gone}.part.csv", f"b.{gone}.part.csv", f"a.{here}.part.csv", "a.x.part.csv"):
        (tmp_path / name).write_text("")
    with replacing(tmp_path / "c.csv") as part:
        part.write_text("x")
    assert len(list(tmp_path.iterdir())) == 5
    with replacing(tmp_path / "a.csv") as part:
        part.write_text("x")
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left == ["a.csv", "a.x.part.csv", f"b.{gone}.part.csv", "c.csv"]


def test_a_table_is_written_and_a_wrong_place_is_refused_before_the_work(tmp_path):
    save_table(("a", "b"), [(1, "é"), (2, "x,y")], tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == 'a,b\n1,é\n2,"x,y"\n'
    check_table(tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text().startswith("a,b")
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.csv").mkdir()
    for out, code in (
        (tmp_path / "t.tsv", 3), (tmp_path / "file" / "t.csv", 4), (tmp_path / "folder.csv", 4),
    ):  # fmt: skip
        with pytest.raises(DatasetError) as caught:
            check_table(out)
        assert caught.value.code == code
        assert str(caught.value).startswith(f"{out}: ")
    assert list((tmp_path / "folder.csv").iterdir()) == []


def test_a_place_is_tried_without_a_trace(tmp_path):
    check_place(tmp_path / "deep" / "a.json")
    assert list((tmp_path / "deep").iterdir()) == []
