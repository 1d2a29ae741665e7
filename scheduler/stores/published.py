"""What was published: rundown versions, and each item as the newest version planned it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.orm import Session

from scheduler.airing import PlannedItem, PublishedVersion
from scheduler.tables.schedule import AiringRow, PlannedItemRow, RundownVersionRow
from scheduler.tables.versions import PublicationRow
from station.broadcast_day import local_date
from station.database import in_batches
from station.kinds import Kind
from station.rundown import Item, Rundown, Start, Why

_EARLY = timedelta(hours=12)
"""How far ahead of its plan the air may be."""


class PublishedStore:
    """One session's view of the published rundowns."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def between(self, channel: str, begins: datetime, ends: datetime) -> list[PlannedItem]:
        """Return the items planned to start in the half-open span, in order."""
        rows = self._session.scalars(
            select(PlannedItemRow)
            .where(
                PlannedItemRow.channel == channel,
                PlannedItemRow.begins >= begins,
                PlannedItemRow.begins < ends,
            )
            .order_by(PlannedItemRow.begins, PlannedItemRow.id)
        )
        return [_planned(row) for row in rows]

    def of_campaign(self, campaign_id: int) -> list[PlannedItem]:
        rows = self._session.scalars(
            select(PlannedItemRow)
            .where(PlannedItemRow.campaign_id == campaign_id)
            .order_by(PlannedItemRow.begins)
        )
        return [_planned(row) for row in rows]

    def of_cart(self, cart_id: int, since: datetime, limit: int = 20) -> list[PlannedItem]:
        """Return where a recording is planned from `since` on, on any channel, in order."""
        rows = self._session.scalars(
            select(PlannedItemRow)
            .where(PlannedItemRow.cart_id == cart_id, PlannedItemRow.begins >= since)
            .order_by(PlannedItemRow.begins)
            .limit(limit)
        )
        return [_planned(row) for row in rows]

    def last_planned(self, channel: str, since: datetime, before: datetime) -> dict[int, datetime]:
        """Return when each recording was last planned to start in the span."""
        rows = self._session.execute(
            select(PlannedItemRow.cart_id, func.max(PlannedItemRow.begins))
            .where(
                PlannedItemRow.channel == channel,
                PlannedItemRow.begins >= since,
                PlannedItemRow.begins < before,
            )
            .group_by(PlannedItemRow.cart_id)
        )
        return {row[0]: row[1] for row in rows}

    def versions(self, channel: str, limit: int = 50) -> list[PublishedVersion]:
        """Return the last publications, the newest first."""
        return self._found(RundownVersionRow.channel == channel, limit)

    def before(self, channel: str, version: int, limit: int) -> list[PublishedVersion]:
        """Return publications older than one, the newest first."""
        older = RundownVersionRow.version < version
        return self._found(and_(RundownVersionRow.channel == channel, older), limit)

    def version(self, channel: str, version: int) -> PublishedVersion | None:
        """Return one publication, None when it is not known any more."""
        this = RundownVersionRow.version == version
        return next(iter(self._found(and_(RundownVersionRow.channel == channel, this), 1)), None)

    def made_by(self, channel: str, instant: datetime, limit: int = 3) -> list[PublishedVersion]:
        """Return the last publications up to an instant, the newest first."""
        early = RundownVersionRow.made_at <= instant
        return self._found(and_(RundownVersionRow.channel == channel, early), limit)

    def _found(self, wanted: ColumnElement[bool], limit: int) -> list[PublishedVersion]:
        rows = self._session.execute(
            select(RundownVersionRow, PublicationRow)
            .outerjoin(
                PublicationRow,
                and_(
                    PublicationRow.channel == RundownVersionRow.channel,
                    PublicationRow.version == RundownVersionRow.version,
                ),
            )
            .where(wanted)
            .order_by(RundownVersionRow.version.desc())
            .limit(limit)
        )
        return [_version(row, by) for row, by in rows]

    def library_of(self, channel: str, version: int) -> str:
        """Return the fingerprint of the library a version was made from, empty when not known."""
        row = self._session.get(RundownVersionRow, (channel, version))
        return "" if row is None else row.library

    def knows(self, channel: str, version: int) -> bool:
        return self._session.get(RundownVersionRow, (channel, version)) is not None

    def record(
        self, published: PublishedVersion, library: str, rundown: Rundown, zone: ZoneInfo
    ) -> None:
        """Note a publication; what it no longer plans from its making on is forgotten."""
        self._session.add(
            RundownVersionRow(
                channel=published.channel,
                version=published.version,
                made_at=published.made_at,
                begins=published.begins,
                ends=published.ends,
                items=published.items,
                checksum=published.checksum,
                library=library,
                cause=published.cause,
                added=published.added,
                removed=published.removed,
                changed=published.changed,
            )
        )
        if published.by or published.restored is not None:
            self._session.add(
                PublicationRow(
                    channel=published.channel,
                    version=published.version,
                    by=published.by,
                    restored=published.restored,
                )
            )
        self._note_items(rundown, zone)
        self._session.flush()

    def _note_items(self, rundown: Rundown, zone: ZoneInfo) -> None:
        known = self._rows_of(rundown.channel, [item.key for item in rundown.items])
        for item in rundown.items:
            row = known.get(item.key) or PlannedItemRow(
                channel=rundown.channel, item_key=item.key, version=rundown.version
            )
            if _note(row, item, zone):
                row.version = rundown.version
            if item.key not in known:
                self._session.add(row)
        kept = {item.key for item in rundown.items}
        self._forget_all_but(rundown.channel, kept, since=rundown.made_at)

    def _rows_of(self, channel: str, keys: list[str]) -> dict[str, PlannedItemRow]:
        found: dict[str, PlannedItemRow] = {}
        for some in in_batches(keys):
            rows = self._session.scalars(
                select(PlannedItemRow).where(
                    PlannedItemRow.channel == channel,
                    PlannedItemRow.item_key.in_(some),
                )
            )
            found |= {row.item_key: row for row in rows}
        return found

    def _forget_all_but(self, channel: str, kept: set[str], since: datetime) -> None:
        """Forget what will not air; what the air played ahead of its time stays for the report."""
        aired = select(AiringRow.item_key).where(
            AiringRow.channel == channel, AiringRow.started_at >= since - _EARLY
        )
        rows = self._session.execute(
            select(PlannedItemRow.id, PlannedItemRow.item_key).where(
                PlannedItemRow.channel == channel,
                PlannedItemRow.begins >= since,
                PlannedItemRow.item_key.not_in(aired),
            )
        )
        gone = [number for number, key in rows if key not in kept]
        for some in in_batches(gone):
            self._session.execute(delete(PlannedItemRow).where(PlannedItemRow.id.in_(some)))

    def prune(self, channel: str, keep: int) -> None:
        """Forget all but the newest `keep` versions; the planned items stay for the reports."""
        newest = select(func.max(RundownVersionRow.version)).where(
            RundownVersionRow.channel == channel
        )
        last = self._session.scalar(newest) or 0
        self._session.execute(
            delete(RundownVersionRow).where(
                RundownVersionRow.channel == channel, RundownVersionRow.version <= last - keep
            )
        )
        self._session.execute(
            delete(PublicationRow).where(
                PublicationRow.channel == channel, PublicationRow.version <= last - keep
            )
        )


def _of_item(item: Item, channel: str, zone: ZoneInfo) -> PlannedItem:
    row = PlannedItemRow(channel=channel, item_key=item.key, version=0)
    _note(row, item, zone)
    return _planned(row)


def _note(row: PlannedItemRow, item: Item, zone: ZoneInfo) -> bool:
    """Write an item into its row; return whether anything was new."""
    values: dict[str, object] = {
        "day": local_date(item.begins, zone),
        "begins": item.begins,
        "frames": item.frames,
        "start": str(item.start),
        "cart_id": item.cart_id,
        "kind": str(item.kind),
        "title": item.title,
        "artist": item.artist,
        "programme": item.programme,
        "campaign_id": item.campaign_id,
        "why": str(item.reason.code),
        "rating": item.rating,
    }
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _planned(row: PlannedItemRow) -> PlannedItem:
    return PlannedItem(
        channel=row.channel,
        item_key=row.item_key,
        day=row.day,
        begins=row.begins,
        frames=row.frames,
        start=Start(row.start),
        cart_id=row.cart_id,
        kind=Kind(row.kind),
        title=row.title,
        artist=row.artist,
        programme=row.programme,
        campaign_id=row.campaign_id,
        why=Why(row.why),
        version=row.version,
        rating=row.rating,
    )


def _version(row: RundownVersionRow, publication: PublicationRow | None) -> PublishedVersion:
    return PublishedVersion(
        channel=row.channel,
        version=row.version,
        made_at=row.made_at,
        begins=row.begins,
        ends=row.ends,
        items=row.items,
        checksum=row.checksum,
        cause=row.cause,
        added=row.added,
        removed=row.removed,
        changed=row.changed,
        by="" if publication is None else publication.by,
        restored=None if publication is None else publication.restored,
    )
