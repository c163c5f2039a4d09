"""Levers of a scenario: what somebody could choose otherwise, as it stands now."""

import json
from functools import cache
from typing import Any

from vertikal.io import read_scenario
from vertikal.scenario import validate
from vertikal.scenario._spec import Institutions

__all__ = ["levers"]


@cache
def levers(scenario: str) -> dict[str, Any]:
    """Institutions with their values, and dated events, of a scenario that ships."""
    raw = read_scenario(scenario)
    spec = validate(raw)
    values = json.loads(spec.institutions.model_dump_json())
    return {
        "start": spec.start,
        "until": spec.until,
        "institutions": [{"id": n, "value": values[n]} for n in Institutions.model_fields],
        "events": [
            {"date": e.date.isoformat(), "kind": e.event, "title": e.title}
            for e in sorted(spec.timeline, key=lambda e: e.date)
            if spec.start <= e.date.year <= spec.until
        ],
    }
