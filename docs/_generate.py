"""Write the reference pages from the code: what is declared once is documented once."""

import inspect
import re
import runpy
from pathlib import Path

from _generate_returns import instrument_page, source_page

from vertikal import measures
from vertikal.cli._app import app
from vertikal.engine import param_info
from vertikal.experiments import Claim, Reading, World, validate_claims
from vertikal.fields import FIELDS, RESIDENT_FIELDS
from vertikal.io import beside, claim_files, read_facts, shipped
from vertikal.mechanisms import NAMES, PHASES, load, residents, says
from vertikal.scenario import Fact, validate_facts, written

HERE = Path(__file__).parent / "reference"
TOOLS = Path(__file__).parent.parent / "tools"
JOINT = "the joint fit"
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
            if name in residents.NAMES:
                act = load(name, residents=True).act
                lines += ["**With residents one by one.** " + (inspect.getdoc(act) or ""), ""]
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


def parameters() -> list[str]:
    """The page of the one structural vector: value, range, how it was set, with which facts."""
    seen = [(name, fact) for name in shipped() for fact in _facts(name) if fact.sets]
    joint = _read_by_the_fit()
    info = [(name, p) for name in NAMES for p in param_info(load(name).params)]
    named = {
        (m, p.name): [(s, f) for s, f in seen if _sets(str(f.sets), m, p.name)] for m, p in info
    }
    loose = sum("placeholder" in p.source for _, p in info)
    fitted = sum(p.source.startswith("fitted") for _, p in info)
    lines = [
        "# Parameters",
        "",
        f"The one structural vector: {len(info)} numbers, the same for every country. No scenario "
        "can set any of them (`tests/architecture/test_boundaries.py`); "
        "`--set parameters.MECHANISM.NAME=VALUE` asks what would be if one were different.",
        "",
        f"{fitted} were fitted jointly ([decision 9](../decisions/0009-a-joint-fit.md)), {loose} "
        "are placeholders within a plausible range, the others rest on the source named. A fact "
        "in the last column was in view when the value was set: it is in sample. "
        f"*The joint fit* stands for the {len(joint)} facts listed [below](#the-joint-fit).",
    ]
    for name in NAMES:
        rows = [
            (
                f"`{p.name}`",
                p.default,
                f"{p.bounds[0]:g} to {p.bounds[1]:g}",
                p.unit,
                p.doc,
                p.source,
                "; ".join([JOINT] * p.source.startswith("fitted") + _by_scenario(named[m, p.name])),
            )
            for m, p in info
            if m == name
        ]
        if rows:
            lines += ["", f"## [{name}](mechanisms.md#{name})", ""]
            lines += table(
                ("parameter", "value", "prior range", "unit", "meaning", "how set", "set with"),
                rows,
            )
    lines += ["", "## The joint fit", "", "All fitted values were set with all of these in view."]
    lines += ["", *(f"- {text}" for text in _by_scenario(joint))]
    known = {(s, f.id) for group in named.values() for s, f in group}
    rest = [(s, f) for s, f in seen if (s, f.id) not in known and not str(f.sets).startswith(JOINT)]
    lines += ["", "## In sample without a parameter", ""]
    lines += [
        "These facts were in view when an input or a definition was set, not a parameter.",
        "",
    ]
    lines += table(("fact", "what was set"), [(f"{s}: `{f.id}`", f.sets) for s, f in rest])
    return lines


def _read_by_the_fit() -> list[tuple[str, Fact]]:
    """Every fact that the joint fit has read, whatever else it was used for before."""
    fit = runpy.run_path(str(TOOLS / "fit_vector.py"))
    return [
        (name, fact)
        for name in fit["SEEN"]
        for fact in _facts(name)
        if fact.scored and not fact.under and fact.measure not in fit["SLOW"]
    ]


def _by_scenario(found: list[tuple[str, Fact]]) -> list[str]:
    """Facts as `scenario: fact, fact`, a text a scenario."""
    ids: dict[str, list[str]] = {}
    for name, fact in found:
        ids.setdefault(name, []).append(f"`{fact.id}`")
    return [f"{name}: {', '.join(facts)}" for name, facts in ids.items()]


def _sets(text: str, mechanism: str, parameter: str) -> bool:
    """True if the words of a fact's `sets` name this parameter, or its mechanism as a whole."""
    if not re.search(rf"\b{mechanism}\b", text):
        return False
    return bool(re.search(rf"\.{parameter}\b", text)) or f"{mechanism}." not in text


def _facts(name: str) -> tuple[Fact, ...]:
    """Facts that ship with a scenario."""
    path = beside(name, "facts.yaml")
    options = {m: measures.load(m).options for m in measures.NAMES}
    return () if path is None else validate_facts(read_facts(path), options)


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
    lines += ["", "## Residents", "", "Only where every adult is simulated (`--residents`).", ""]
    rows = [(f"`{f.name}`", ", ".join(f.dims), f.unit, f.doc) for f in RESIDENT_FIELDS.values()]
    return lines + table(("field", "dimensions", "unit", "meaning"), rows)


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
    for name in shipped():
        if not (listed := _facts(name)):
            continue
        rows = [
            (
                f"`{f.id}`",
                f.quantity,
                f.observed,
                f"{f.band[0]:g} to {f.band[1]:g}",
                f.grade,
                _reading(f),
                f.source,
            )
            for f in listed
        ]
        lines += ["", f"## {name}", ""]
        header = ("fact", "quantity", "observed", "agrees if in", "grade", "measure", "source")
        lines += table(header, rows)
    return lines


def _reading(fact: Fact) -> str:
    """How a fact is read, or why it is not."""
    if not fact.measure:
        return f"not scored: {fact.unscored}"
    says = f"`{fact.measure}`"
    if fact.under:
        says += f", under {fact.world}" + (f", {fact.versus}" if fact.versus else "")
    return says + (f"; not scored: {fact.unscored}" if fact.unscored else "")


def claims() -> list[str]:
    """The page of claims that ship."""
    options = {name: measures.load(name).options for name in measures.NAMES}
    lines = [
        "# Claims",
        "",
        "Sentences of the account made testable: `vertikal judge` puts them on trial. Each has a "
        "world where it must hold and one where it must not, which the tests visit.",
    ]
    for file in claim_files():
        for c in validate_claims(read_facts(str(file)), options):
            lines += ["", f"## {c.id}", "", f"**{c.sentence}** - {c.says}", ""]
            less = f", less `{_read(c.less)}`" if c.less else ""
            rows = [
                ("reads", f"`{_read(c.outcome)}`{less}"),
                *(
                    (name, ", ".join(f"`{one}`" for one in written(changes)))
                    for name, changes in (
                        ("in both worlds", c.both),
                        ("treatment", c.treatment),
                        ("control", c.control),
                    )
                    if changes
                ),
                ("holds if", _holds_if(c)),
                ("because", c.because),
                ("tried in", ", ".join(c.scenarios)),
                ("must hold in", c.holds_nowhere or _test_world(c.holds_in)),
                ("must not hold in", _test_world(c.fails_in)),
            ]
            lines += table(("", ""), rows)
    return lines


def _read(reading: Reading) -> str:
    options = ", ".join(f"{k}={v}" for k, v in reading.options.items())
    return f"{reading.measure}({options})"


def _holds_if(c: Claim) -> str:
    """The effect that a claim asks for, in words."""
    of = f"level less {c.compared_with:g}"
    if c.contrasted:
        of = "relative change" if c.versus == "ratio" else "difference"
    small = c.smallest_effect
    return {
        "up": f"{of} > {small:g}",
        "down": f"{of} < {-small:g}",
        "none": f"|{of}| at most {small:g}",
    }[c.direction]


def _test_world(world: World) -> str:
    """A test world in words."""
    said = [f"`{one}`" for one in written(world.set)]
    said += [f"without `{name}`" for name in world.without]
    return ", ".join(said) or "the country as it ships"


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
        "parameters": parameters,
        "fields": fields,
        "measures": measure_page,
        "instruments": instrument_page,
        "sources": source_page,
        "facts": facts,
        "claims": claims,
        "commands": commands,
    }
    for name, make in pages.items():
        text = "\n".join(make()).rstrip() + "\n"
        (HERE / f"{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
