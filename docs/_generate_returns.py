"""Reference pages of what reads returns: instruments and sources."""

import inspect

from vertikal import instruments, sources

__all__ = ["instrument_page", "source_page"]

QUANTITIES = ("registered", "ballots", "valid", "invalid", "leader")


def instrument_page() -> list[str]:
    """The page of instruments: what each reads, what zero means, what it is blind to."""
    lines = [
        "# Instruments",
        "",
        "What `vertikal measure` reads off a table of returns. Those that raise an alarm give p: "
        "how often honest returns of the same places give as much or more. The others describe. "
        "The verdict takes the smallest p times the number of instruments asked.",
    ]
    for name in sorted(instruments.NAMES, key=lambda n: not instruments.load(n).alarms):
        one = instruments.load(name)
        lines += ["", f"## {name}", "", f"**{one.label}**, in {_unit(one.unit)}. "]
        lines[-1] += "Raises an alarm." if one.alarms else "Describes."
        lines += ["", f"*Needs* {', '.join(one.needs)}. *Sources* {'; '.join(one.refs)}."]
        lines += ["", f"**What zero means.** {one.zero}", "", f"**Blind to.** {one.blind}"]
        lines += ["", f"**What looks like it.** {one.alike}"] if one.alike else []
        lines += ["", inspect.getdoc(one.read) or ""]
    return lines


def _unit(unit: str) -> str:
    return "shares (unit 1)" if unit == "1" else unit


def source_page() -> list[str]:
    """The page of known tables."""
    lines = [
        "# Known tables",
        "",
        "Tables of returns that are recognised by their columns. None of them ships with vertikal; "
        "any other table is read with `--map`: [measure your returns]"
        "(../how-to/measure-your-returns.md).",
    ]
    for name in sources.NAMES:
        s = sources.load(name)
        lines += ["", f"## {name}", "", f"**{s.title}**; a row is one of the {s.unit}."]
        said = [f"{q}: `{getattr(s, q)}`" for q in QUANTITIES if getattr(s, q)]
        votes = [v if isinstance(v, str) else f"{v[0]} = {v[1]}" for v in s.votes]
        said += [f"candidates: `{', '.join(votes)}`"] if votes else []
        said += [f"region: `{s.region}`"] if s.region else []
        said += [f"vote: `{s.vote}`"] if s.vote else []
        lines += ["", "Columns: " + "; ".join(said) + "."]
        lines += [""] + [f"- {quirk}" for quirk in s.quirks]
        lines += ["", f"From {s.origin or 'not stated'}. Licence: {s.licence or 'not stated'}."]
    return lines
