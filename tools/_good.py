"""Good input that cases are made from; and tables that are out of all order."""

import csv
import io
import random
import zipfile

__all__ = ["DESIGN", "MAPPING", "VALUES", "WORDS", "bomb", "returns_table"]

DESIGN = """\
vary:
  institutions.court_independence: 0.1:0.5
  parameters.heads_are_rotated.rate: 0.2:0.4
design: latin
points: 8
outcomes:
  late: {measure: elected_share, options: {tier: district, year: 2004}}
"""
MAPPING = """\
title: A table
registered: registered
ballots: ballots
valid: valid
votes: {A: leader, B: second}
station: station
region: region
blank_is_zero: true
"""
WORDS = {
    "run": ("TOY",), "score": ("TOY",), "compare": ("TOY", "TOY"), "judge": ("TOY",),
    "sweep": ("TOY",), "sensitivity": ("TOY",), "calibrate": ("TOY",), "chronicle": ("TOY",),
    "measure": ("returns.csv",), "power": (), "enclaves": ("panel.csv",), "show": ("d.zarr",),
    "plot": ("d.zarr",), "check": ("TOY",), "verify": ("d.zarr",), "rerun": ("d.zarr",),
    "cite": ("TOY",), "export": ("d.zarr",), "list": ("mechanisms",),
}  # fmt: skip
VALUES = ("1", "2", "40", "100", "2004", "a,b", "0:1", "institutions.court_independence=0.9",
          "parameters.heads_are_rotated.rate=0.3", "turnout_ratio", "litigated_share",
          "x=litigated_share", "late=elected_share:{tier: district, year: 2004}", "president_2001",
          "padded", "30,60", "0.05,0.1", "plain", "regions=3", "unit=unit,year=year,score=score",
          "0,30,60", "out.csv", "out.png", "out.json", "heads_are_rotated", "courts_decide.*",
          "utf-8", "tab", "registered=registered,votes=leader", "last_digit", "TOY",
          "d.zarr")  # fmt: skip


def returns_table() -> str:
    """Return a table of returns."""
    draw = random.Random(3)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("region", "station", "registered", "ballots", "valid", "leader", "second"))
    for k in range(60):
        n = draw.randrange(100, 2000)
        b = round(n * draw.uniform(0.3, 0.9))
        a = round(b * draw.uniform(0.2, 0.6))
        writer.writerow((f"R{k % 4}", k, n, b, b - 2, a, b - 2 - a))
    return out.getvalue()


def bomb(draw: random.Random, good: bytes) -> bytes:
    """What unfolds to much more than it is, or never ends."""
    kind = draw.randrange(5)
    if kind == 0:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("returns.csv", b"0" * 20_000_000)
        return buffer.getvalue()
    if kind == 1:
        import gzip

        return gzip.compress(good + b"0," * 5_000_000)
    if kind == 2:  # noqa: PLR2004
        return b"a,b\n" + b'"' + b"x" * draw.randrange(10**4, 3 * 10**6)
    if kind == 3:  # noqa: PLR2004
        return b"," * draw.randrange(10**3, 10**5) + b"\n1,2\n"
    return (b"a,b,c\n" + b"1,2,3\n" * draw.randrange(10, 10**5)) + b"\x00" * 100
