"""What is in order, before it is damaged: a design, a mapping, command lines."""

__all__ = ["DESIGN", "MAPPING", "VALUES", "WORDS"]

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
