"""Proof of broadcast: every play of an announcement, planned and aired, to the second."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from media_library.cart import Cart
from media_library.store import CartStore
from scheduler.airing import Airing, Comparison, Outcome, PlannedItem
from scheduler.stores import CampaignStore, PublishedStore
from scheduler.stores.airings import compare
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.play_key import parsed
from station.audio import span_of
from station.broadcast_day import local_date

_EDGE = timedelta(days=1)
_HEARD = (Outcome.AIRED, Outcome.CUT, Outcome.ON_AIR, Outcome.UNPLANNED)
MADE_GOOD = "made_good"
"""Beside the outcomes: the word for a play that stands for one that was missed."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One play."""

    number: int
    """Counts the plays that were heard, from 1; 0 for one that was not."""
    day: date
    """Local day on which it aired, or should have."""
    planned: datetime | None
    started: datetime | None
    seconds: float
    """How much of it was heard."""
    outcome: Outcome
    programme: str
    by: str
    """The operator, where one had a hand in it."""
    cart: Cart | None
    """The recording, which tells the version and its hash."""
    title: str
    """Title at that time."""
    made_good: bool = False
    """Whether it stands for a play that was missed."""

    @property
    def heard(self) -> bool:
        return self.outcome in _HEARD


def lines(session: Session, campaign: Campaign, zone: ZoneInfo, now: datetime) -> list[Line]:
    """Return every play up to now and those still planned, in order of time."""
    planned = PublishedStore(session).of_campaign(campaign.id)
    airings = CampaignStore(session).aired(campaign.id)
    compared = _compared(planned, airings, now)
    carts = CartStore(session).get_many({line.cart_id for line in map(_Side, compared)})
    found, number = [], 0
    for comparison in compared:
        number += comparison.outcome in _HEARD
        found.append(_line(comparison, number, carts, zone))
    return found


def _compared(
    planned: Sequence[PlannedItem], airings: Sequence[Airing], now: datetime
) -> list[Comparison]:
    instants = [item.begins for item in planned] + [airing.started_at for airing in airings]
    if not instants:
        return []
    return compare(planned, airings, min(instants), max(instants) + _EDGE, now=now)


class _Side:
    """The recording of a comparison, from what aired or else from the plan."""

    def __init__(self, comparison: Comparison) -> None:
        source = comparison.airing or comparison.planned
        assert source is not None
        self.cart_id = source.cart_id or 0
        self.title = source.title
        self.programme = source.programme
        play = parsed(source.item_key)
        self.made_good = play is not None and play.attempt > 0
        airing = comparison.airing
        self.was_read = airing is not None and airing.over


def _line(comparison: Comparison, number: int, carts: Mapping[int, Cart], zone: ZoneInfo) -> Line:
    side, airing, planned = _Side(comparison), comparison.airing, comparison.planned
    return Line(
        number=number if comparison.outcome in _HEARD else 0,
        day=local_date(comparison.at, zone),
        planned=planned.begins if planned else airing.planned if airing else None,
        started=airing.started_at if airing else None,
        seconds=span_of(airing.frames).total_seconds() if airing else 0.0,
        outcome=Outcome.AIRED if side.was_read else comparison.outcome,
        programme=side.programme,
        by=airing.by if airing else "",
        cart=carts.get(side.cart_id),
        title=side.title,
        made_good=side.made_good,
    )


def as_csv(
    head: Sequence[str],
    found: Sequence[Line],
    zone: ZoneInfo,
    *,
    fixed: Mapping[str, str],
    outcomes: Mapping[str, str],
    separator: str = ",",
) -> str:
    """Return the plays as a table for a spreadsheet; no cell can be read as a formula."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    table.writerow(head)
    for line in found:
        started, planned = _wall(line.started, zone), _wall(line.planned, zone)
        table.writerow(
            _safe(cell)
            for cell in (
                str(line.number or ""), fixed["agency"], fixed["letter"], fixed["title"],
                line.title, str(line.day), planned, started, f"{line.seconds:.1f}",
                fixed["medium"], line.programme, line.by,
                _status(line, outcomes), line.cart.sha256 if line.cart else "",
            )
        )  # fmt: skip
    return text.getvalue()


def _status(line: Line, outcomes: Mapping[str, str]) -> str:
    words = [outcomes.get(line.outcome, line.outcome)]
    words += [outcomes[MADE_GOOD]] if line.made_good and MADE_GOOD in outcomes else []
    return ", ".join(words)


def seal(campaign: Campaign, found: Sequence[Line]) -> str:
    """Return a SHA-256 over all plays that were heard: the same list gives the same seal."""
    digest = hashlib.sha256(f"{campaign.id}|{campaign.agency}|{campaign.title}".encode())
    for line in found:
        if line.heard and line.started is not None:
            sha256 = line.cart.sha256 if line.cart else ""
            digest.update(f"\n{line.started.isoformat()}|{line.seconds:.3f}|{sha256}".encode())
    return digest.hexdigest()


def _wall(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M:%S}" if at else ""


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
