"""What tests of the studio share: two runs that are pairs, a server, a browser."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("fastapi") is None or find_spec("uvicorn") is None:  # pip install 'vertikal[studio]'
    collect_ignore_glob = ["test_*.py"]

MEMBERS = 40
COURT = {"institutions.court_independence": 0.9}
MARK = {"X-Vertikal": "studio"}
"""Header that every change must bear."""
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def quiet(progress):
    del progress


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Kazakhstan as it is and with a court, forty histories each, the first scored and told."""
    from vertikal.web._requests import Asked
    from vertikal.web._runs import Runs
    from vertikal.web._tasks import run, scored, told

    place = tmp_path_factory.mktemp("runs")
    runs = Runs(place)
    plain = run(runs, Asked("kazakhstan", members=MEMBERS).as_json(), quiet)
    court = run(runs, Asked("kazakhstan", COURT, MEMBERS).as_json(), quiet)
    scored(runs, {"run": plain}, quiet)
    told(runs, {"run": plain, "member": 0}, quiet)
    return place, plain, court


@pytest.fixture(scope="session")
def names(folder):
    """Ids of the run as it is, and of the one with a court."""
    return folder[1], folder[2]


@pytest.fixture
def runs(folder):
    """The runs, with nothing in memory."""
    from vertikal.web._runs import Runs

    return Runs(folder[0])


@pytest.fixture
def client(folder):
    """A client of an application of its own."""
    from fastapi.testclient import TestClient

    from vertikal.web import create_app

    with TestClient(create_app(folder[0], hosts=("testserver",))) as made:
        yield made


@pytest.fixture(scope="module")
def address(folder):
    """A server as `vertikal studio` starts it."""
    code = "import vertikal.cli as c; c.main()"
    command = [sys.executable, "-c", code, "studio", str(folder[0]), "--port", "0", "--no-browser"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"}
    ) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        found = re.search(r"http://\S+/", line)
        assert found, line
        yield found[0]
        server.terminate()


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium that the system has; skips where there is none."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="tests in a browser need playwright: pip install playwright"
    )
    found = os.environ.get("CHROMIUM") or next(
        (b for b in BROWSERS if Path(b).exists()), shutil.which("chromium")
    )
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or set CHROMIUM")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Watched:
    """A page, and whatever it did that it should not have done."""

    def __init__(self, browser, home, width=1440):
        self.context = browser.new_context(viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.home, self.wrong = home, []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.wrong.append(f"request: {request.url}")

    def open(self, hash_, wait=".fanned path.median"):
        self.page.goto("about:blank")
        self.page.goto(self.home + hash_)
        self.page.wait_for_selector(wait, state="attached", timeout=60_000)
        return self.page


@pytest.fixture
def watched(chromium, address):
    """A page at the server's address."""
    made = Watched(chromium, address)
    yield made
    made.context.close()


@pytest.fixture(scope="session")
def watch():
    """Open a page somewhere else."""
    return Watched
