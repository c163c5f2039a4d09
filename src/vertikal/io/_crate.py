"""Research objects: a run with all that made it, in a folder for others (RO-Crate 1.1)."""

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from vertikal import __version__
from vertikal.io._dataset import damaged, request_hash
from vertikal.io._inputs import read_inputs, unpack
from vertikal.io._sums import file_sums
from vertikal.io._writer import DatasetError

__all__ = ["save_crate"]

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
LICENCE = "https://spdx.org/licenses/Apache-2.0"
SUMS = "checksums.sha256"


def save_crate(
    run: Path, attrs: Mapping[str, Any], out: Path, *, cited: Callable[[], str] = str
) -> dict[str, int]:
    """Copy a run into a new folder, with scenario, parameters, pins, works and checksums.

    Parameters
    ----------
    run
        Dataset; it must be undamaged.
    attrs
        Its attributes.
    out
        Folder to make; it takes its name when it is whole.
    cited
        Makes the BibTeX of what the run rests on; asked once the run is known to be sound.

    Returns
    -------
    Number of files and bytes.

    Raises
    ------
    DatasetError
        If the run is damaged, or the folder is there or cannot be written.
    """
    if request_hash(run) is None:
        message = f"{run}: is no dataset of vertikal; `vertikal run` makes one"
        raise DatasetError(message)
    if lost := damaged(run, quick=False):
        message = (
            f"{run}: is damaged ({lost[0].file} {lost[0].problem}); `vertikal verify` says all"
        )
        raise DatasetError(message)
    if out.exists():
        message = f"{out}: is there already; name a new folder"
        raise DatasetError(message)
    part = out.with_name(out.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        shutil.copytree(run, part / "run.zarr")
        _beside(part, run, attrs, cited())
        sums = file_sums(part, sorted(p for p in part.rglob("*") if p.is_file()))
        lines = "".join(f"{sha}  {name}\n" for name, (_, sha) in sorted(sums.items()))
        (part / SUMS).write_text(lines, encoding="utf-8")
        part.rename(out)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        message = f"{out}: cannot be written ({error.strerror or error})"
        raise DatasetError(message, 4) from error
    return {"files": len(sums) + 1, "bytes": sum(size for size, _ in sums.values())}


def _beside(part: Path, run: Path, attrs: Mapping[str, Any], bibliography: str) -> None:
    """Write what goes with the dataset, and the description of all of it."""
    files = read_inputs(run)
    (part / "scenario").mkdir()
    unpack(files, part / "scenario")
    vector = json.dumps(json.loads(attrs["parameters"]), indent=1, sort_keys=True)
    (part / "parameters.json").write_text(vector + "\n", encoding="utf-8")
    (part / "pins.txt").write_text(_pins(), encoding="utf-8")
    (part / "citations.bib").write_text(bibliography, encoding="utf-8")
    graph = _graph(part, attrs, sorted(files), _when(run))
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, indent=1, ensure_ascii=False)
    (part / "ro-crate-metadata.json").write_text(text + "\n", encoding="utf-8")


def _pins() -> str:
    """Versions of every package that is installed here, one a line."""
    found = {d.metadata["Name"]: d.version for d in metadata.distributions() if d.metadata["Name"]}
    return "".join(f"{name}=={found[name]}\n" for name in sorted(found, key=str.lower))


def _when(run: Path) -> str:
    """When the dataset was published: the time of its checksums, to the second."""
    seconds = (run / "checksums" / "zarr.json").stat().st_mtime
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


PARTS = {
    "parameters.json": ("Structural parameters, by mechanism and name", "application/json"),
    "pins.txt": ("Packages and versions where the crate was made", "text/plain"),
    "citations.bib": ("Works that the run rests on", "application/x-bibtex"),
    SUMS: ("SHA-256 of every other file; compare with `sha256sum -c`", "text/plain"),
}


def _graph(
    part: Path, attrs: Mapping[str, Any], files: list[str], when: str
) -> list[dict[str, Any]]:
    """Entities of RO-Crate: the folder, its files, the software, the act of simulating."""
    inputs = [f"scenario/{name}" for name in files]
    said = f"{attrs['members']} simulated histories of {attrs['scenario']}, seed {attrs['seed']}"
    run = {
        "@id": "run.zarr/",
        "@type": "Dataset",
        "name": str(attrs.get("title", "run")),
        "description": f"{said}. Zarr format 3, readable by xarray.open_zarr",
        "identifier": str(attrs["request_hash"]),
        "dateCreated": when,
        "encodingFormat": "application/vnd+zarr",
    }
    listed = [
        {"@id": name, "@type": "File", "name": says, "encodingFormat": kind,
         **({"contentSize": str((part / name).stat().st_size)} if name != SUMS else {})}
        for name, (says, kind) in PARTS.items()
    ]  # fmt: skip
    listed += [
        {"@id": name, "@type": "File", "name": f"Input: {Path(name).name}",
         "contentSize": str((part / name).stat().st_size)}
        for name in inputs
    ]  # fmt: skip
    software = {
        "@id": "#vertikal",
        "@type": "SoftwareApplication",
        "name": "Vertikal",
        "version": str(attrs.get("software", __version__)).rpartition(" ")[2],
        "softwareVersion": str(attrs.get("code", "")),
        "license": {"@id": LICENCE},
    }
    settings = [
        {"@id": f"#{name}", "@type": "PropertyValue", "name": name,
         "value": str(attrs.get(name, ""))}
        for name in ("members", "seed", "start", "months", "without", "overrides", "scenario_hash",
                     "request_hash", "platform")
    ]  # fmt: skip
    act = {
        "@id": "#simulation",
        "@type": "CreateAction",
        "name": f"vertikal run: {said}",
        "instrument": {"@id": "#vertikal"},
        "object": [{"@id": x} for x in (*inputs, "parameters.json", *(s["@id"] for s in settings))],
        "result": {"@id": "run.zarr/"},
        "endTime": when,
    }
    descriptor = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{attrs.get('title', attrs['scenario'])}: a run of Vertikal",
        "description": said,
        "datePublished": when,
        "license": {"@id": LICENCE},
        "hasPart": [{"@id": e["@id"]} for e in (run, *listed)],
        "mentions": {"@id": "#simulation"},
    }
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "Apache License 2.0"}
    return [descriptor, root, run, *listed, software, licence, act, *settings]
