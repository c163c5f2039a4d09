"""A panel without error gives the truth; its errors have their size, and its interval holds."""

import numpy as np
import pytest
import xarray as xr

from vertikal import measures
from vertikal.observers import expert_index


def nation(value=0.4, members=50, months=48):
    time = (np.datetime64("2001-01", "M") + np.arange(months)).astype("datetime64[ns]")
    return xr.Dataset(
        {"openness": (("member", "time"), np.full((members, months), value))},
        coords={"member": np.arange(members), "time": time},
        attrs={"seed": 4},
    )


def odds(x, edge=0.01):
    """What a panel sees of shares."""
    seen = edge + (1.0 - 2.0 * edge) * x
    return np.log(seen / (1.0 - seen))


def test_without_bias_and_noise_it_is_the_truth(italy):
    coded = expert_index(italy, bias=0.0, noise=0.0)
    for name in ("openness", "unit_contest", "unit_honesty"):
        for suffix in ("", "_low", "_high"):
            np.testing.assert_allclose(coded[name + suffix], italy[name], atol=1e-7)
            assert coded[name + suffix].dims == italy[name].dims


def test_the_error_of_an_index_has_its_stated_size():
    """200 panels of 40 years: standard error of the deviation 0.01 (bias) and less (noise)."""
    data = nation(members=200, months=480)
    only_bias = odds(expert_index(data, "openness", raters=4, bias=0.5, noise=0.0)["openness"])
    off = only_bias.values - odds(0.4)
    assert np.ptp(off, axis=1).max() < 1e-9  # it lasts
    assert abs(off[:, 0].std() - 0.25) < 5 * 0.0125
    only_noise = odds(expert_index(data, "openness", raters=4, bias=0.0, noise=0.5)["openness"])
    off = only_noise.values.reshape(200, 40, 12) - odds(0.4)
    assert np.ptp(off, axis=2).max() < 1e-9  # one a year
    assert abs(off[:, :, 0].std() - 0.25) < 5 * 0.002


def test_more_raters_err_less():
    sizes = [
        odds(expert_index(nation(members=200), "openness", raters=n)["openness"]).std().item()
        for n in (1, 25)
    ]
    assert abs(sizes[0] / sizes[1] - 5.0) < 1.5


def test_the_interval_holds_the_truth_in_68_per_cent():
    """400 panels, four years each, correlated by bias: standard error below 0.02."""
    coded = expert_index(nation(members=400), "openness")
    held = (coded["openness_low"] <= 0.4) & (coded["openness_high"] >= 0.4)
    assert abs(held.values[:, ::12].mean() - 0.6827) < 5 * 0.02
    assert (coded["openness_low"] < coded["openness_high"]).all()


def test_measures_read_what_experts_say(italy):
    """The score of units is read from coded components, and enclaves from scores."""
    coded = expert_index(italy)
    seen = italy.assign(coded.data_vars)
    count = measures.load("enclave_count")
    options = {"which": "authoritarian", "tier": "district", "year": 2005}
    for data in (italy, seen):
        assert np.isfinite(count(data, **options)).all()
    same = italy.assign(expert_index(italy, bias=0.0, noise=0.0).data_vars)
    np.testing.assert_array_equal(count(same, **options), count(italy, **options))


def test_two_quantities_are_coded_independently_and_one_alone_is_coded_alike(italy):
    both = expert_index(italy)
    alone = expert_index(italy, ["unit_honesty"])
    xr.testing.assert_identical(alone["unit_honesty"], both["unit_honesty"])
    flat = italy.assign({n: 0.0 * italy[n] + 0.5 for n in ("unit_contest", "unit_honesty")})
    coded = expert_index(flat, ["unit_contest", "unit_honesty"])
    pair = [odds(coded[n]).values.ravel() for n in ("unit_contest", "unit_honesty")]
    assert not np.allclose(*pair)


@pytest.mark.parametrize("members", [[4], [6, 1]])
def test_a_history_does_not_depend_on_which_others_are_loaded(italy, members):
    whole = expert_index(italy)
    xr.testing.assert_identical(
        expert_index(italy.isel(member=members)), whole.isel(member=members)
    )
    xr.testing.assert_identical(expert_index(italy.isel(member=3)), whole.isel(member=3))


def test_the_same_seed_gives_the_same_records_and_another_others():
    one, two = (expert_index(nation(), "openness") for _ in "12")
    xr.testing.assert_identical(one, two)
    other = expert_index(nation().assign_attrs(seed=5), "openness")
    assert (other["openness"] != one["openness"]).all()


def test_errors_do_not_depend_on_the_truth():
    low, high = (odds(expert_index(nation(v), "openness")["openness"]).values for v in (0.2, 0.7))
    np.testing.assert_allclose(low - odds(0.2), high - odds(0.7), atol=1e-9)


def test_errors_say_what_cannot_be_coded():
    with pytest.raises(ValueError, match="the dataset lacks unit_contest"):
        expert_index(nation())
    with pytest.raises(ValueError, match="openness reaches from 3 to 3; must lie in 0 to 1"):
        expert_index(nation(3.0), "openness")
    with pytest.raises(ValueError, match="bias is -1, raters is 0; must be 0 or more"):
        expert_index(nation(), "openness", bias=-1.0, raters=0)
    with pytest.raises(ValueError, match="has no time or year"):
        expert_index(nation().mean("time"), "openness")
