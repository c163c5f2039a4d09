"""A site is files with the API's own names; a report is one page that holds them."""

import base64
import hashlib
import json
import re

import pytest

from vertikal.io import DatasetError
from vertikal.web import write_report, write_site


@pytest.fixture(scope="module")
def site(folder, tmp_path_factory):
    place = tmp_path_factory.mktemp("site")
    write_site(folder[0], place)
    return place


def test_every_file_is_what_the_server_answers(site, client):
    pages = [f for f in site.rglob("*") if f.is_file() and "api" in f.parts]
    assert len(pages) > 100
    changing = ("studio.json", "kept.json", "runs.json")
    for file in pages:
        if file.name not in changing:
            answer = client.get("/" + file.relative_to(site).as_posix())
            assert answer.status_code == 200, file
            assert answer.content.strip() == file.read_bytes().strip() or _same(answer, file), file


def _same(answer, file):
    return file.suffix == ".json" and answer.json() == json.loads(file.read_text("utf-8"))


def test_a_site_says_what_it_holds(site, names):
    kept = json.loads((site / "api" / "runs" / names[1] / "kept.json").read_text("utf-8"))
    assert kept["less"] == [names[0]]
    assert kept["chronicles"] == [0, 1, 2]
    assert json.loads((site / "api" / "studio.json").read_text("utf-8"))["mode"] == "static"


def test_a_report_allows_its_own_script_and_nothing_else(folder, tmp_path):
    (run,) = folder[0].glob(f"kazakhstan-{folder[1][:8]}.zarr")
    page = tmp_path / "report.html"
    write_report(run, page)
    text = page.read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    (script,) = re.findall(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "connect-src" not in policy  # default-src 'none': it can ask nobody
    assert not re.search(r'(?:src|href)="(?!data:)', text.replace(script, ""))


def test_without_a_run_there_is_nothing_to_write(tmp_path):
    with pytest.raises(DatasetError, match="holds no finished run"):
        write_site(tmp_path, tmp_path / "site")


def test_the_borders_of_a_file_are_drawn_with_fewer_digits(tmp_path):
    from vertikal.web._borders import borders_of

    ring = [[70.00001, 50.0], [71.123456, 50.0], [71.1234561, 50.0], [70.0, 51.0], [70.00001, 50.0]]
    feature = {
        "type": "Feature",
        "properties": {"iso": "KZ-75", "people": 7, "long": "x" * 900},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = tmp_path / "borders.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    made = json.loads(borders_of(file) or b"")
    (kept,) = made["features"]
    assert kept["properties"] == {"iso": "KZ-75"}
    (outer,) = kept["geometry"]["coordinates"]
    assert outer == [[70.0, 50.0], [70.0, 51.0], [71.123, 50.0], [70.0, 50.0]]  # and clockwise


@pytest.mark.parametrize(
    ("text", "says"),
    [("{", "is no JSON"), ("[]", "FeatureCollection"),
     ('{"type": "FeatureCollection", "features": []}', "no Polygon")],
)  # fmt: skip
def test_borders_that_will_not_do_are_refused_in_words(tmp_path, text, says):
    from vertikal.web._borders import borders_of

    file = tmp_path / "borders.geojson"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=says):
        borders_of(file)
