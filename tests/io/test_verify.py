"""Whatever is damaged on the disk is noticed, named, and mended by the same command."""

import shutil

import numpy as np
import pytest
import zarr

from vertikal.io import DatasetError, KeptReadings, Writer, damaged, open_dataset, verified
from vertikal.io._sums import SUMS, read_sums
from vertikal.io._writer import PROGRESS

WIDTH = 4
SPANS = [(a, min(a + WIDTH, 23)) for a in range(0, 23, WIDTH)]


@pytest.fixture
def write(tiny, tmp_path, monkeypatch):
    """A function that writes some spans as a process would, and ends without a word."""
    monkeypatch.setattr("vertikal.io._writer.CHUNK_MEMBERS", 8)

    def writes(spans=SPANS, *, publish=False, name="d.zarr"):
        made = Writer(tmp_path / name, tiny[0](), WIDTH)
        todo = [span for span in spans if span not in made.begin()]
        for span in todo:
            made.write(span, tiny[1](*span))
        if publish:
            made.publish()
        made._lock.lose()
        return todo

    return writes


def every_byte(folder):
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def spoil(path, how):
    content = path.read_bytes()
    if how == "flipped":
        path.write_bytes(content[:-3] + bytes([content[-3] ^ 1]) + content[-2:])
    elif how == "cut":
        path.write_bytes(content[:-1])
    else:
        path.unlink()


SAID = {
    "flipped": "has other bytes",
    "cut": "bytes long, not",
    "lost": "is missing",
}


def test_a_sound_dataset_is_found_sound(write, tmp_path):
    write(publish=True)
    (one,) = verified(tmp_path / "d.zarr")
    assert (one.kind, one.damaged, one.strangers) == ("dataset", (), ())
    assert one.files == len(every_byte(tmp_path / "d.zarr")) - 1  # but for the sums themselves
    assert damaged(tmp_path / "d.zarr") == []


@pytest.mark.parametrize("how", SAID)
@pytest.mark.parametrize("file", ["zarr.json", "count/zarr.json", "count/c/1/0", "place/c/0"])
def test_damage_is_named(write, tmp_path, how, file):
    write(publish=True)
    spoil(tmp_path / "d.zarr" / file, how)
    (one,) = verified(tmp_path / "d.zarr")
    (found,) = one.damaged
    assert found.file == file
    assert SAID[how] in found.problem
    assert found.variable == ("" if file == "zarr.json" else file.partition("/")[0])
    assert len(damaged(tmp_path / "d.zarr")) == (how != "flipped")  # lengths only


@pytest.mark.parametrize("how", SAID)
def test_spoilt_sums_are_damage(write, tmp_path, how):
    write(publish=True)
    sums = tmp_path / "d.zarr" / SUMS / "zarr.json"
    if how != "lost":  # a bracket less
        sums.write_text(
            sums.read_text()
            .rstrip()[: -1 if how == "cut" else None]
            .replace("{", "[", how == "flipped")
        )
    else:
        spoil(sums, how)
    (one,) = verified(tmp_path / "d.zarr")
    assert [d.file for d in one.damaged] == ["checksums/zarr.json"]


def test_sums_that_were_changed_by_hand_do_not_count(write, tmp_path):
    write(publish=True)
    sums = tmp_path / "d.zarr" / SUMS / "zarr.json"
    text = sums.read_text()
    known = read_sums(tmp_path / "d.zarr")
    assert known is not None
    _, sha = known["count/c/1/0"]
    sums.write_text(text.replace(sha, "0" * 64))
    assert read_sums(tmp_path / "d.zarr") is None


def test_a_stranger_is_no_damage(write, tmp_path):
    write(publish=True)
    (tmp_path / "d.zarr" / "notes.txt").write_text("mine")
    (one,) = verified(tmp_path / "d.zarr")
    assert one.damaged == ()
    assert one.strangers == ("notes.txt",)


def test_sums_do_not_disturb_readers(write, tmp_path):
    write(publish=True)
    data = open_dataset(tmp_path / "d.zarr")
    assert set(data.data_vars) == {"count", "share"}
    assert SUMS not in data.attrs
    assert set(zarr.open_group(tmp_path / "d.zarr", mode="r").array_keys()) == {
        "count", "share", "member", "place",
    }  # fmt: skip


@pytest.mark.parametrize("how", SAID)
@pytest.mark.parametrize("file", ["count/c/1/0", "share/c/0/0", "zarr.json", "place/c/0"])
def test_an_unfinished_run_computes_again_what_is_damaged(write, tmp_path, how, file):
    write(publish=True, name="whole.zarr")
    write(SPANS[:4])
    part = tmp_path / "d.zarr.part"
    spoil(part / file, how)
    (one,) = verified(part)
    assert [d.file for d in one.damaged] == [file]
    again = {"count/c/1/0": SPANS[2:], "share/c/0/0": SPANS[:2] + SPANS[4:]}.get(file, SPANS)
    assert write(publish=True) == again
    assert every_byte(tmp_path / "d.zarr") == every_byte(tmp_path / "whole.zarr")


@pytest.mark.parametrize("stop", range(1, len(SPANS) + 1))
def test_stopped_anywhere_the_bytes_are_the_same(write, tmp_path, stop):
    write(publish=True, name="whole.zarr")
    write(SPANS[:stop])
    (tmp_path / "d.zarr.part" / "count" / "c" / "0" / "0.ab12.partial").parent.mkdir(
        parents=True, exist_ok=True
    )
    (tmp_path / "d.zarr.part" / "count" / "c" / "0" / "0.ab12.partial").write_bytes(b"half")
    write(publish=True)
    assert every_byte(tmp_path / "d.zarr") == every_byte(tmp_path / "whole.zarr")


@pytest.mark.parametrize("lost", ["the store", "a chunk"])
def test_a_store_that_vanishes_is_not_published(write, tiny, tmp_path, lost):
    made = Writer(tmp_path / "d.zarr", tiny[0](), WIDTH)
    made.begin()
    for span in SPANS:
        made.write(span, tiny[1](*span))
    shutil.rmtree(made.part if lost == "the store" else made.part / "count" / "c")
    with pytest.raises(DatasetError, match="cannot be written") as caught:
        made.publish()
    assert caught.value.code == 4
    assert not (tmp_path / "d.zarr").exists()
    write(publish=True)
    (one,) = verified(tmp_path / "d.zarr")
    assert one.damaged == ()


def test_a_store_that_vanishes_under_way_is_noticed(write, tiny, tmp_path):
    made = Writer(tmp_path / "d.zarr", tiny[0](), WIDTH)
    made.begin()
    made.write(SPANS[0], tiny[1](*SPANS[0]))
    shutil.rmtree(made.part)
    with pytest.raises(DatasetError, match="cannot be written") as caught:
        made.write(SPANS[1], tiny[1](*SPANS[1]))
    assert caught.value.code == 4
    assert write(publish=True) == SPANS


def test_overwriting_gets_by_what_a_killed_run_left(write, tiny, tmp_path):
    write(publish=True)
    (tmp_path / "d.zarr.old" / "count").mkdir(parents=True)
    (tmp_path / "d.zarr.old" / "count" / "zarr.json").write_text("{}")
    write(publish=True)
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix != ".lock") == ["d.zarr"]


def test_a_lock_that_its_owner_removed_keeps_others_out(tmp_path):
    from vertikal.io._lock import Lock

    first, second, third = (Lock(tmp_path / "lock") for _ in range(3))
    assert first.taken()
    assert not second.taken()
    first.release()
    assert second.taken()
    assert not third.taken()
    (tmp_path / "lock").unlink()  # as an owner does that goes while another opens the file
    assert third.taken()
    second.lose()
    third.release()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_datasets_and_readings(write, tmp_path):
    write(publish=True, name="a.zarr")
    write(SPANS[:2], name="b.zarr")
    KeptReadings(tmp_path / "readings").put("k", np.arange(6.0))
    found = {one.place.name: one for one in verified(tmp_path)}
    assert {k: one.kind for k, one in found.items()} == {
        "a.zarr": "dataset", "b.zarr.part": "unfinished run", "k.npy": "kept readings",
    }  # fmt: skip
    assert found["b.zarr.part"].members == 8
    assert not any(one.damaged for one in found.values())


@pytest.mark.parametrize("how", SAID)
def test_readings_that_are_damaged_are_as_if_not_there(tmp_path, how):
    keep = KeptReadings(tmp_path)
    keep.put("k", np.arange(6.0).reshape(3, 2))
    np.testing.assert_array_equal(keep.get("k"), np.arange(6.0).reshape(3, 2))
    np.testing.assert_array_equal(np.load(tmp_path / "k.npy"), keep.get("k"))  # anybody may
    spoil(tmp_path / "k.npy", how)
    assert keep.get("k") is None
    if how != "lost":
        (one,) = verified(tmp_path)
        assert one.damaged[0].problem == "has other bytes; it will be computed again"


@pytest.mark.parametrize("name", ["nothing", "empty", "text"])
def test_what_is_no_dataset_is_said_to_be_none(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").write_text("hello")
    with pytest.raises(DatasetError, match=r"no such dataset|holds nothing of vertikal") as caught:
        list(verified(tmp_path / name))
    assert caught.value.code == 3


def test_sums_cannot_lead_out_of_files(write, tmp_path):
    """A list that names a device is not read: it has no end."""
    from vertikal.io._sums import damage

    write(publish=True)
    found = damage(tmp_path / "d.zarr", {"/dev/zero": (0, "0" * 64), "count": (0, "")})
    assert [d.problem for d in found] == ["is no file", "is no file"]


def test_progress_of_a_dataset_that_was_published_is_no_secret(write, tmp_path):
    write(publish=True)
    assert not (tmp_path / "d.zarr" / PROGRESS).exists()
