"""A chronicle is the history of the same number in a run; a dataset opens anywhere."""

import re

import numpy as np
import pytest
import xarray as xr


@pytest.fixture(scope="module")
def opened(dataset):
    with xr.open_zarr(dataset, consolidated=False) as data:
        yield data.load()


@pytest.fixture(scope="module", params=[0, 5])
def told(request, command, toy):
    """Member of the run, and what the chronicle tells of it."""
    said = command("chronicle", toy, "--seed", 3, "--member", request.param, "--json").json
    assert set(said) == {"scenario", "seed", "member", "events"}
    assert (said["scenario"], said["seed"], said["member"]) == ("toy", 3, request.param)
    return request.param, said["events"]


def month_of(event):
    return event["date"][:7]


def test_events_have_their_keys_and_stand_in_order(told):
    _, events = told
    assert all(set(e) == {"date", "kind", "place", "says"} for e in events)
    order = [(e["date"][:7], e["kind"] != "timeline") for e in events]
    assert order == sorted(order)  # within a month, what is dated comes first


def test_the_timeline_is_told_within_the_run(told):
    _, events = told
    dated = [e for e in events if e["kind"] == "timeline"]
    assert [e["says"] for e in dated] == [
        "First vote", "A bad new year", "A burdensome rule", "A fire in Reed", "A pilot",
        "Second vote",
    ]  # fmt: skip
    assert dated[3]["place"] == "Reed"


def test_the_same_governors_are_moved_on(told, opened):
    member, events = told
    names = opened["region_name"].values
    months = opened["time"].values.astype("datetime64[M]").astype(str)
    rotated = np.argwhere(opened["rotated"].isel(member=member).values > 0)
    expected = sorted((months[t], names[r]) for t, r in rotated)
    assert sorted((month_of(e), e["place"]) for e in events if e["kind"] == "rotation") == expected


def test_the_same_heads_are_removed(told, opened):
    member, events = told
    months = opened["time"].values.astype("datetime64[M]").astype(str)
    removed = np.argwhere(opened["case_target"].isel(member=member).values >= 0)
    expected = sorted(months[t] for t, _ in removed)
    assert sorted(month_of(e) for e in events if e["kind"] == "removal") == expected


def test_the_same_elections_are_held(told, opened):
    member, events = told
    months = opened["time"].values.astype("datetime64[M]").astype(str)
    held = opened["direct_held"].isel(member=member)
    expected = {}
    for t, month in enumerate(months):
        for n in held.isel(time=t).values:
            if n:
                expected.setdefault(month, []).append(int(n))
    found = {}
    for event in events:
        if event["kind"] == "election":
            many = re.match(r"(\d+) direct elections", event["says"])
            found.setdefault(month_of(event), []).append(int(many[1]) if many else 1)
    assert {k: sorted(v) for k, v in found.items()} == {k: sorted(v) for k, v in expected.items()}
    assert expected


def test_only_the_kinds_asked_for_are_told(command, toy, told):
    member, events = told
    asked = ("chronicle", toy, "--seed", 3, "--member", member, "--kind", "rotation")
    only = command(*asked, "--json").json["events"]
    assert only == [e for e in events if e["kind"] == "rotation"]
    in_words = command(*asked)
    assert in_words.out.startswith(f"A toy country: history {member} of seed 3. ")
    assert in_words.out.count("moved on") == len(only)


# --- the dataset -----------------------------------------------------------------------------


def test_dataset_has_its_dimensions(opened):
    assert dict(opened.sizes) == {
        "member": 6, "time": 60, "year": 5, "region": 3, "unit": 28, "tier": 3,
        "case": opened.sizes["case"], "vote": 2,
    }  # fmt: skip


def test_dataset_has_codes_and_months(opened):
    assert opened["region"].values.tolist() == ["TY-1", "TY-2", "TY-3"]
    assert opened["unit"].values[:3].tolist() == ["TY-1", "TY-2", "TY-3"]
    assert opened["tier"].values.tolist() == ["region", "district", "locality"]
    months = opened["time"].values.astype("datetime64[M]").astype(str)
    assert (months[0], months[-1]) == ("2001-01", "2005-12")
    assert opened["year"].values.tolist() == [2001, 2002, 2003, 2004, 2005]


def test_every_variable_has_a_unit_and_a_name(opened):
    labels = opened.attrs["coordinate_names"].split()
    for name, variable in opened.variables.items():
        assert variable.attrs.get("long_name"), name
        if name not in labels:
            assert variable.attrs.get("units"), name


def test_provenance_stands_in_the_attributes(opened):
    assert set(opened.attrs) >= {
        "title", "software", "scenario", "scenario_hash", "request_hash", "country", "start",
        "months", "members", "seed", "without", "parameters", "institutions", "platform", "source",
        "Conventions",
    }  # fmt: skip
    assert (opened.attrs["seed"], opened.attrs["members"], opened.attrs["country"]) == (3, 6, "TY")


def test_every_number_is_finite(opened):
    for name, variable in opened.data_vars.items():
        if np.issubdtype(variable.dtype, np.floating):
            assert np.isfinite(variable.values).all(), name


def test_members_differ(opened):
    turnout = opened["national_turnout"].sum(("time", "region")).values
    assert len(set(turnout.tolist())) == 6


def test_a_member_does_not_depend_on_how_many_there_are(command, toy, opened, tmp_path):
    command("run", toy, "--members", 3, "--seed", 3, "--out", tmp_path / "few.zarr")
    with xr.open_zarr(tmp_path / "few.zarr", consolidated=False) as few:
        assert few.load().equals(opened.isel(member=slice(3)))


def test_a_shorter_run_is_the_beginning_of_a_longer_one(command, toy, opened, tmp_path):
    out = tmp_path / "short.zarr"
    command("run", toy, "--members", 6, "--seed", 3, "--until", 2003, "--out", out)
    with xr.open_zarr(out, consolidated=False) as short:
        for name in ("national_turnout", "direct_held", "openness", "rotated", "unit_mode"):
            whole = opened[name]
            cut = {"time": slice(36)} if "time" in whole.dims else {"year": slice(3)}
            np.testing.assert_array_equal(short[name].values, whole.isel(cut).values)
