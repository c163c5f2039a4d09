"""What a page can ask. An address that only reads is also a file of the static site."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from vertikal import __version__
from vertikal.io import shipped
from vertikal.scenario import ScenarioError
from vertikal.web import _returns
from vertikal.web._jobs import Job, Jobs, TooMany
from vertikal.web._levers import levers
from vertikal.web._requests import Asked, raw_of
from vertikal.web._runs import NoSuch, Runs

__all__ = ["LARGE", "router"]

LARGE = {"/api/returns": _returns.MOST}
"""Addresses to which more may be sent than to others."""
BEAT = 0.4
"""Seconds between reports on a job, at most."""
LONGEST_RUN = 80
"""Years that a page may ask for."""
RUN = r"^[0-9a-f]{16}$"
NAME = r"^[a-z0-9_]{1,60}$"

RunId = Annotated[str, Path(pattern=RUN, description="Hash of the request that made the run.")]
Name = Annotated[str, Path(pattern=NAME, description="Id of a quantity.")]
Value = bool | int | float | str | None | dict[str, float]
"""What a value of a scenario may be replaced with: no nested structures."""


class AskedRun(BaseModel):
    """A run that is asked for."""

    model_config = ConfigDict(extra="forbid")

    scenario: Annotated[str, Field(pattern=NAME)]
    set: Annotated[dict[Annotated[str, Field(max_length=200)], Value], Field(max_length=60)] = {}
    members: Annotated[int, Field(ge=1, le=2000)] = 200
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
    without: Annotated[list[Annotated[str, Field(pattern=NAME)]], Field(max_length=60)] = []
    text: Annotated[str, Field(max_length=2**18)] = ""

    def asked(self) -> Asked:
        """As the rest of the studio knows it."""
        return Asked(
            self.scenario, self.set, self.members, self.seed, tuple(self.without), self.text
        )


class AskedJob(BaseModel):
    """A smaller job on a run or a claim."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["score", "chronicle", "judge"]
    run: Annotated[str, Field(pattern=RUN)] = "0" * 16
    member: Annotated[int, Field(ge=0, le=1999)] = 0
    claim: Annotated[str, Field(pattern=NAME)] = "none"
    members: Annotated[int, Field(ge=2, le=500)] = 60
    draws: Annotated[int, Field(ge=40, le=512)] = 64


def problems(status: int, *said: Mapping[str, Any]) -> HTTPException:
    """An answer that lists problems, as the command line would."""
    return HTTPException(status, list(said))


def router(runs: Runs, jobs: Jobs, borders: bytes | None = None) -> APIRouter:
    """Make all addresses of the API."""
    api = APIRouter(prefix="/api")
    _listing(api, runs, borders)
    _reading(api, runs)
    _kept(api, runs)
    _asking(api, runs, jobs)
    _watching(api, jobs)
    return api


def _listing(api: APIRouter, runs: Runs, borders: bytes | None) -> None:
    @api.get("/studio.json")
    def studio() -> dict[str, Any]:
        """What this is: a server, which version."""
        return {"mode": "server", "version": __version__, "borders": borders is not None}

    @api.get("/borders.json", responses=MISSING)
    def drawn() -> Response:
        """Borders of regions, if the studio was given a file of them."""
        if borders is None:
            raise problems(404, {"says": "no borders; give a file with --boundaries"})
        return Response(borders, media_type="application/json")

    @api.get("/runs.json")
    def listed() -> list[dict[str, Any]]:
        """All finished runs, newest first."""
        return runs.listed()

    @api.get("/scenarios.json")
    def scenarios() -> list[dict[str, Any]]:
        """Scenarios that ship, with their levers."""
        return [
            {"id": name, "title": entry["title"], "years": entry["years"], "levers": levers(name)}
            for name, entry in shipped().items()
        ]


def _reading(api: APIRouter, runs: Runs) -> None:
    @api.get("/runs/{run}/about.json", responses=MISSING)
    def about(run: RunId) -> Response:
        """Places, times, quantities and events of a run."""
        return _found(lambda: runs.about(run), "application/json")

    @api.get("/runs/{run}/units.json", responses=MISSING)
    def units(run: RunId) -> Response:
        """Units below the regions."""
        return _found(lambda: runs.units(run), "application/json")

    @api.get("/runs/{run}/cubes/{name}.bin", responses=MISSING)
    def cube(run: RunId, name: Name) -> Response:
        """Numbers of a quantity: quantiles and single histories, by place and time."""
        return _found(lambda: runs.cube(run, name), BINARY)

    @api.get("/runs/{run}/units/{name}.bin", responses=MISSING)
    def unit_cube(run: RunId, name: Name) -> Response:
        """Numbers of a quantity for every unit."""
        return _found(lambda: runs.unit_cube(run, name), BINARY)

    @api.get("/runs/{run}/less/{other}/{name}.bin", responses=MISSING)
    def difference(run: RunId, other: Annotated[str, Path(pattern=RUN)], name: Name) -> Response:
        """The paired difference of a quantity, `run` less `other`."""
        return _found(lambda: runs.difference(other, run, name), BINARY)


BINARY = "application/octet-stream"
MISSING: dict[int | str, dict[str, Any]] = {404: {"description": "There is no such thing."}}
WRONG: dict[int | str, dict[str, Any]] = {
    400: {"description": "Not JSON."},
    403: {"description": "The header X-Vertikal is missing."},
    404: {"description": "There is no such thing."},
    413: {"description": "Too large."},
    422: {"description": "It will not do; every problem is listed."},
    429: {"description": "Too many jobs are waiting."},
}


def _found(make: Any, kind: str) -> Response:  # noqa: ANN401 - a function without arguments
    try:
        return Response(make(), media_type=kind)
    except NoSuch as error:
        raise problems(404, {"says": str(error)}) from None


def _kept(api: APIRouter, runs: Runs) -> None:
    def answer(name: str, wanted: str) -> Response:
        found = runs.answers.get(name)
        if found is None:
            raise problems(404, {"says": f"{wanted} has not been made yet; ask for it as a job"})
        return Response(json.dumps(found, ensure_ascii=False), media_type="application/json")

    @api.get("/runs/{run}/kept.json")
    def kept(run: RunId) -> dict[str, Any]:
        """Which of the answers below have been made."""
        return runs.kept(run)

    @api.get("/runs/{run}/score.json", responses=MISSING)
    def score(run: RunId) -> Response:
        """The score card of a run, once it has been made."""
        return answer(f"score-{run}", "the score card")

    @api.get("/runs/{run}/chronicle/{member}.json", responses=MISSING)
    def chronicle(run: RunId, member: Annotated[int, Path(ge=0, le=1999)]) -> Response:
        """One history as dated events, once it has been told."""
        return answer(f"chronicle-{run}-{member}", "this chronicle")

    @api.get("/claims.json")
    def claims() -> list[dict[str, Any]]:
        """Claims, with the trials that have been held."""
        from vertikal.web._claims import listed  # noqa: PLC0415 - slow to import

        return listed(runs.answers.get)


def _asking(api: APIRouter, runs: Runs, jobs: Jobs) -> None:
    @api.post("/runs", responses=WRONG)
    async def run(asked: AskedRun) -> dict[str, Any]:
        """Ask for a run: finished at once if it is there, else a job."""
        request = await run_in_threadpool(_checked, runs, asked)
        if await run_in_threadpool(runs.known, request.hash):
            return {"state": "finished", "id": request.hash, "result": request.hash}
        title = f"{request.compiled.spec.title}" + "".join(f", {c}" for c in request.changes)
        return _asked(jobs, "run", title, asked.asked().as_json(), request.hash)

    @api.post("/check", responses=WRONG)
    async def check(asked: AskedRun) -> dict[str, Any]:
        """Check a scenario without running it."""
        request = await run_in_threadpool(_checked, runs, asked)
        return {
            "id": request.hash,
            "title": request.compiled.spec.title,
            "months": request.compiled.labels.months,
            "units": request.compiled.tree.n_units,
        }

    @api.post("/jobs", responses=WRONG)
    async def job(asked: AskedJob) -> dict[str, Any]:
        """Ask for a score card, a chronicle or a trial."""
        if asked.kind == "judge":
            await run_in_threadpool(_known_claim, asked.claim)
            spec = {"claim": asked.claim, "members": asked.members, "draws": asked.draws}
            return _asked(jobs, "judge", asked.claim, spec)
        if not await run_in_threadpool(runs.known, asked.run):
            raise problems(404, {"says": f"no run {asked.run}"})
        spec: dict[str, Any] = {"run": asked.run}
        if asked.kind == "chronicle":
            spec["member"] = asked.member
        title = asked.kind if asked.kind == "score" else f"chronicle, history {asked.member}"
        return _asked(jobs, asked.kind, title, spec)

    @api.post("/returns", responses=WRONG)
    async def returns(
        request: Request,
        columns: Annotated[str, Query(alias="map", max_length=2000)] = "",
        vote: Annotated[str, Query(max_length=200)] = "",
        leader: Annotated[str, Query(max_length=200)] = "",
        region: Annotated[str, Query(max_length=200)] = "",
        name: Annotated[str, Query(max_length=200)] = "",
    ) -> dict[str, Any]:
        """Measure a table of returns. It is read in a process of its own, and not kept."""
        content = await request.body()
        if not content:
            raise problems(422, {"says": "the table is empty; choose a CSV, TSV or Parquet file"})
        options = {"map": columns, "vote": vote, "leader": leader, "region": region, "name": name}
        try:
            return await _returns.read(content, options)
        except _returns.Refused as error:
            raise problems(422, {"says": str(error)}) from None


def _checked(runs: Runs, asked: AskedRun) -> Any:  # noqa: ANN401 - lab.Request; fastapi has another Request
    try:
        if asked.text:
            values = raw_of(asked.asked()).values
            start, until = values.get("start"), values.get("until")
            if isinstance(start, int) and isinstance(until, int) and until - start > LONGEST_RUN:
                says = f"lasts {until - start} years; at most {LONGEST_RUN} are run from a page"
                raise problems(422, {"says": says, "line": None, "path": "until", "file": ""})
        return runs.compiled(asked.asked())
    except ScenarioError as error:
        listed = [
            {"file": p.file, "line": p.line, "path": p.path, "says": p.says} for p in error.problems
        ]
        raise problems(422, *listed) from None


def _known_claim(name: str) -> None:
    from vertikal.web._claims import claims  # noqa: PLC0415 - slow to import

    if name not in [c.id for c in claims()]:
        raise problems(404, {"says": f"no claim {name}"})


def _asked(
    jobs: Jobs, kind: str, title: str, spec: Mapping[str, Any], name: str = ""
) -> dict[str, Any]:
    try:
        return jobs.ask(kind, title, spec, name=name).as_json()
    except TooMany as error:
        raise problems(429, {"says": str(error)}) from None


def _watching(api: APIRouter, jobs: Jobs) -> None:
    def known(job: str) -> Job:
        found = jobs.get(job)
        if found is None:
            raise problems(404, {"says": f"no job {job}; the studio may have been started again"})
        return found

    @api.get("/jobs.json")
    def listed() -> list[dict[str, Any]]:
        """All jobs, newest first."""
        return [job.as_json() for job in jobs.all()]

    @api.get("/jobs/{job}.json", responses=MISSING)
    def one(job: RunId) -> dict[str, Any]:
        """Where a job stands."""
        return known(job).as_json()

    @api.post("/jobs/{job}/cancel", responses=WRONG)
    def cancel(job: RunId) -> dict[str, Any]:
        """Stop a job; what is finished of a run is taken up when it is asked for again."""
        known(job)
        jobs.cancel(job)
        return known(job).as_json()

    @api.get("/jobs/{job}/events", responses=MISSING, response_class=StreamingResponse)
    async def events(job: RunId) -> StreamingResponse:
        """Reports on a job until it is over, as server-sent events."""
        found = known(job)

        async def stream() -> AsyncIterator[str]:
            while True:
                said = found.as_json()
                yield f"data: {json.dumps(said)}\n\n"
                if said["state"] in ("finished", "failed", "cancelled"):
                    return
                await asyncio.sleep(BEAT)

        return StreamingResponse(stream(), media_type="text/event-stream")
