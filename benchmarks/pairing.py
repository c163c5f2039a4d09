"""What pairing saves: the error of an effect with the same luck in both worlds, and without.

The effect of electing the heads of districts on how many of them are removed over incidents in
Kazakhstan, as the law has it (from 2025 as terms end, after the pilot of 2023) and as if residents
had elected them from the start. Errors are ratios within one run, so the machine does not matter.
Usage: `python benchmarks/pairing.py`; writes `benchmarks/pairing.md`.
"""

from pathlib import Path

from vertikal.cli._common import make_request, programs, workers
from vertikal.experiments import Outcome, effect_of, readings

MEMBERS = 200
REMOVALS = Outcome("removals", "removals_per_year", {"tier": "district"})
NEVER = {
    "timeline.2023-09-01": None,
    "timeline.2024-09-02": None,
    "offices.raion.on_reform_agenda": False,
    "offices.oblast_city.on_reform_agenda": False,
}
WORLDS = {
    "as the law has it, against never": ({}, NEVER),
    "from the start, against never": (
        {"offices.raion.selection": "filtered", "offices.oblast_city.selection": "filtered"},
        NEVER,
    ),
}


def read(changes: dict, seed: int) -> object:
    """Removals a year in each history of a world."""
    request = make_request("kazakhstan", members=MEMBERS, seed=seed, under=changes)
    return readings(request, [REMOVALS], store=programs(), workers=workers())[:, 0]


def main() -> None:
    """Compare errors, and write them down."""
    lines = [
        "# What pairing saves",
        "",
        "`python benchmarks/pairing.py`: removals of heads of districts a year, Kazakhstan, "
        f"{MEMBERS} histories a world. *Brute force*: the treated world with another seed.",
        "",
        "| effect of electing them | paired | error | brute force | error | error ratio |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, (treatment, control) in WORLDS.items():
        there, here, other = read(treatment, 0), read(control, 0), read(treatment, 1)
        paired, brute = effect_of(there, here), effect_of(other, here, paired=False)
        lines.append(
            f"| {name} | {paired.effect:+.3f} | {paired.error:.4f} | {brute.effect:+.3f} | "
            f"{brute.error:.4f} | {brute.error / paired.error:.1f} |"
        )
    text = "\n".join(lines) + "\n"
    (Path(__file__).parent / "pairing.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
