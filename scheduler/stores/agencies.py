"""Reads and writes agencies, and knows them by every name they were given."""

from collections.abc import Iterable

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from media_library.fold import fold
from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.tables.campaigns import AgencyNameRow, AgencyRow
from scheduler.tables.schedule import CampaignRow
from scheduler.traffic.agency import Agency

_LONGEST = 300


class AgencyStore:
    """One session's view of the agencies."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Agency]:
        """Return every agency, by its name."""
        names: dict[int, list[str]] = {}
        for row in self._session.scalars(select(AgencyNameRow).order_by(AgencyNameRow.folded)):
            names.setdefault(row.agency_id, []).append(row.folded)
        rows = self._session.scalars(select(AgencyRow))
        found = [_agency(row, names.get(row.id, [])) for row in rows]
        return sorted(found, key=lambda agency: fold(agency.name))

    def get(self, agency_id: int) -> Agency:
        """Return an agency; raises NotInSchedule."""
        row = self._row(agency_id)
        names = select(AgencyNameRow.folded).where(AgencyNameRow.agency_id == agency_id)
        return _agency(row, self._session.scalars(names.order_by(AgencyNameRow.folded)))

    def caps(self) -> dict[int, int]:
        """Return the limits of those that have one, by their numbers."""
        rows = select(AgencyRow.id, AgencyRow.cap_per_day).where(AgencyRow.cap_per_day.is_not(None))
        return {number: cap for number, cap in self._session.execute(rows) if cap is not None}

    def orders(self) -> dict[int, int]:
        """Return how many orders each agency has given."""
        rows = self._session.execute(
            select(CampaignRow.agency_id, func.count())
            .where(CampaignRow.agency_id.is_not(None))
            .group_by(CampaignRow.agency_id)
        )
        return {number: count for number, count in rows if number is not None}

    def named(self, name: str) -> Agency | None:
        """Return the agency of a name, a new one where nobody is known by it; None for no name."""
        folded = _folded(name)
        if not folded:
            return None
        known = self._session.get(AgencyNameRow, folded)
        if known is not None:
            return self.get(known.agency_id)
        return self.save(Agency(" ".join(name.split())))

    def save(self, agency: Agency) -> Agency:
        """Add or change; orders follow a new name. Raises ScheduleInvalid for another's name."""
        row = self._row(agency.id) if agency.id else AgencyRow()
        name, folded = " ".join(agency.name.split()), _folded(agency.name)
        known = self._session.get(AgencyNameRow, folded)
        if not folded or (known is not None and known.agency_id != row.id):
            raise ScheduleInvalid(Problem.AGENCY_NAME_TAKEN, "name", name)
        renamed = bool(agency.id) and row.name != name
        row.name, row.cap_per_day, row.contact = name, agency.cap_per_day, agency.contact.strip()
        self._session.add(row)
        self._session.flush()
        if known is None:
            self._session.add(AgencyNameRow(folded=folded, agency_id=row.id))
        if renamed:
            self._rename_orders(row.id, name)
        self._session.flush()
        return self.get(row.id)

    def merge(self, agency_id: int, into: int) -> Agency:
        """Make one agency of two: orders and names go over, the limit of `into` stays."""
        gone, kept = self._row(agency_id), self._row(into)
        if gone.id == kept.id:
            raise ScheduleInvalid(Problem.AGENCY_NAME_TAKEN, "into", kept.name)
        kept.contact = kept.contact or gone.contact
        for table in (AgencyNameRow, CampaignRow):
            moved = update(table).where(table.agency_id == gone.id)
            self._session.execute(moved.values(agency_id=kept.id))
        self._rename_orders(kept.id, kept.name)
        self._session.delete(gone)
        self._session.flush()
        self._session.expire_all()
        return self.get(into)

    def remove(self, agency_id: int) -> None:
        """Delete one that never ordered; raises ScheduleInvalid for another."""
        if self.orders().get(agency_id):
            raise ScheduleInvalid(Problem.AGENCY_IN_USE, "agency", agency_id)
        self._session.delete(self._row(agency_id))
        self._session.flush()

    def _rename_orders(self, agency_id: int, name: str) -> None:
        own = update(CampaignRow).where(CampaignRow.agency_id == agency_id)
        self._session.execute(own.values(agency=name))

    def _row(self, agency_id: int) -> AgencyRow:
        row = self._session.get(AgencyRow, agency_id)
        if row is None:
            raise NotInSchedule("agency", agency_id)
        return row


def _folded(name: str) -> str:
    return fold(name)[:_LONGEST]


def _agency(row: AgencyRow, names: Iterable[str]) -> Agency:
    own = _folded(row.name)
    others = tuple(name for name in names if name != own)
    return Agency(row.name, row.cap_per_day, row.contact, others, id=row.id)
