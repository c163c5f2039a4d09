"""Batches of rows become stations: judged one by one, kept as small whole numbers."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from vertikal.sources._numbers import Style, whole
from vertikal.sources._plan import Plan
from vertikal.sources._problems import Misfit, Row, SourceError
from vertikal.sources._returns import LISTED
from vertikal.sources._rows import APART, PHRASES, Counts, Fate, Judged, count, judge

__all__ = ["MOST_STATIONS", "Batch", "Collector", "Heap"]

MOST_STATIONS = 5_000_000
"""Stations of one vote beyond which a table is refused. India, with more than any other country,
has about one million polling stations."""
MOST_CELLS = 60_000_000
"""Stations times candidates beyond which only the leader's votes are kept: 240 MB."""
MOST_LABELS = 10_000
"""Different votes in a table beyond which the column cannot tell votes apart."""


@dataclass(frozen=True)
class Batch:
    """Some rows of a table, with the columns that a plan reads."""

    frame: pl.DataFrame
    row: np.ndarray
    """Row of the file of each; the header is row 1."""
    others: np.ndarray | None = None
    """Hash of the columns that are not read; None where stations bear names, or there are none."""


class Heap:
    """Rows of one fate, counted; the first of them with what was found."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.counts: Counter[str] = Counter()

    def add(self, problem: str, rows: np.ndarray, found: Callable[[int], str]) -> None:
        """Take rows with one problem; `found(k)` says what stood in the k-th."""
        if not rows.size:
            return
        self.counts[problem] += rows.size
        room = max(LISTED - len(self.rows), 0)
        self.rows.extend(Row(int(row), problem, found(k)) for k, row in enumerate(rows[:room]))

    def take(self, problem: str, rows: Sequence[Row], number: int) -> None:
        """Take rows that were found elsewhere, of which some are listed."""
        self.counts[problem] += number
        self.rows.extend(rows)


class Collector:
    """Stations of one vote, gathered batch by batch."""

    def __init__(self, plan: Plan, *, keep_votes: bool = True) -> None:
        self.plan = plan
        self.at = {x: str(k) for k, x in enumerate(plan.columns)}
        """Names of columns in here: polars takes a name like `^a.*$` for a pattern."""
        self.keep_votes = keep_votes and len(plan.candidates) > 1
        self.rejected, self.apart = Heap(), Heap()
        self.labels: Counter[str] = Counter()
        """Rows by vote."""
        self.styles = {column: Style() for column in plan.counts}
        self.zeroed: Counter[str] = Counter()
        self.headers: list[int] = []
        """Rows that repeat the header."""
        self.unlabelled = 0
        self.voters_apart = 0
        """Registered voters of rows without ballots."""
        self.rows = 0
        self.stations = 0
        self.regions: dict[str, int] = {}
        self.totals = np.zeros(len(plan.candidates), np.int64)
        self.parts: list[dict[str, np.ndarray]] = []

    @property
    def undecided(self) -> bool:
        """Whether there are several votes and none was chosen."""
        return self.plan.vote is None and len(self.labels) > 1

    def take(self, batch: Batch) -> None:
        """Judge rows and keep what is needed of them.

        Raises
        ------
        SourceError
            If there are more stations than any country has.
        """
        frame, row, others = self._chosen(batch)
        if not row.size or self.undecided:
            self.parts = [] if self.undecided else self.parts
            return
        self.rows += row.size
        cells = {x: whole(frame[self.at[x]], self.styles[x]) for x in self.plan.counts}
        counts = count(self.plan, cells, row.size)
        self.zeroed.update(counts.zeroed)

        def text(column: str, i: int) -> str:
            return str(frame[self.at[column]][i]).strip()

        judged = judge(self.plan, counts, cells, text)
        self._put_aside(judged, row)
        if "registered" in counts.columns:
            idle = judged.fate == Fate.NO_BALLOTS
            self.voters_apart += int(counts.columns["registered"][idle].sum())
        good = np.flatnonzero(judged.fate == Fate.STATION)
        self.stations += good.size
        if self.stations > MOST_STATIONS:
            says = (
                f"the table has more than {MOST_STATIONS:,} stations of one vote; no country has "
                "so many: choose one vote, or sum up by station what is listed voter by voter"
            )
            raise SourceError([Misfit("rows", says)])
        if good.size:
            self._keep(frame[good], counts, judged, good, row[good], others)

    def _put_aside(self, judged: Judged, row: np.ndarray) -> None:
        for fate, phrase in PHRASES.items():
            where = np.flatnonzero(judged.fate == fate)
            heap = self.apart if fate in APART else self.rejected
            heap.add(phrase, row[where], lambda k, where=where: judged.found(int(where[k])))

    def _chosen(self, batch: Batch) -> tuple[pl.DataFrame, np.ndarray, np.ndarray | None]:
        """Rows of the vote that is read; rows that repeat the header are noted."""
        own = (batch.frame.get_column(x).alias(name) for x, name in self.at.items())
        frame, row, others = pl.DataFrame(own), batch.row, batch.others
        keep = np.ones(row.size, bool)
        text = [x for x in self.plan.columns if frame[self.at[x]].dtype == pl.String]
        if text and len(text) == len(self.plan.columns) and frame.height:
            first = frame[self.at[text[0]]].str.strip_chars().fill_null("") == text[0].strip()
            for i in first.arg_true().to_list():
                if all(str(frame[self.at[x]][i]).strip() == x.strip() for x in text):
                    keep[i] = False
                    self.headers.append(int(row[i]))
        if self.plan.vote_column:
            labels = frame[self.at[self.plan.vote_column]].cast(pl.String).str.strip_chars()
            labels = labels.fill_null("")
            seen = labels.filter(pl.Series(keep)).value_counts()
            for label, rows in seen.iter_rows():
                if label:
                    self.labels[label] += rows
                else:
                    self.unlabelled += rows
            if len(self.labels) > MOST_LABELS:
                says = f"{self.plan.vote_column!r} has more than {MOST_LABELS:,} different labels"
                raise SourceError([Misfit("vote", f"{says}; it does not tell votes apart")])
            chosen = self.plan.vote
            keep &= (labels != "").to_numpy() if chosen is None else (labels == chosen).to_numpy()
        if not keep.all():
            frame, row = frame.filter(pl.Series(keep)), row[keep]
            others = None if others is None else others[keep]
        return frame, row, others

    def _keep(
        self,
        frame: pl.DataFrame,
        counts: Counts,
        judged: Judged,
        good: np.ndarray,
        row: np.ndarray,
        others: np.ndarray | None,
    ) -> None:
        """Keep the stations of a batch as small whole numbers."""
        part: dict[str, np.ndarray] = {"row": row.astype(np.int64)}
        for name in ("registered", "issued", "ballots", "valid", "leader"):
            if name in counts.columns:
                part[name] = counts.columns[name][good].astype(np.int32)
        votes = counts.votes[good]
        self.totals += votes.sum(0)
        if self.plan.candidates and self.plan.leader is not None:
            part["leader"] = votes[:, self.plan.leader].astype(np.int32)
        elif votes.shape[1] == 1:
            part["leader"] = votes[:, 0].astype(np.int32)
        if self.keep_votes and self.stations * votes.shape[1] > MOST_CELLS:
            self.keep_votes = False
            for older in self.parts:
                older.pop("votes")
        if self.keep_votes:
            part["votes"] = votes.astype(np.int32)
        part["region"] = self._places(frame)
        if self.plan.station:
            part["key"] = _key(frame.select(self.at[x] for x in self.plan.station))
        elif others is not None:
            part["others"] = others[good]
        odd = judged.over_roll[good] + 2 * judged.empty_roll[good].astype(np.uint8)
        part["odd"] = odd.astype(np.uint8)
        self.parts.append(part)

    def _places(self, frame: pl.DataFrame) -> np.ndarray:
        """Number of each row's region; new regions get the next number."""
        if not self.plan.region:
            self.regions.setdefault("all", 0)
            return np.zeros(frame.height, np.int32)
        labels = frame[self.at[self.plan.region]].cast(pl.String).str.strip_chars().fill_null("")
        again = self.plan.source.relabel
        found = labels.unique(maintain_order=True).to_list()
        for label in found:
            self.regions.setdefault(again.get(label, label) or "(none)", len(self.regions))
        numbers = [self.regions[again.get(label, label) or "(none)"] for label in found]
        return labels.replace_strict(found, numbers, return_dtype=pl.Int32).to_numpy()


def _key(frame: pl.DataFrame) -> np.ndarray:
    """Hash of the columns that name a station; 0 where all are empty."""
    names = frame.select(pl.all().cast(pl.String).str.strip_chars())
    blank = names.select(pl.all_horizontal(pl.all().fill_null("") == "").alias("blank"))
    return np.where(blank["blank"].to_numpy(), np.uint64(0), names.hash_rows(seed=0).to_numpy())
