"""Write the page of verdicts: every claim on trial in Kazakhstan (about ten minutes).

    python docs/_claims.py [VERDICTS.json]

With a file, what `vertikal judge kazakhstan --json` has printed is used.
"""

import json
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parent / "results" / "claims.md"
READING = """
## What we make of it

- **A court does not end shunning.** Where a court stands behind the centre's offer, talks give a
  region half of what it wants; now the threat of indignation gives nearly all. So less is talked
  about, and more is sued over *and* shunned. In Italy, too, suits take the place of settlement
  ([one dial](../concepts/one-dial.md)). The interview expects them in the place of shunning.
- **The cost of removal is not what keeps governors appointed.** With that cost at zero no region
  elects its head by 2030: the other risks that the centre sees suffice. In a quarter of the draws
  they do not.
- **Rollback is rarer than the account says**: in one history of seven an election of rural heads
  is taken back.
- **Dismissals are too many**: over two a year, where about one was counted.
- **What is said of activism holds with the vector as it is, and in few of the draws.** These
  sentences lean on values that no fact pins down yet; they need a posterior, not a wide prior.
- One enclave does not help another: no mechanism carries it.
"""
MARKS = {"up": "> ", "down": "< -", "none": "within "}


def verdicts(file: str | None) -> list[dict]:
    """Put the claims on trial, or read what a trial has found."""
    if file is not None:
        return json.loads(Path(file).read_text(encoding="utf-8"))["claims"]
    command = [str(Path(sys.executable).parent / "vertikal"), "judge", "kazakhstan", "--json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)["claims"]


def page(claims: list[dict]) -> str:
    """Verdicts as a table, then what they depend on."""
    counts = [c["verdict"] for c in claims]
    said = ", ".join(f"{counts.count(v)} {v}" for v in ("holds", "fails", "depends", "cannot tell"))
    lines = [
        "# Claims on trial: Kazakhstan",
        "",
        "`vertikal judge kazakhstan`: 100 pairs of histories with the vector as it is, and 256 "
        "draws from the joint prior of all parameters with two pairs each. What the columns mean, "
        "and how to try your own: [put a claim on trial](../how-to/put-a-claim-on-trial.md); each "
        f"claim in full: [claims](../reference/claims.md). Of {len(claims)}: {said}.",
        "",
        "| claim | sentence | says | verdict | effect | 95 % interval | holds if | robust |",
        "|---|---|---|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| [`{c['id']}`](../reference/claims.md#{c['id']}) | {c['sentence']} | {c['says']} | "
        f"**{c['verdict']}** | {c['effect']:+.3g} | {c['low']:+.3g} to {c['high']:+.3g} | "
        f"{MARKS[c['direction']]}{c['smallest_effect']:g} | {robust(c)} |"
        for c in claims
    ]
    lines += ["", READING.strip(), "", "## What the answers depend on", ""]
    lines += [f"- `{c['id']}`: {dependence(c)}" for c in claims if c["verdict"] == "depends"]
    return "\n".join(lines) + "\n"


def robust(claim: dict) -> str:
    """Share of draws in which a claim holds."""
    share = claim["robustness"]
    return "-" if share is None else f"{100 * share:.0f} %"


def dependence(claim: dict) -> str:
    """Parameters that move the effect, with their Sobol index, and the box."""
    names = ", ".join(f"`{f['parameter']}` ({f['index']:.2f})" for f in claim["flips"])
    says = names or "no single parameter beyond chance: many at once"
    return f"{says}; {claim['box']}" if claim["box"] else says


if __name__ == "__main__":
    PAGE.write_text(page(verdicts(sys.argv[1] if len(sys.argv) > 1 else None)), encoding="utf-8")
