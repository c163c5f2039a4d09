"""Write the reference pages from the code: what is declared once is documented once."""

import inspect
from pathlib import Path

from vertikal import measures
from vertikal.cli._app import app
from vertikal.engine import param_info
from vertikal.fields import FIELDS
from vertikal.io import beside, read_facts, shipped
from vertikal.mechanisms import NAMES, PHASES, load, says
from vertikal.scenario import validate_facts

HERE = Path(__file__).parent / "reference"
SENTENCES = {
    "A": "Open conflict is rare: a disliked law is shunned, and ministries slow down.",
    "B": "The centre's word is last: no veto, and no court that would hear a region.",
    "C": "Intervention is kept for high-profile cases and is rare.",
    "D": "An elected head is hard to dispose of; so the election of governors is delayed.",
    "E": "Elections are introduced but filtered, and insiders win them.",
    "F": "Cities may come to be honest, and democratic enclaves may form; they are very rare.",
    "G": "In democracies one sees the reverse, authoritarian enclaves.",
    "H": "Everything depends on residents: activism makes control harder.",
    "I": "Reform tells a story of change, and repeated voting mobilises for the unforeseen.",
    "J": "Pilots first, then watch, then nationwide.",
    "K": "If the elites see risks they roll back, and it costs them nothing.",
    "L": "Local power is informal because that is safer for the centre; heads build their circles.",
}


def cell(text: object) -> str:
    """Text that a table cell can hold."""
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> list[str]:
    """Rows of a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return lines + ["| " + " | ".join(cell(c) for c in row) + " |" for row in rows]


def mechanisms() -> list[str]:
    """The page of mechanisms, in order of phase, with every parameter."""
    lines = [
        "# Mechanisms",
        "",
        "One theory a file, in the order in which they act within a month.",
    ]
    lines += ["", "The account they implement, by letter:", ""]
    lines += [f"- **{letter}** {text}" for letter, text in SENTENCES.items()]
    for phase in PHASES:
        for name in (n for n in NAMES if load(n).phase == phase):
            m = load(name)
            lines += ["", f"## {name}", "", says(name), ""]
            lines += [
                f"*Phase* {phase}. *Account* {', '.join(m.says)}. *Sources* {'; '.join(m.refs)}."
            ]
            lines += ["", inspect.getdoc(m.act) or "", ""]
            info = param_info(m.params)
            rows = [
                (
                    f"`{p.name}`",
                    p.default,
                    f"{p.bounds[0]:g} to {p.bounds[1]:g}",
                    p.unit,
                    p.doc,
                    p.source,
                )
                for p in info
            ]
            if rows:
                lines += table(("parameter", "default", "range", "unit", "meaning", "source"), rows)
    return lines


def fields() -> list[str]:
    """The page of fields."""
    lines = ["# Fields", "", "The vocabulary: every quantity the model speaks of."]
    for kind in ("static", "input", "stock", "flow"):
        lines += ["", f"## {kind.capitalize()}s", ""]
        rows = [
            (f"`{f.name}`", ", ".join(f.dims) or "centre", f.unit, f.doc)
            for f in FIELDS.values()
            if f.kind == kind
        ]
        lines += table(("field", "dimensions", "unit", "meaning"), rows)
    return lines


def measure_page() -> list[str]:
    """The page of measures."""
    lines = ["# Measures", "", "Readings of a dataset, simulated or observed."]
    for name in measures.NAMES:
        m = measures.load(name)
        lines += ["", f"## {name}", "", f"*{m.label}*, unit {m.unit}. Needs "]
        lines[-1] += ", ".join(f"`{n}`" for n in m.needs) + "."
        lines += ["", "```text", inspect.getdoc(m.read) or "", "```"]
    return lines


def facts() -> list[str]:
    """The page of facts that ship."""
    lines = ["# Facts", "", "Published numbers that ship with the scenarios."]
    options = {name: measures.load(name).options for name in measures.NAMES}
    for name in shipped():
        path = beside(name, "facts.yaml")
        if path is None:
            continue
        rows = [
            (
                f"`{f.id}`",
                f.quantity,
                f.observed,
                f"{f.band[0]:g} to {f.band[1]:g}",
                f.grade,
                f"`{f.measure}`" if f.measure else f"not scored: {f.unscored}",
                f.source,
            )
            for f in validate_facts(read_facts(path), options)
        ]
        lines += ["", f"## {name}", ""]
        header = ("fact", "quantity", "observed", "agrees if in", "grade", "measure", "source")
        lines += table(header, rows)
    return lines


def commands() -> list[str]:
    """The page of commands."""
    lines = [
        "# Commands",
        "",
        "Exit codes: 0 fine; 2 usage; 3 the input will not do; 4 the run "
        "failed; 5 a check did not hold where `--strict` was asked; 130 interrupted.",
    ]
    for command in app.registered_commands:
        function = command.callback
        lines += ["", f"## vertikal {command.name}", "", inspect.getdoc(function) or "", ""]
        rows = []
        for p in inspect.signature(function).parameters.values():
            info = next(iter(getattr(p.annotation, "__metadata__", ())), None) or p.default
            first = getattr(info, "default", None)  # typer moves the first flag there
            declared = [first, *(getattr(info, "param_decls", None) or ())]
            flags = ", ".join(f"`{d}`" for d in declared if str(d).startswith("-"))
            rows.append((flags or f"`{p.name.upper()}`", getattr(info, "help", "") or ""))
        lines += table(("argument", "meaning"), rows)
    return lines


def main() -> None:
    """Write all pages."""
    HERE.mkdir(exist_ok=True)
    pages = {
        "mechanisms": mechanisms,
        "fields": fields,
        "measures": measure_page,
        "facts": facts,
        "commands": commands,
    }
    for name, make in pages.items():
        text = "\n".join(make()).rstrip() + "\n"
        (HERE / f"{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
