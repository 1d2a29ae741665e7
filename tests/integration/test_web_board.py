"""The planning board: ideas, agendas, and the click that makes an item."""

import re
from datetime import date

import pytest

from scheduler.idea import Idea, Source, State
from scheduler.problem import ScheduleInvalid
from scheduler.stores import CampaignStore, GridStore, OverrideStore, ProgrammeStore
from scheduler.stores.board import BoardStore
from station.clock import VirtualClock
from station.database import sessions_for
from tests.browser.desk import add_accounts, make_app
from tests.browser.doubles import NOON
from tests.browser.schedule_material import add_material
from tests.integration.web_station import Visitor

AGENDA = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:x\r
BEGIN:VEVENT\r
UID:1@kota\r
DTSTART;TZID=Asia/Jakarta:20261124T090000\r
DTEND;TZID=Asia/Jakarta:20261124T103000\r
SUMMARY:Panen raya\r
LOCATION:Desa Contoh\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2@kota\r
DTSTART;TZID=Asia/Jakarta:20261124T100000\r
SUMMARY:Rapat <b>kerja</b>\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def sessions(sqlite_engine):
    return sessions_for(sqlite_engine)


@pytest.fixture
def app(tmp_path, sessions):
    add_accounts(sessions)
    add_material(sessions)
    return make_app(tmp_path / "home", sessions, VirtualClock(NOON))


@pytest.fixture
def operator(app):
    return Visitor.signed_in(app, "operator")


def take(visitor, text, name="agenda.ics"):
    files = {"file": (name, text.encode(), "text/calendar")}
    data = {"csrf": visitor.token}
    return visitor.client.post("/schedule/board/agenda", data=data, files=files)


def card(sessions, **changes):
    values = {"title": "Panen raya", "due": date(2026, 11, 24), "source": Source.LEADER} | changes
    with sessions.begin() as session:
        return BoardStore(session).save(Idea("radio", made_at=NOON, **values))


def test_an_idea_is_written_down_and_changed(operator, sessions):
    operator.post("/schedule/board/add", title="Harga cabai", due="2026-11-25", source="issue")
    with sessions() as session:
        [idea] = BoardStore(session).ideas("radio", date(2026, 11, 25), date(2026, 11, 25))
    assert (idea.title, idea.source, idea.by) == ("Harga cabai", Source.ISSUE, "operator")
    operator.post(
        f"/schedule/board/{idea.id}", title="Harga cabai", due="2026-11-26", source="issue",
        state="work", owner="Sri",
    )  # fmt: skip
    page = operator.page("/schedule/board?lang=en&week=2026-11-26")
    assert re.search(r"Issue · In the works · Sri", page)


def test_an_agenda_is_taken_over_once_and_brought_up_to_date(operator, sessions):
    take(operator, AGENDA)
    take(operator, AGENDA.replace("Panen raya", "Panen padi"))
    page = operator.page("/schedule/board?lang=en&week=2026-11-23")
    assert page.count("Panen padi") >= 1
    assert "Panen raya" not in page
    assert "Rapat &lt;b&gt;kerja&lt;/b&gt;" in page
    assert "At the same time: Panen padi" in page
    with sessions() as session:
        assert len(BoardStore(session).agenda("radio", NOON, NOON.replace(month=12))) == 2


def test_an_agenda_that_cannot_be_read_changes_nothing(operator, sessions):
    take(operator, "Tanggal;Kegiatan\n24/11/2026;Rapat\n99/11/2026;Panen\n", "agenda.csv")
    with sessions() as session:
        assert BoardStore(session).agenda("radio", NOON, NOON.replace(month=12)) == []


def test_an_entry_becomes_a_card_and_the_card_a_live_programme(operator, sessions):
    take(operator, AGENDA)
    with sessions() as session:
        entry = BoardStore(session).agenda("radio", NOON, NOON.replace(month=12))[0]
    operator.post(f"/schedule/board/agenda/{entry.id}/card")
    operator.post("/schedule/board/1/programme", at="09:00")
    with sessions() as session:
        [slot] = [each for each in GridStore(session).slots("radio") if not each.rule]
        programme = ProgrammeStore(session).get(slot.programme_id)
        idea = BoardStore(session).idea(1)
    assert (slot.first_day, slot.wall.hour, slot.duration.seconds) == (date(2026, 11, 24), 9, 5400)
    assert programme.live is not None
    assert (idea.state, idea.made) == (State.READY, f"programme:{programme.id}")


def test_a_card_becomes_the_draft_of_an_announcement(app, sessions):
    idea = card(sessions, notes="Warga diundang ke panen raya.")
    humas = Visitor.signed_in(app, "humas")
    humas.post(f"/schedule/board/{idea.id}/announcement", at="10:30")
    with sessions() as session:
        [draft] = CampaignStore(session).all("radio")
    assert (draft.active, draft.live_read, draft.script) == (False, True, idea.notes)
    assert humas.post(f"/schedule/board/{idea.id}/programme", at="10:30").status_code == 403


def test_a_card_becomes_an_insertion(operator, sessions):
    idea = card(sessions, title="Lagu 7")
    assert 'name="cart"' in operator.page(f"/schedule/board/{idea.id}")
    operator.post(f"/schedule/board/{idea.id}/insert", at="10:30", cart=7)
    with sessions() as session:
        [wish] = OverrideStore(session).newest("radio")
    assert (wish.cart_id, wish.at.isoformat()) == (7, "2026-11-24T03:30:00+00:00")


def test_a_card_goes_the_ways_of_the_board_only(sessions):
    idea = card(sessions, state=State.DROPPED)
    with sessions() as session, pytest.raises(ScheduleInvalid):
        BoardStore(session).save(Idea("radio", "x", idea.due, state=State.READY, id=idea.id))


def test_the_week_is_printed(operator, sessions):
    card(sessions)
    answer = operator.get("/schedule/board/week.pdf", week="2026-11-24")
    assert answer.content.startswith(b"%PDF-")
    assert "radio-board-2026-11-23.pdf" in answer.headers["content-disposition"]


@pytest.mark.parametrize("path", ["", "?week=9999-12-31", "/1"])
def test_the_pages_stand_in_indonesian(operator, sessions, path):
    card(sessions)
    joint = "&" if "?" in path else "?"
    assert "%(" not in operator.page(f"/schedule/board{path}{joint}lang=id")
