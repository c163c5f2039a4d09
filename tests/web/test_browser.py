"""The page in headless Chromium: STYLE 5.5, but for what is measured in `benchmarks/studio.py`."""

import functools
import http.server
import re
import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 120_000
"""Milliseconds after which a test gives up."""
VIEWS = {
    "explore": ".fanned path.median",
    "compare": ".fanned .median.apart",
    "score": "table.score",
    "claims": ".claims li",
    "instruments": ".upload",
    "runs": ".runs",
}
"""What shows that a view is there."""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        del format, args


@pytest.fixture(scope="module")
def site(folder, tmp_path_factory):
    """The static site, behind nothing but a file server."""
    from vertikal.web import write_site

    place = tmp_path_factory.mktemp("site")
    write_site(folder[0], place)
    handler = functools.partial(Quiet, directory=str(place))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def report(folder, tmp_path_factory):
    """One page that holds everything, as a file."""
    from vertikal.web import write_report

    page = tmp_path_factory.mktemp("report") / "report.html"
    (run,) = folder[0].glob(f"kazakhstan-{folder[1][:8]}.zarr")
    write_report(run, page)
    return page.as_uri()


@pytest.fixture(params=["server", "site", "report"])
def anywhere(request, chromium, watch):
    """A page at a server, at a file server, and in a file."""
    name = {"server": "address"}.get(request.param, request.param)
    made = watch(chromium, request.getfixturevalue(name))
    yield made
    made.context.close()


def until(page, true):
    """Wait for something to be true. The page's own policy forbids Playwright's way: `eval`."""
    for _ in range(PATIENCE // 50):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {true}; {page.evaluate('location.hash')}")


def hash_of(**state):
    return "#" + "&".join(f"{k}={quote(str(v), safe='')}" for k, v in state.items())


# --- 1: nothing from elsewhere, no error ---------------------------------------------------------


def test_no_view_asks_anything_of_others_or_complains(anywhere, names):
    page = anywhere.open(hash_of(run=names[0]))
    for button in page.locator("nav button").all():
        button.click()
        page.wait_for_timeout(400)
    page.locator("nav button").first.click()
    page.wait_for_selector(".fanned path.median")
    assert anywhere.wrong == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_by_its_address(watched, names, view):
    watched.open(hash_of(view=view, run=names[1], other=names[0]), VIEWS[view])
    assert watched.wrong == []


@pytest.mark.parametrize("width", [1440, 390])
def test_no_view_is_wider_than_the_screen(chromium, address, names, watch, width):
    made = watch(chromium, address, width)
    for view, shows in VIEWS.items():
        page = made.open(hash_of(view=view, run=names[1], other=names[0]), shows)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, view
    made.context.close()


# --- 3: the map ----------------------------------------------------------------------------------


def test_every_region_has_a_name_and_a_value(anywhere, names, runs):
    page = anywhere.open(hash_of(run=names[0], quantity="grievance", at="2024-12"))
    data = runs.data(names[0])
    median = data["grievance"].sel(time="2024-12-01").median("member").values
    until(page, "!document.querySelector('.mapped path')?.ariaLabel.endsWith('no value')")
    told = {
        p.get_attribute("data-code"): p.get_attribute("aria-label")
        for p in page.locator(".mapped path[role=option]").all()
    }
    assert list(told) == [str(c) for c in data["region"].values]
    for i, (label, name) in enumerate(zip(told.values(), data["region_name"].values, strict=True)):
        assert label == f"{name}: {median[i]:.2f}"


def test_what_is_missing_is_hatched_and_said(anywhere, names):
    page = anywhere.open(hash_of(run=names[0], quantity="elected_locality", at="2024-12"))
    astana = page.locator("path[data-code='KZ-71']")
    assert astana.get_attribute("aria-label") == "Astana: no value"
    assert astana.get_attribute("fill") == "url(#none)"
    early = anywhere.open(hash_of(run=names[0], quantity="turnout", at="2013-02"))
    labels = [
        p.get_attribute("aria-label") for p in early.locator(".mapped path[role=option]").all()
    ]
    assert all(label.endswith(": no value") for label in labels)


def test_colours_do_not_move_with_time(watched, names):
    page = watched.open(hash_of(run=names[0], at="2014-01"))
    before = page.locator(".legend").inner_html()
    page.locator("input[type=range]").fill("150")
    assert page.locator(".legend").inner_html() == before


# --- 4: the keyboard -----------------------------------------------------------------------------


def test_the_slider_is_a_slider_that_keys_move(anywhere, names):
    page = anywhere.open(hash_of(run=names[0], at="2022-01"))
    slider = page.get_by_role("slider", name="Month")
    slider.focus()
    assert page.evaluate("document.activeElement.type") == "range"
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "February 2022"
    until(page, "location.hash.includes('at=2022-02')")


def test_regions_are_one_stop_and_arrows_move_among_them(anywhere, names):
    page = anywhere.open(hash_of(run=names[0], region="KZ-75"))
    assert page.locator(".mapped path[tabindex='0']").count() == 1
    page.locator("path[data-code='KZ-75']").focus()
    page.keyboard.press("ArrowLeft")
    there = page.evaluate("document.activeElement.dataset.code")
    assert there == "KZ-79"  # Shymkent stands to the left of Almaty
    page.keyboard.press("Enter")
    until(page, "location.hash.includes('region=KZ-79')")
    assert page.locator(f"path[data-code='{there}']").get_attribute("aria-selected") == "true"


def test_everything_that_can_be_pressed_can_be_reached(watched, names):
    page = watched.open(hash_of(view="compare", run=names[1], other=names[0]))
    page.wait_for_selector(".levers .one")
    lost = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, a[href], summary')]
        .filter(e => e.offsetParent && !e.disabled && e.tabIndex < 0 && !e.closest('.chronicle'))
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert lost == []
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select')]
        .filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length))
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert nameless == []


def test_keys_play_step_and_change_the_view(watched, names):
    page = watched.open(hash_of(run=names[0], at="2022-01"))
    page.locator("main").focus()
    page.keyboard.press("ArrowLeft")
    until(page, "location.hash.includes('at=2021-12')")
    page.keyboard.press("]")
    until(page, "location.hash.includes('history=1')")
    page.keyboard.press("Space")
    until(page, "!location.hash.includes('at=2021-12')")
    page.keyboard.press("Space")
    page.keyboard.press("c")
    page.wait_for_selector(".compare")
    page.keyboard.press("?")
    assert page.locator("dialog[open] dt").count() > 5


def test_the_i_opens_what_a_number_means(anywhere, names):
    page = anywhere.open(hash_of(run=names[0], quantity="circle"))
    button = page.get_by_role("button", name=re.compile("What .* means"))
    button.focus()
    button.press("Enter")
    assert "share of key posts" in page.get_by_role("note").inner_text()
    assert button.get_attribute("aria-expanded") == "true"


# --- 5: the address is the state -----------------------------------------------------------------

KEYS = ("view", "run", "other", "quantity", "at", "region", "history", "tier", "below",
        "observed", "kind", "claim", "lang", "look")  # fmt: skip


def states(names):
    """States of the page, without what stands there anyway."""
    optional = {
        "view": st.sampled_from(["compare", "score", "claims"]),
        "other": st.just(names[1]),
        "quantity": st.sampled_from(["protests", "trust", "elected_district", "turnout", "risk"]),
        "at": st.builds("{}-{:02d}".format, st.integers(2013, 2030), st.integers(1, 12)),
        "region": st.sampled_from(["KZ-71", "KZ-75", "KZ-10"]),
        "history": st.integers(1, 23),
        "tier": st.just("locality"),
        "below": st.just("table"),
        "observed": st.just("true"),
        "kind": st.sampled_from(["all", "protest", "removal"]),
        "claim": st.just("court_ends_shunning"),
        "lang": st.sampled_from(["ru", "kk"]),
        "look": st.sampled_from(["light", "dark"]),
    }
    return st.fixed_dictionaries({"run": st.just(names[0])}, optional=optional).map(
        lambda s: {k: s[k] for k in KEYS if k in s}
    )


def test_an_address_is_opened_and_kept_as_it_is(anywhere, names, request):
    """Fifty states at the server; ten in a file server's and a file's page, which are the same."""
    page = anywhere.open(hash_of(run=names[0]))
    where = anywhere.home
    many = 50 if "server" in request.node.name else 10

    @settings(
        max_examples=many, deadline=None, database=None, derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(state=states(names))
    def kept(state):
        page.goto("about:blank")
        page.goto(where + hash_of(**state))
        page.wait_for_selector("nav button")
        page.wait_for_timeout(180)  # longer than the page waits before it writes its address
        assert page.evaluate("location.hash") == hash_of(**state)

    kept()
    assert anywhere.wrong == []


def test_back_leads_to_the_view_before(watched, names):
    page = watched.open(hash_of(run=names[0], quantity="trust"))
    page.get_by_role("button", name="Score").click()
    until(page, "location.hash.includes('view=score')")
    page.go_back()
    page.wait_for_selector(".explore")
    assert page.evaluate("location.hash") == hash_of(run=names[0], quantity="trust")


def test_a_link_of_nonsense_is_a_page_all_the_same(watched):
    page = watched.open("#view=nowhere&history=-3&at=2022-13&region=<script>&quantity=../x")
    assert page.locator("nav button[aria-current]").inner_text() == "Explore"
    assert watched.wrong == []


# --- 6: jobs -------------------------------------------------------------------------------------


def test_a_job_survives_a_reload_and_can_be_cancelled(watched):
    page = watched.open("#view=runs", ".runs")
    page.get_by_label("Histories").fill("2000")
    page.get_by_label("Seed").fill("11")
    page.get_by_role("button", name="Run", exact=True).click()
    job = page.locator(".job[data-state=running]")
    job.wait_for(timeout=PATIENCE)
    until(page, "document.querySelector('.job progress')?.value > 0")
    name = job.get_attribute("data-job")
    page.reload()
    page.wait_for_selector(f".job[data-job='{name}'][data-state=running]", timeout=PATIENCE)
    said = page.evaluate(
        """name => new Promise(done => { const at = []; const s = new EventSource(
        `api/jobs/${name}/events`); s.onmessage = () => { at.push(performance.now());
        if (at.length > 6) { s.close(); done(at); } } })""",
        name,
    )
    assert len(said) == 7
    page.locator(f".job[data-job='{name}'] button").click()
    page.wait_for_selector(f".job[data-job='{name}'][data-state=cancelled]", timeout=PATIENCE)
    assert watched.wrong == []


def test_a_text_that_will_not_do_shows_every_problem(watched):
    page = watched.open("#view=runs", ".runs")
    page.get_by_text("Your own scenario text").click()
    page.locator("textarea").fill("title: Nowhere\nstart: 2000\nuntil: 1990\n")
    page.get_by_role("button", name="Check it").click()
    page.wait_for_selector("ul.problem")
    assert page.locator("ul.problem li").count() > 2
    watched.wrong = [w for w in watched.wrong if "422" not in w]  # the browser notes the refusal
    assert watched.wrong == []


# --- 7: comparing --------------------------------------------------------------------------------


def test_equal_worlds_differ_by_exactly_nothing(watched, names):
    page = watched.open(hash_of(view="compare", run=names[0], other=names[0]), ".readout")
    page.wait_for_selector(".readout[data-mean]")
    assert page.locator(".readout[data-mean]").get_attribute("data-mean") == "0"
    labels = [p.get_attribute("aria-label") for p in page.locator("path[data-code]").all()]
    assert {label.rpartition(": ")[2] for label in labels} == {"0"}


def test_a_pulled_lever_brings_the_other_world(watched, names):
    page = watched.open(hash_of(view="compare", run=names[0], other=names[0]), ".levers .one")
    lever = page.get_by_label("Independence of courts", exact=True)
    lever.evaluate("e => { e.value = '0.9'; e.dispatchEvent(new Event('input', {bubbles: true})) }")
    page.locator("button.pull").click()
    until(page, f"location.hash.includes('run={names[1]}')")
    page.wait_for_selector(".ghost")
    assert page.locator(".lever text").first.text_content() == "Independence of courts"
    assert watched.wrong == []


# --- 8: how it looks -----------------------------------------------------------------------------

BASELINES = Path(__file__).parent / "baselines"
SMALL = (160, 100)
"""Pictures are compared so small that another font makes no difference."""
APART = 8.0
"""Mean difference of grey levels, of 255, that is let pass."""
LOOKS = {
    "explore": {"quantity": "grievance", "at": "2022-06"},
    "dark": {"quantity": "grievance", "at": "2022-06", "look": "dark"},
    "compare": {"view": "compare", "quantity": "shunned", "at": "2022-06"},
    "score": {"view": "score"},
    "print": {"quantity": "grievance", "at": "2022-06"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_view_looks_as_it_did(watched, names, look, tmp_path):
    image = pytest.importorskip("PIL.Image", reason="comparing pictures needs Pillow")
    import numpy as np

    state = dict(LOOKS[look])
    view = state.get("view", "explore")
    run = names[1] if view == "compare" else names[0]
    state = {k: v for k, v in {"run": run, "other": names[0], **state}.items() if v}
    page = watched.open(hash_of(**{k: state[k] for k in KEYS if k in state}), VIEWS[view])
    if look == "print":
        page.emulate_media(media="print")
    page.wait_for_timeout(1500)  # what appears one after the other has appeared
    page.screenshot(path=tmp_path / "now.png")
    now = image.open(tmp_path / "now.png").convert("L").resize(SMALL)
    kept = BASELINES / f"{look}.png"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        now.save(kept, optimize=True)
        pytest.fail(f"there was no {kept.name}: look at the new one, and commit it")
    before = np.asarray(image.open(kept), float)
    assert np.abs(np.asarray(now, float) - before).mean() < APART


def test_on_paper_nothing_is_left_that_only_a_screen_can_do(watched, names):
    page = watched.open(hash_of(run=names[0], at="2022-06"))
    page.emulate_media(media="print")
    assert not page.locator(".play").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.locator(".source").is_visible()


# --- languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "explore", "month"),
    [("ru", "Обзор", "январь 2022"), ("kk", "Шолу", "2022 жылғы қаңтар")],
)
def test_the_page_speaks(watched, names, lang, explore, month):
    page = watched.open(hash_of(run=names[0], at="2022-01", lang=lang))
    assert page.locator("nav button").first.inner_text() == explore
    assert month in page.locator("#map").inner_text()
    assert page.evaluate("document.documentElement.lang") == lang
