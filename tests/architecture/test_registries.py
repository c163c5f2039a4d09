"""Registries list what is in their folders; packages export what they promise."""

import importlib
import pkgutil
from pathlib import Path

import pytest

import vertikal
from vertikal import measures, mechanisms
from vertikal.mechanisms import NAMES, PHASES, load

PACKAGES = sorted(
    name
    for _, name, is_package in pkgutil.walk_packages(vertikal.__path__, "vertikal.")
    if is_package
)
MODULES = sorted(name for _, name, _ in pkgutil.walk_packages(vertikal.__path__, "vertikal."))


def files(package) -> set[str]:
    return {path.stem for path in Path(package.__file__).parent.glob("[!_]*.py")}


@pytest.mark.parametrize("package", [mechanisms, measures], ids=["mechanisms", "measures"])
def test_every_file_is_registered_once(package):
    assert len(set(package.NAMES)) == len(package.NAMES)
    assert files(package) == set(package.NAMES)


def test_a_mechanism_is_called_like_its_file():
    assert [load(name).name for name in NAMES] == list(NAMES)


def test_mechanisms_are_listed_in_order_of_phase():
    places = [PHASES.index(load(name).phase) for name in NAMES]
    assert places == sorted(places)


def test_every_phase_has_something_happen_in_it():
    assert {load(name).phase for name in NAMES} == set(PHASES)


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_exists(name):
    module = importlib.import_module(name)
    promised = getattr(module, "__all__", [])
    assert [x for x in promised if not hasattr(module, x)] == []
    assert len(set(promised)) == len(promised)


@pytest.mark.parametrize("name", [p for p in PACKAGES if p != "vertikal.scenarios"])
def test_a_package_exports_only_its_public_names(name):
    package = importlib.import_module(name)
    assert package.__all__
    assert all(not x.startswith("_") for x in package.__all__)
