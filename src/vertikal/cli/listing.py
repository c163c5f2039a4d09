"""`vertikal list`: what there is."""

from typing import Annotated

import typer

from vertikal.cli._common import print_json, table

__all__ = ["listing"]


def listing(
    what: Annotated[
        str,
        typer.Argument(
            help="scenarios, mechanisms, parameters, measures, instruments, sources, claims or "
            "fields."
        ),
    ] = "scenarios",
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """List scenarios, mechanisms, parameters, measures, instruments, sources, claims or fields."""
    makers = {
        "scenarios": _scenarios,
        "mechanisms": _mechanisms,
        "parameters": _parameters,
        "measures": _measures,
        "instruments": _instruments,
        "sources": _sources,
        "claims": _claims,
        "fields": _fields,
    }
    if what not in makers:
        raise typer.BadParameter(f"{what!r}; one of {', '.join(makers)}")  # noqa: EM102
    entries = makers[what]()
    if json:
        print_json({what: entries})
        return
    columns = [(name, "left") for name in entries[0]]
    table(what, columns, [[str(value) for value in entry.values()] for entry in entries])


def _scenarios() -> list[dict[str, object]]:
    from vertikal.io import shipped

    return [{"scenario": name, **entry} for name, entry in shipped().items()]


def _mechanisms() -> list[dict[str, object]]:
    from vertikal.mechanisms import NAMES, load, says

    loaded = [load(name) for name in NAMES]
    return [
        {"mechanism": m.name, "phase": m.phase, "account": m.says, "says": says(m.name)}
        for m in loaded
    ]


def _parameters() -> list[dict[str, object]]:
    from vertikal.engine import param_info
    from vertikal.mechanisms import NAMES, load

    return [
        {
            "parameter": f"{name}.{p.name}",
            "default": p.default,
            "bounds": f"{p.bounds[0]:g} to {p.bounds[1]:g}",
            "unit": p.unit,
            "says": p.doc,
            "source": p.source,
        }
        for name in NAMES
        for p in param_info(load(name).params)
    ]


def _measures() -> list[dict[str, object]]:
    from vertikal import measures

    loaded = [measures.load(name) for name in measures.NAMES]
    return [
        {"measure": m.name, "unit": m.unit, "says": m.label, "options": ", ".join(m.options)}
        for m in loaded
    ]


def _instruments() -> list[dict[str, object]]:
    from vertikal import instruments

    loaded = [instruments.load(name) for name in instruments.NAMES]
    return [
        {"instrument": i.name, "unit": i.unit, "says": i.label, "needs": ", ".join(i.needs),
         "raises an alarm": "yes" if i.alarms else "no"}
        for i in loaded
    ]  # fmt: skip


def _sources() -> list[dict[str, object]]:
    from vertikal import sources

    loaded = [sources.load(name) for name in sources.NAMES]
    return [{"source": s.name, "says": s.title, "rows": s.unit} for s in loaded]


def _claims() -> list[dict[str, object]]:
    from vertikal import measures
    from vertikal.experiments import validate_claims
    from vertikal.io import claim_files, read_facts

    options = {name: measures.load(name).options for name in measures.NAMES}
    read = [validate_claims(read_facts(str(file)), options) for file in claim_files()]
    return [
        {"claim": c.id, "account": c.sentence, "says": c.says, "tried in": ", ".join(c.scenarios)}
        for (c,) in read
    ]


def _fields() -> list[dict[str, object]]:
    from vertikal.fields import FIELDS

    return [
        {
            "field": f.name,
            "kind": f.kind,
            "dimensions": ", ".join(f.dims) or "-",
            "unit": f.unit,
            "says": f.doc,
        }
        for f in FIELDS.values()
    ]
