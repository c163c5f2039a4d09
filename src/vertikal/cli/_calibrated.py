"""A posterior in plain words: tables, and a sentence for each thing that could be wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

import typer

from vertikal.cli._common import table

__all__ = ["print_posterior"]

ENOUGH = 500
"""Simulated truths below which coverage is not known to a few points."""
OFF = 0.05
"""Distance of a coverage from its level that is worth a warning."""
APART = 1.0
"""Posterior standard deviations between two methods that are worth a warning."""
RARE = 0.01
"""Level below which ranks are not taken for uniform, shared out over the parameters."""


def print_posterior(said: Mapping[str, Any]) -> None:
    """Print a posterior (the object that its file holds) and all its diagnostics."""
    rows = sorted(said["parameters"], key=lambda p: -p["contraction_observed"])
    _parameters(rows, said["prior"])
    _identified(rows, said)
    _calibrated(rows, said["truths"])
    _facts(said["facts"])
    _misfit(said["misspecification"])
    _crossed(said["cross_check"])
    left = len(said["left_out"])
    unread = ", ".join(said["unread"])
    typer.echo(f"{len(said['facts'])} facts were fitted; {left} were not, and the file says why.")
    if unread:
        typer.echo(f"Too seldom read, or always the same, and so no help: {unread}.")


def _parameters(rows: Sequence[Mapping[str, Any]], prior: Mapping[str, Any]) -> None:
    defaults = dict(zip(prior["parameters"], prior["defaults"], strict=True))
    columns = [("parameter", "left"), ("default", "right"), ("median", "right")]
    columns += [("90 % interval", "right"), ("contraction", "right"), ("coverage", "right")]
    columns += [("z", "right")]
    table(
        "Identified parameters",
        columns,
        [
            [
                r["name"],
                f"{defaults[r['name']]:.3g}",
                f"{r['median']:.3g}",
                f"{r['low']:.3g} to {r['high']:.3g}",
                f"{r['contraction_observed']:.2f} ({r['contraction']:.2f})",
                " ".join(f"{100 * c:.0f}" for c in r["coverage"]),
                f"{r['z_mean']:+.2f} ({r['z_sd']:.2f})",
            ]
            for r in rows
            if r["identified"]
        ],
    )
    typer.echo(
        "Contraction: share of the prior variance that the facts take away, and the mean over "
        "simulated truths; both are a fifth or more. Coverage: of 50, 80 and 95 % intervals. z: "
        "error in posterior standard deviations, mean and standard deviation; 0 (1) is right."
    )


def _identified(rows: Sequence[Mapping[str, Any]], said: Mapping[str, Any]) -> None:
    free, found = len(said["prior"]["parameters"]), sum(r["identified"] for r in rows)
    typer.echo(
        f"{found} of {free} free parameters are identified. {free - found} are not: "
        f"{len(rows) - found} are narrowed by less, {free - len(rows)} leave no trace worth "
        f"learning in {said['trained_on']} simulations. They keep their defaults in `vector`:"
    )
    groups: dict[str, list[str]] = {}
    for name in said["not_identified"]:
        mechanism, _, own = name.partition(".")
        groups.setdefault(mechanism, []).append(own)
    for mechanism, names in groups.items():
        typer.echo(f"  {mechanism}: {', '.join(names)}")


def _calibrated(rows: Sequence[Mapping[str, Any]], truths: int) -> None:
    few = "" if truths >= ENOUGH else f" (fewer than {ENOUGH}: take it as a hint)"
    known = [r for r in rows if r["identified"]]
    off = [r["name"] for r in known if r["coverage_error"] > OFF]
    typer.echo(
        f"Coverage of the 50, 80 and 95 % intervals on {truths} simulated truths{few}: within 5 "
        f"points for {len(known) - len(off)} of {len(known)} identified parameters."
    )
    if off:
        typer.echo(f"  Warning: not so for {', '.join(off)}.")
    bad = [r["name"] for r in rows if r["rank_p"] < RARE / len(rows)]
    uniform = f"uniform for {len(rows) - len(bad)} of {len(rows)} parameters"
    typer.echo(f"Ranks (simulation-based calibration): {uniform}.")
    if bad:
        typer.echo(f"  Warning: not so for {', '.join(bad)}.")


def _facts(facts: Sequence[Mapping[str, Any]]) -> None:
    agree = sum(f["agrees"] for f in facts)
    typer.echo(
        f"Posterior predictive: the median lies in the band of {agree} of {len(facts)} facts."
    )
    outside = [f["name"] for f in facts if f["p"] is None or f["p"] < RARE]
    if outside:
        typer.echo(f"  Warning: hardly reached after calibration: {', '.join(outside)}.")


def _misfit(misfit: Mapping[str, Any]) -> None:
    if not misfit["warns"]:
        typer.echo("No sign of misspecification: the prior predictive reaches every fact.")
        return
    share = f"{100 * misfit['distance_p']:.1f} % of the simulations"
    if misfit["distance_p"] < RARE:
        typer.echo(
            "Warning: misspecification. The posterior rests on facts that together no simulation "
            f"resembles: only {share} lie as far out."
        )
    else:
        typer.echo(f"Taken together, the facts are no outlier: {share} lie as far out.")
    if misfit["outside"]:
        named = ", ".join(misfit["outside"])
        typer.echo(
            f"Warning: misspecification. Single facts outside the prior predictive: {named}."
        )


def _crossed(crossed: Sequence[Mapping[str, Any]]) -> None:
    if not crossed:
        return
    apart = [c["name"] for c in crossed if c["apart"] > APART]
    typer.echo(
        f"Cross-check by random forests: {len(crossed) - len(apart)} of {len(crossed)} means "
        "agree within a posterior standard deviation."
    )
    if apart:
        typer.echo(f"  Warning: not so for {', '.join(apart)}.")
