"""Datasets are whole or not there; what is finished is not done again."""

import json
import os
import shutil

import numpy as np
import pytest
import zarr

from vertikal.io import DatasetError, Writer, open_dataset, request_hash
from vertikal.io._writer import PROGRESS

WIDTH = 4
SPANS = [(a, min(a + WIDTH, 23)) for a in range(0, 23, WIDTH)]


def full(*_args, **_kwargs):
    raise OSError(28, "No space left on device")


@pytest.fixture
def writer(tiny, tmp_path, monkeypatch):
    """A function that makes a writer with chunks of eight members, in a process of its own.

    Whoever wrote before is gone when the next one comes, and has lost its lock.
    """
    monkeypatch.setattr("vertikal.io._writer.CHUNK_MEMBERS", 8)
    made = []

    def gone():
        for one in made:
            one._lock.lose()

    def make(request="abc", width=WIDTH, **options):
        gone()
        made.append(Writer(tmp_path / "d.zarr", tiny[0](request), width, **options))
        return made[-1]

    yield make
    gone()


def run(made, tiny, spans=SPANS):
    """Write what is not done yet, as a run does; return the spans that were written."""
    done = made.begin()
    todo = [span for span in spans if span not in done]
    write_all(made, tiny, todo)
    return todo


def write_all(made, tiny, spans):
    for span in spans:
        made.write(span, tiny[1](*span))


def test_what_is_written_is_read(writer, tiny):
    made = writer()
    run(made, tiny)
    path = made.publish()
    data = open_dataset(path)
    for name, values in tiny[1](0, 23).items():
        np.testing.assert_array_equal(data[name].values, values)
        assert data[name].attrs["units"] == "1"
    assert data["place"].values.tolist() == ["a", "b", "c", "dé"]
    assert set(data.coords) == {"member", "place"}
    assert data.attrs["seed"] == 3
    assert request_hash(path) == "abc"


def test_nothing_bears_the_name_before_it_is_published(writer, tiny, tmp_path):
    made = writer()
    run(made, tiny)
    assert not (tmp_path / "d.zarr").exists()
    made.publish()
    assert [p.name for p in tmp_path.iterdir()] == ["d.zarr"]
    assert not (tmp_path / "d.zarr" / PROGRESS).exists()


def test_the_same_request_is_taken_up(writer, tiny):
    run(writer(), tiny, SPANS[:3])
    again = writer()
    assert run(again, tiny) == SPANS[2:]
    data = open_dataset(again.publish())
    np.testing.assert_array_equal(data["count"].values, tiny[1](0, 23)["count"])


def test_another_request_is_not_taken_up(writer, tiny, tmp_path):
    run(writer(), tiny, SPANS[:2])
    with pytest.raises(DatasetError) as caught:
        writer("xyz").begin()
    assert caught.value.code == 3
    assert str(caught.value) == (
        f"{tmp_path}/d.zarr.part: an unfinished run of something else lies here; finish it with "
        "its own command, or add --overwrite, or choose another --out"
    )
    assert writer("xyz", overwrite=True).begin() == []


def test_two_do_not_write_at_the_same_time(writer, tiny, tmp_path):
    run(writer(), tiny, SPANS[:2])
    with pytest.raises(DatasetError) as caught:
        Writer(tmp_path / "d.zarr", tiny[0](), WIDTH).begin()
    assert caught.value.code == 3
    assert str(caught.value) == (
        f"{tmp_path}/d.zarr: another run is writing it; wait for it, or choose another --out"
    )


def test_a_failed_write_gives_the_lock_back(writer, tiny, tmp_path, monkeypatch):
    made = writer()
    run(made, tiny, SPANS[:2])
    with monkeypatch.context() as patch:
        patch.setattr(zarr.Array, "__setitem__", full)
        with pytest.raises(DatasetError):
            write_all(made, tiny, SPANS[2:])
    again = Writer(tmp_path / "d.zarr", tiny[0](), WIDTH)
    try:
        assert again.begin() == SPANS[:2]
    finally:
        again._lock.lose()


@pytest.mark.parametrize("spoil", ["no progress", "no json", "no array", "no metadata"])
def test_a_spoilt_store_is_begun_again(writer, tiny, tmp_path, spoil):
    run(writer(), tiny, SPANS[:2])
    part = tmp_path / "d.zarr.part"
    if spoil == "no progress":
        (part / PROGRESS).unlink()
    elif spoil == "no json":
        (part / PROGRESS).write_text('{"request": "ab', encoding="utf-8")
    elif spoil == "no array":
        shutil.rmtree(part / "share")
    else:
        (part / "zarr.json").unlink()
    again = writer()
    assert run(again, tiny) == SPANS
    data = open_dataset(again.publish())
    np.testing.assert_array_equal(data["share"].values, tiny[1](0, 23)["share"])


@pytest.mark.parametrize("noted", ["[]", "7", '{"request": "abc", "width": 4}',
                                   '{"request": "abc", "width": 4, "done": [[0]]}'])  # fmt: skip
def test_progress_of_a_strange_shape_is_begun_again(writer, tiny, tmp_path, noted):
    run(writer(), tiny, SPANS[:2])
    (tmp_path / "d.zarr.part" / PROGRESS).write_text(noted, encoding="utf-8")
    assert writer().begin() == []


@pytest.mark.parametrize("where", ["array", "note"])
def test_a_full_disk_publishes_nothing_and_the_next_run_goes_on(
    writer, tiny, tmp_path, monkeypatch, where
):
    made = writer()
    run(made, tiny, SPANS[:2])
    with monkeypatch.context() as patch:
        if where == "array":
            patch.setattr(zarr.Array, "__setitem__", full)
        else:
            patch.setattr(os, "replace", full)
        with pytest.raises(DatasetError) as caught:
            write_all(made, tiny, SPANS[2:])
    out = tmp_path / "d.zarr"
    assert caught.value.code == 4
    assert str(caught.value) == (
        f"{out}: cannot be written (No space left on device); nothing was published. Free space "
        "or choose another place with --out; what is finished lies in d.zarr.part and is taken up "
        "when the same command runs again"
    )
    assert not out.exists()
    again = writer()
    assert run(again, tiny) == SPANS[2:]
    data = open_dataset(again.publish())
    np.testing.assert_array_equal(data["count"].values, tiny[1](0, 23)["count"])
    np.testing.assert_array_equal(data["share"].values, tiny[1](0, 23)["share"])


def test_a_full_disk_at_the_beginning(writer, tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(DatasetError, match="No space left on device") as caught:
        writer().begin()
    assert caught.value.code == 4
    assert not (tmp_path / "d.zarr").exists()


def test_a_place_where_nothing_can_be_made(tiny, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        Writer(tmp_path / "file" / "d.zarr", tiny[0](), WIDTH).begin()
    assert caught.value.code == 4


def test_publishing_replaces_a_dataset(writer, tiny):
    run(first := writer(), tiny)
    first.publish()
    run(second := writer("xyz"), tiny)
    assert request_hash(second.publish()) == "xyz"


def test_the_old_dataset_survives_a_rename_that_fails(writer, tiny, monkeypatch):
    """Overwriting must not lose the old dataset before the new one stands in its place."""
    run(first := writer(), tiny)
    out = first.publish()
    run(second := writer("xyz"), tiny)
    second.flush()
    with monkeypatch.context() as patch:
        patch.setattr(type(out), "rename", full)
        patch.setattr(type(out), "replace", full)
        with pytest.raises(DatasetError) as caught:
            second.publish()
    assert caught.value.code == 4
    assert request_hash(out) in ("abc", "xyz")


def test_a_publication_that_failed_is_finished_by_the_next_run(writer, tiny, monkeypatch):
    run(first := writer(), tiny)
    first.flush()
    with monkeypatch.context() as patch:
        patch.setattr(type(first.out), "rename", full)
        patch.setattr(type(first.out), "replace", full)
        with pytest.raises(DatasetError):
            first.publish()
    again = writer()
    assert run(again, tiny) == [], "what was finished is computed again"
    assert request_hash(again.publish()) == "abc"


def test_an_empty_dimension(tmp_path):
    from vertikal.lab import Description
    from vertikal.lab._describe import Column

    column = Column(("vote",), "str", {"long_name": "vote"}, np.array([], object))
    said = Description({"member": 1, "vote": 0}, {"vote": column}, {}, {"request_hash": "a"})
    made = Writer(tmp_path / "d.zarr", said, 1)
    made.begin()
    assert open_dataset(made.publish()).sizes["vote"] == 0


# --- opening ---------------------------------------------------------------------------------


def message(path):
    with pytest.raises(DatasetError) as caught:
        open_dataset(path)
    assert caught.value.code == 3
    return str(caught.value)


def test_no_dataset(tmp_path):
    path = tmp_path / "d.zarr"
    assert message(path) == (
        f"{path}: no such dataset; make one with `vertikal run SCENARIO --out PATH`"
    )


def test_an_unfinished_dataset_beside(writer, tiny, tmp_path):
    run(writer(), tiny, SPANS[:2])
    path = tmp_path / "d.zarr"
    assert message(path) == (
        f"{path}: no such dataset; an unfinished run lies in d.zarr.part: run the same command "
        "again to finish it"
    )


def test_an_unfinished_dataset_itself(writer, tiny, tmp_path):
    run(writer(), tiny, SPANS[:2])
    path = tmp_path / "d.zarr.part"
    assert message(path) == (
        f"{path}: this run is unfinished; run the same command again to finish it"
    )


def test_a_folder_of_something_else(tmp_path):
    (tmp_path / "letters").mkdir()
    assert message(tmp_path / "letters") == (
        f"{tmp_path}/letters: is no dataset of vertikal; `vertikal run` makes one"
    )


def test_a_file(tmp_path):
    (tmp_path / "d.zarr").write_text("x", encoding="utf-8")
    assert "is no dataset of vertikal" in message(tmp_path / "d.zarr")


def test_a_foreign_zarr_store(tmp_path):
    zarr.open_group(tmp_path / "d.zarr", mode="w").attrs["title"] = "not ours"
    assert "is no dataset of vertikal" in message(tmp_path / "d.zarr")


def test_progress_says_what_is_finished(writer, tiny, tmp_path):
    run(writer(), tiny, SPANS[:4])
    noted = json.loads((tmp_path / "d.zarr.part" / PROGRESS).read_text(encoding="utf-8"))
    assert {k: noted[k] for k in noted if k != "sums"} == {
        "request": "abc", "width": WIDTH, "done": [[0, 4], [4, 8], [8, 12], [12, 16]],
    }  # fmt: skip
    assert {"zarr.json", "count/c/0/0", "count/c/1/0", "share/c/1/0"} <= set(noted["sums"])
