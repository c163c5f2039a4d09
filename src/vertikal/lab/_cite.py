"""What a run rests on, as BibTeX: software, theories, parameters, facts, tables."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vertikal import __version__, measures
from vertikal.engine import param_info
from vertikal.mechanisms import NAMES, load

__all__ = ["Citation", "bibtex", "citations"]

WORK = re.compile(
    r"(?P<authors>[^\W\d_][^()\d;:]*?) \((?P<year>(?:1[89]|20)\d{2})\)(?:, (?P<rest>[^;:]+))?"
)
"""A work as the code names it: `Granovetter (1978), AJS 83(6), 1420-1443`."""
PLACE = re.compile(
    r"(?P<journal>.+?) (?P<volume>\d+)(?:\((?P<number>[\d-]+)\))?(?:, (?P<pages>[\de-]+))?$"
)
ADDRESS = re.compile(r"https?://[^\s,;)\]`>\"']+")
OURS = re.compile(r"(?P<file>(?:facts/)?[a-z_]+\.md)\b")
"""Collections of published facts that the project keeps, with their own sources."""
INTERVIEW = {
    "title": "Interview on decentralisation",
    "howpublished": "Vlast.kz",
    "year": "2024",
    "note": "15 November 2024",
}
"""The account that the mechanisms spell out."""
LIBRARIES = (
    ("jax", "misc", {
        "author": "Bradbury, James and Frostig, Roy and Hawkins, Peter and Johnson, Matthew James "
        "and Leary, Chris and Maclaurin, Dougal and Necula, George and Paszke, Adam and "
        "VanderPlas, Jake and Wanderman-Milne, Skye and Zhang, Qiao",
        "title": "JAX: composable transformations of Python+NumPy programs", "year": "2018",
        "url": "https://github.com/jax-ml/jax",
    }),
    ("numpy", "article", {
        "author": "Harris, Charles R. and Millman, K. Jarrod and others",
        "title": "Array programming with NumPy", "journal": "Nature", "year": "2020",
        "volume": "585", "pages": "357-362", "doi": "10.1038/s41586-020-2649-2",
    }),
    ("xarray", "article", {
        "author": "Hoyer, Stephan and Hamman, Joe",
        "title": "xarray: N-D labeled Arrays and Datasets in Python",
        "journal": "Journal of Open Research Software", "year": "2017", "volume": "5",
        "number": "1", "pages": "10", "doi": "10.5334/jors.148",
    }),
    ("zarr", "misc", {
        "author": "{Zarr developers}", "title": "Zarr-Python",
        "url": "https://github.com/zarr-developers/zarr-python",
    }),
)  # fmt: skip
"""What computes and keeps the numbers."""


@dataclass
class Citation:
    """One work, and what of the run rests on it."""

    key: str
    kind: str
    """Type of BibTeX's entry."""
    fields: dict[str, str]
    used_by: list[str] = field(default_factory=list)


def citations(
    scenario: str,
    *,
    software: str = "",
    without: Iterable[str] = (),
    facts: Sequence[Mapping[str, object]] = (),
    sources: str = "",
) -> list[Citation]:
    """List what a run rests on.

    Parameters
    ----------
    scenario
        Its name.
    software
        Software that made it, as a dataset names it; empty: this version.
    without
        Mechanisms that were left out.
    facts
        Facts that it is scored against: `id` and `source` of each.
    sources
        Text of the page that says where the scenario's tables come from.

    Returns
    -------
    Citations in order: software, works, collections and single sources.
    """
    found: dict[str, Citation] = {}
    _software(found, software.rpartition(" ")[2] or __version__)
    for name in NAMES:
        if name in set(without):
            continue
        mechanism = load(name)
        for text in mechanism.refs:
            _add(found, text, f"mechanism {name}")
        for p in param_info(mechanism.params):
            if not p.source.startswith(("placeholder until calibrated", "unit of account")) or (
                ";" in p.source
            ):
                _add(found, p.source, f"parameter {name}.{p.name}", whole=False)
    for fact in facts:
        _fact(found, str(fact.get("source", "")), f"fact {fact.get('id', '')}")
        measure = str(fact.get("measure", ""))
        for text in measures.load(measure).refs if measure in measures.NAMES else ():
            _add(found, text, f"measure {measure}")
    for address in dict.fromkeys(ADDRESS.findall(sources)):
        _address(found, address.rstrip("."), f"tables of {scenario}")
    return sorted(found.values(), key=lambda c: ORDER.index(c.kind))


ORDER = ("software", "article", "incollection", "misc", "unpublished", "online")


def _software(found: dict[str, Citation], version: str) -> None:
    ours = {"author": "{Vertikal founders}", "title": "Vertikal: a simulation laboratory for "
            "centre-region politics", "version": version, "year": "2026"}  # fmt: skip
    found["vertikal"] = Citation("vertikal", "software", ours, ["the run"])
    for name, kind, fields in LIBRARIES:
        found[name] = Citation(name, kind, dict(fields), ["the run"])


def _add(found: dict[str, Citation], text: str, user: str, *, whole: bool = True) -> None:
    """Add the works that a text names; the text itself if it names none and is a source."""
    named = False
    for work in WORK.finditer(text):
        named = True
        _work(found, work, user)
    if "Interview" in text:
        named = True
        _put(found, "vlast2024", "misc", dict(INTERVIEW), user)
    if "DESIGN" in text:
        named = True
        _put(found, "vertikal_design", "unpublished", _kept("Vertikal: design"), user)
    for ours in OURS.finditer(text):
        named = True
        file = ours["file"].removeprefix("facts/")
        key = "facts_" + file.removesuffix(".md")
        _put(found, key, "unpublished", _kept(f"Published facts with their sources: {file}"), user)
    if not named and whole:
        _put(found, _key(text), "misc", {"note": text}, user)


def _kept(title: str) -> dict[str, str]:
    return {"author": "{Vertikal founders}", "title": title, "note": "kept with the project"}


def _work(found: dict[str, Citation], work: re.Match[str], user: str) -> None:
    authors, year = work["authors"].strip(), work["year"]
    authors = re.sub(r"^(?:and|in|by|from|see) ", "", authors)
    first = re.sub(r"[^a-z]", "", _ascii(re.split(r",|&| and | et al", authors)[0]).lower())
    rest = (work["rest"] or "").strip().rstrip(".")
    fields = {"author": _authors(authors), "year": year}
    place = PLACE.match(rest)
    if place:
        fields |= {k: v for k, v in place.groupdict().items() if v}
    elif rest:
        fields["note"] = rest
    base = f"{first}{year}"
    same = next(
        (k for k in found if k.rstrip("bcdef") == base and _agree(found[k].fields, fields)), None
    )
    key = same or _free(found, base)
    if same:
        found[key].fields = {**fields, **found[key].fields}
    _put(found, key, "article" if place else "misc", fields, user)
    if place:
        found[key].kind = "article"


def _agree(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    """Whether two mentions can be of one work."""
    return all(a[k] == b[k] for k in ("journal", "volume", "pages") if k in a and k in b)


def _free(found: Mapping[str, Citation], base: str) -> str:
    return next(k for k in (base, *(base + c for c in "bcdef")) if k not in found)


def _authors(text: str) -> str:
    names = [
        n.strip() for n in re.split(r",|&| and ", text.replace(" et al.", ", others")) if n.strip()
    ]
    return " and ".join(names)


def _fact(found: dict[str, Citation], text: str, user: str) -> None:
    """Add the sources of a fact: the works and addresses it names, or its words."""
    addresses = [a.rstrip(".") for a in ADDRESS.findall(text)]
    for address in addresses:
        _address(found, address, user)
    words = ADDRESS.sub("", text)
    if not addresses or WORK.search(words):
        _add(found, words.strip(" ;,"), user, whole=not addresses)


def _address(found: dict[str, Citation], address: str, user: str) -> None:
    host = re.sub(r"^https?://(?:www\.)?", "", address).partition("/")[0]
    key = next((k for k, c in found.items() if c.fields.get("url") == address), None)
    _put(found, key or _free_number(found, _ascii(host)), "online",
         {"title": "{" + host + "}", "url": address}, user)  # fmt: skip


def _free_number(found: Mapping[str, Citation], host: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", host.lower()).strip("_") or "address"
    number = 1
    while f"{base}_{number}" in found:
        number += 1
    return f"{base}_{number}"


def _put(
    found: dict[str, Citation], key: str, kind: str, fields: dict[str, str], user: str
) -> None:
    made = found.setdefault(key, Citation(key, kind, fields))
    if user not in made.used_by:
        made.used_by.append(user)


def _key(text: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", _ascii(text).lower())[:5]) or "source"


def _ascii(text: str) -> str:
    import unicodedata  # noqa: PLC0415 - only for names of keys

    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def bibtex(listed: Iterable[Citation]) -> str:
    """Write citations as BibTeX; what rests on each stands in its `annote`."""
    return "\n".join(_entry(c) for c in listed)


def _entry(c: Citation) -> str:
    fields = {**c.fields, "annote": "Used by: " + ", ".join(c.used_by)}
    lines = [f"  {k} = {{{v if k in ('url', 'doi') else _safe(v)}}}," for k, v in fields.items()]
    return "\n".join([f"@{c.kind}{{{c.key},", *lines, "}"]) + "\n"


def _safe(text: str) -> str:
    """Escape what TeX would take for an order; braces that do not close are left out."""
    depth, out = 0, []
    for sign in text.replace("\\", "/"):
        if sign == "}" and depth == 0:
            continue
        depth += (sign == "{") - (sign == "}")
        out.append("\\" + sign if sign in "&%$#_" else sign)
    return "".join(out) + "}" * depth
