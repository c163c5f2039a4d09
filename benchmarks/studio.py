"""How fast the studio is in headless Chromium: STYLE 5.5, points 2 and 6.

    python benchmarks/studio.py [RUNS]

RUNS holds a run of Kazakhstan with 200 histories (one is made if there is none). Writes
`benchmarks/studio.md`. Timings are of the machine that the table names; what is a ratio is a ratio
within the same run.
"""

import gzip
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
STATIC = HERE.parent / "src" / "vertikal" / "web" / "static"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
STEPS = 120
"""Steps of a scrub."""
ROUNDS = 5

SCRUB = """async steps => {
  const slider = document.querySelector('input[type=range]');
  const frame = () => new Promise(done => requestAnimationFrame(done));
  const took = [], work = [];
  for (let k = 0; k < steps; k++) {
    slider.value = String(k % Number(slider.max));
    const begun = performance.now();
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    work.push(performance.now() - begun);
    await frame(); await frame();
    took.push(performance.now() - begun);
  }
  return {took, work};
}"""
IDLE = """async steps => {
  const frame = () => new Promise(done => requestAnimationFrame(done));
  const took = [];
  for (let k = 0; k < steps; k++) {
    const begun = performance.now();
    await frame(); await frame();
    took.push(performance.now() - begun);
  }
  return took;
}"""


def main(folder: Path) -> None:
    """Serve, drive, measure, write."""
    command = [sys.executable, "-c", "import vertikal.cli as c; c.main()"]
    if not list(folder.glob("kazakhstan-*.zarr")):
        subprocess.run([*command, "run", "kazakhstan", "--json"], check=True, cwd=folder.parent)
    with subprocess.Popen(
        [*command, "studio", str(folder), "--port", "0", "--no-browser"],
        stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        home = re.search(r"http://\S+/", server.stderr.readline())[0]  # type: ignore[union-attr,index]
        try:
            time.sleep(5.0)  # the server reads what a first visitor will see
            rows = []
            for row in _measured(home):
                rows.append(row)
                print(*row, flush=True)
        finally:
            server.terminate()
    _write(rows)


def _measured(home: str):  # noqa: ANN202 - rows
    runs = json.load(urllib.request.urlopen(home + "api/runs.json"))
    run = next(r["id"] for r in runs if r["members"] == 200 and not r["changes"])  # noqa: PLR2004
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        first = [_first(browser.new_page(), home, run) for _ in range(ROUNDS + 1)][1:]
        yield "first chart, warm server (median)", statistics.median(first), "ms", 1000.0
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        _open(page, home, run)
        empty = page.evaluate(IDLE, STEPS)
        found = page.evaluate(SCRUB, STEPS)
        yield "two animation frames, nothing to do (p99)", _p99(empty), "ms", None
        yield (
            "scrub, a step to two animation frames later (median)",
            statistics.median(found["took"]),
            "ms",
            None,
        )
        yield "scrub, the same (p99)", _p99(found["took"]), "ms", 40.0
        yield (
            "scrub, script and layout of a step (median)",
            statistics.median(found["work"]),
            "ms",
            None,
        )
        yield from _levers(page, home, run, found)
        browser.close()
    for kind in ("js", "css", "html"):
        (file,) = STATIC.glob(f"*.{kind}")
        yield (
            f"bundle, {file.name}, gzipped",
            len(gzip.compress(file.read_bytes(), 9)) / 1e3,
            "kB",
            None,
        )
    total = sum(len(gzip.compress(f.read_bytes(), 9)) for f in STATIC.iterdir())
    yield "bundle, all of it, gzipped", total / 1e3, "kB", 200.0


def _open(page: Page, home: str, run: str) -> None:
    page.goto(f"{home}#run={run}&at=2014-01")
    page.wait_for_selector(".fanned path.median", state="attached")
    page.wait_for_timeout(1500)


def _first(page: Page, home: str, run: str) -> float:
    begun = time.perf_counter()
    page.goto(f"{home}#run={run}&at=2022-01", wait_until="commit")
    page.wait_for_selector(".fanned path.median", state="attached")
    took = 1000.0 * (time.perf_counter() - begun)
    page.close()
    return took


def _levers(page: Page, home: str, run: str, idle: dict):  # noqa: ANN202 - rows
    """A lever that needs a run, the same again from the cache, and scrubbing meanwhile."""
    value = 0.3 + (time.time_ns() % 400) / 1000.0
    asked = {"scenario": "kazakhstan", "members": 200}
    warm = {**asked, "set": {"institutions.court_independence": round(value + 0.2, 4)}}
    _until(home, _post(home, warm)["id"])  # the worker has imported and compiled what it needs
    fresh = {**asked, "set": {"institutions.court_independence": round(value, 4)}}
    begun = time.perf_counter()
    job = _post(home, fresh)
    pace, seen = [], time.perf_counter()
    busy: list[float] = []
    while (state := _get(home, f"api/jobs/{job['id']}.json"))["state"] in ("queued", "running"):
        found = page.evaluate(SCRUB, 20)
        busy += found["took"]
        pace.append(1000.0 * (time.perf_counter() - seen))
        seen = time.perf_counter()
    assert state["state"] == "finished", state
    _fetch(home, f"api/runs/{job['id']}/cubes/shunned.bin")
    _fetch(home, f"api/runs/{job['id']}/less/{run}/shunned.bin")
    yield (
        "lever, 200 new histories of Kazakhstan, to the new fan",
        time.perf_counter() - begun,
        "s",
        10.0,
    )
    if busy:
        ratio = statistics.median(busy) / statistics.median(idle["took"])
        yield "scrub while that run is under way / idle (medians)", ratio, "", 1.5
    page.goto("about:blank")
    page.goto(f"{home}#view=compare&run={run}&other={run}&quantity=shunned")
    page.wait_for_selector(".levers .one")
    page.wait_for_timeout(800)
    times = []
    for k in range(ROUNDS):
        target = round(value if k % 2 == 0 else value + 0.2, 4)
        made = _post(home, {**asked, "set": {"institutions.court_independence": target}})
        _fetch(home, f"api/runs/{made['id']}/about.json")
        times.append(page.evaluate(PULL, [target, run]))
    yield "lever, cached: pull to the new fan, first visit (max)", max(times[:2]), "ms", None
    yield (
        "lever, cached: pull to the new fan, again (median)",
        statistics.median(times[2:]),
        "ms",
        150.0,
    )


PULL = """async ([value, base]) => {
  const begun = performance.now();
  const answer = await fetch('api/runs', {method: 'POST', headers: {'content-type':
    'application/json', 'x-vertikal': 'studio'}, body: JSON.stringify({scenario: 'kazakhstan',
    members: 200, set: {'institutions.court_independence': value}})});
  const run = (await answer.json()).result;
  const path = () => document.querySelector('.fanned path.median')?.getAttribute('d');
  const before = path();
  location.hash = `#view=compare&run=${run}&other=${base}&quantity=shunned`;
  const late = () => performance.now() - begun > 20000;
  while ((!path() || path() === before) && !late())
    await new Promise(done => requestAnimationFrame(done));
  return performance.now() - begun;
}"""


def _post(home: str, body: dict) -> dict:
    request = urllib.request.Request(
        home + "api/runs", json.dumps(body).encode(),
        {"content-type": "application/json", "x-vertikal": "studio"},
    )  # fmt: skip
    return json.load(urllib.request.urlopen(request))


def _get(home: str, path: str) -> dict:
    return json.load(urllib.request.urlopen(home + path))


def _fetch(home: str, path: str) -> bytes:
    return urllib.request.urlopen(home + path).read()


def _until(home: str, job: str) -> None:
    try:
        while _get(home, f"api/jobs/{job}.json")["state"] in ("queued", "running"):
            time.sleep(0.3)
    except urllib.error.HTTPError:
        return  # it was there already: no job


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def _write(rows: list[tuple[str, float, str, float | None]]) -> None:
    cores = len(os.sched_getaffinity(0))
    lines = [
        "# The studio in headless Chromium",
        "",
        f"`python benchmarks/studio.py` on {platform.machine()}, {cores} cores shared with others; "
        "Kazakhstan, 200 histories. A bound is that of STYLE 5.5 or of issue 8.",
        "",
        "| | measured | bound | |",
        "|---|---:|---:|---|",
    ]
    for name, value, unit, bound in rows:
        kept = "" if bound is None else "kept" if value < bound else "**missed**"
        limit = "" if bound is None else f"{bound:g} {unit}"
        lines.append(f"| {name} | {value:.3g} {unit} | {limit} | {kept} |")
    (HERE / "studio.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "runs"))
