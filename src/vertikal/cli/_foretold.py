"""Forecasts in plain words: statements with their probabilities, and how good they were."""

from collections.abc import Mapping
from typing import Any

import typer

from vertikal.cli._common import table

__all__ = ["print_backtest", "print_forecast", "print_scores"]

SELDOM = 0.995
"""Share of histories below which it is said in how many a statement can be told."""
WHO = {"model": "the model", "shipped": "the shipped vector", "null": "the null model"}


def print_forecast(said: Mapping[str, Any]) -> None:
    """Print a forecast (the object that its archive holds)."""
    columns = [("statement", "left"), ("probability", "right"), ("no fact known", "right")]
    columns += [("shipped vector", "right"), ("null", "right")]
    table(
        f"{said['title']}: said on what was known on {said['from']}",
        columns,
        [
            [
                s["id"],
                _p(s["probability"]) + _error(s["error"]),
                *(_p(s[who]) for who in ("unconditioned", "shipped", "null")),
            ]
            for s in said["statements"]
        ],
    )
    for s in said["statements"]:
        read = s["read"]
        told = f" Can be told in {100 * read:.0f} % of histories." if read < SELDOM else ""
        typer.echo(f"  {s['id']}: {s['says']}{told}")
    _print_basis(said)


def print_backtest(said: Mapping[str, Any]) -> None:
    """Print how statements about the past came out."""
    columns = [("fact", "left"), ("more than", "right"), ("was it", "left")]
    columns += [("probability", "right"), ("shipped vector", "right"), ("null", "right")]
    rows = []
    for t in said["asked"]:
        chances = [_p(t[who]) for who in WHO]
        rows.append(
            [t["fact"], f"{t['threshold']:.4g}", "yes" if t["happened"] else "no", *chances]
        )
    table(f"{said['title']}: said on what was known on {said['from']}", columns, rows)
    scores = said["scores"]
    _print_who("On all of which each says something", scores["all"], scores["difference"])
    _print_who(
        "Where the model claims to know (under .1 or over .9)",
        scores["sure"],
        scores["difference_sure"],
    )
    if scores["alone"]:
        only = scores["alone"]["model"]
        typer.echo(
            f"Of {only['count']} statements the null model has nothing to say; the model's Brier "
            f"score there is {only['brier']:.3f}."
        )
    _print_basis(said)


def _print_who(where: str, scored: Mapping[str, Mapping[str, Any]], gap: Mapping[str, Any]) -> None:
    if not scored:
        typer.echo(f"{where}: no statement.")
        return
    count = next(iter(scored.values()))["count"]
    typer.echo(f"{where}: {count} statements on {gap['facts']} facts.")
    for who, s in scored.items():
        typer.echo(f"  {WHO[who]}: Brier {s['brier']:.3f}, log {s['log']:.3f}")
    error = "" if gap["error"] is None else f" (standard error {gap['error']:.3f})"
    typer.echo(f"  model less null, mean over facts: {gap['mean']:+.3f}{error}; less is better")


def print_scores(said: Mapping[str, Any]) -> None:
    """Print the scores of an archived forecast that has been resolved."""
    columns = [("statement", "left"), ("happened", "left"), ("probability", "right")]
    columns += [("shipped vector", "right"), ("null", "right")]
    words = {True: "yes", False: "no", None: "void"}
    rows = [
        [s["id"], words[s["happened"]], *(_p(s[k]) for k in ("probability", "shipped", "null"))]
        for s in said["resolved"]
    ]
    table(f"{said['title']}: what became of what was said on {said['from']}", columns, rows)
    typer.echo(f"{said['open']} of {said['statements']} statements are still open.")
    for who, s in said["scores"].items():
        typer.echo(
            f"{WHO[who]}: {s['count']} told, {s['true']} true; Brier {s['brier']:.3f}, log "
            f"{s['log']:.3f}"
        )
    curve = said["scores"].get("model", {}).get("curve", ())
    for b in curve:
        typer.echo(
            f"  said {b['probability']:.2f}, came true {b['share']:.2f} ({b['low']:.2f} to "
            f"{b['high']:.2f}; {b['count']})"
        )


def _print_basis(said: Mapping[str, Any]) -> None:
    """What the probabilities rest on."""
    known = len(said["facts"])
    typer.echo(
        f"{said['histories']} histories, each with a vector of its own ({said['vectors']}), "
        f"weighed by {known} facts known on the day: to the power of {said['power']:.2f}, which "
        f"leaves the say of {said['effective']:.0f}."
    )
    if said["taken_out"] and not said["given_events"]:
        typer.echo(f"Taken out or assumed: {', '.join(said['taken_out'])}.")


def _p(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _error(value: float | None) -> str:
    return "" if value is None else f" ± {value:.2f}"
