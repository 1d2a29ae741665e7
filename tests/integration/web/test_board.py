"""The planning board: ideas, agendas, and the click that makes an item."""

import re
from datetime import date, time, timedelta

import pytest

from scheduler.idea import Idea, Purpose, Source, State
from scheduler.problem import ScheduleInvalid
from scheduler.rules.book import RuleBook
from scheduler.rules.rule import Rule, Severity, Text
from scheduler.rules.terms import ElectionWindow, Never
from scheduler.stores import CampaignStore, GridStore, OverrideStore, ProgrammeStore
from scheduler.stores.board import BoardStore
from scheduler.week.programme import Source as Programmes
from station.rundown import Start
from tests.browser.doubles import NOON
from tests.integration.web.visitor import Visitor
from web.board import unsaleable

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

pytestmark = pytest.mark.usefixtures("material")


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


def on_board(text):
    """Return the titles of the cards of the shown weeks."""
    board = text[text.index("board-day") :]
    return re.findall(r'href="/schedule/board/\d+\?channel=radio">([^<]*)<', board)


def test_the_board_is_searched_and_filtered(operator, sessions):
    card(sessions, title="Panen Raya", due=date(2026, 11, 24), owner="Sri", notes="sawah Élan")
    card(sessions, title="Posyandu", due=date(2026, 11, 25), owner="Budi", source=Source.ISSUE)
    card(sessions, title="Panen kopi <b>", due=date(2027, 2, 1), purpose=Purpose.RURAL)
    assert on_board(operator.page("/schedule/board")) == ["Panen Raya", "Posyandu"]
    for query, found in (
        ({"text": "PANEN"}, ["Panen Raya"]), ({"text": "elan sri"}, ["Panen Raya"]),
        ({"owner": "Budi"}, ["Posyandu"]), ({"source": "issue"}, ["Posyandu"]),
        ({"state": "dropped"}, []), ({"purpose": "rural_programme"}, []),
        ({"source": "nonsense", "state": "'"}, ["Panen Raya", "Posyandu"]),
    ):  # fmt: skip
        assert on_board(operator.page("/schedule/board", **query)) == found, query
    text = operator.page("/schedule/board", text="panen")
    assert "Di minggu lain" in text
    assert "Panen kopi &lt;b&gt;" in text
    assert "text=panen" in re.search(r'rel="next" href="([^"]*)"', text)[1]


def test_a_filter_for_people_leaves_entries_of_agendas_out(operator, sessions):
    take(operator, AGENDA)
    assert "Panen raya" in operator.page("/schedule/board", text="desa contoh")
    assert "Desa Contoh" not in operator.page("/schedule/board", state="idea")


def asks(sessions, title, wall, minutes, **more):
    return card(
        sessions, title=title, due=date(2026, 11, 24), wall=time.fromisoformat(wall),
        length_min=minutes, **more,
    )  # fmt: skip


def test_a_card_with_a_time_reserves_the_air_on_the_second(operator, sessions):
    idea = asks(sessions, "Bank Daerah", "10:00", 30, purpose=Purpose.BLOCKED)
    assert "10.00 · 30 mnt" in operator.page("/schedule/board")
    assert "Pesan waktu siar" in operator.page(f"/schedule/board/{idea.id}")
    operator.post(f"/schedule/board/{idea.id}/reserve")
    with sessions() as session:
        made = BoardStore(session).idea(idea.id)
        programme = ProgrammeStore(session).get(int(made.made.removeprefix("programme:")))
        [slot] = [s for s in GridStore(session).slots("radio") if s.programme_id == programme.id]
    assert (slot.first_day, slot.wall, slot.duration) == (idea.due, time(10), timedelta(minutes=30))
    assert (slot.start, programme.source) == (Start.HARD, Programmes.BLOCKED)
    assert made.state is State.READY


def test_air_that_is_reserved_is_not_given_twice(operator, sessions):
    first = asks(sessions, "Bank Daerah", "10:00", 30)
    second = asks(sessions, "Dialog", "10:29", 30)
    beside = asks(sessions, "Lelang", "10:30", 29)
    assert "Bersamaan: Dialog" in operator.page("/schedule/board")
    operator.post(f"/schedule/board/{first.id}/reserve")
    for idea, is_made in ((second, False), (beside, True)):
        operator.post(f"/schedule/board/{idea.id}/reserve")
        with sessions() as session:
            assert bool(BoardStore(session).idea(idea.id).made) is is_made


def test_no_air_is_reserved_without_a_time(operator, sessions):
    timeless = card(sessions, title="Dialog", due=date(2026, 11, 24))
    operator.post(f"/schedule/board/{timeless.id}/reserve")
    with sessions() as session:
        assert BoardStore(session).idea(timeless.id).made == ""


@pytest.mark.parametrize(
    ("changes", "forbidden"),
    [({}, True), ({"severity": Severity.WARN}, False), ({"valid_from": date(2026, 11, 25)}, False)],
)
def test_a_rule_that_forbids_blocking_time_refuses_it(changes, forbidden):
    rule = Rule(
        "election/no-blocking-time", Text("x", "x"), Text("x", "x"), "Pasal 1", "x",
        Never(purposes=("blocking_time",)), **({"severity": Severity.BLOCK} | changes),
    )  # fmt: skip
    found = unsaleable(RuleBook((rule,)), date(2026, 11, 24))
    assert (found is rule) is forbidden
    assert unsaleable(RuleBook(), date(2026, 11, 24)) is None


@pytest.mark.parametrize(
    ("opens", "closes", "forbidden"),
    [(None, None, False), (23, 23, False), (23, 24, True), (24, 30, True), (25, 30, False)],
)
def test_it_does_so_in_the_campaign_of_its_election_only(opens, closes, forbidden):
    days = [None if day is None else date(2026, 11, day) for day in (opens, closes)]
    about = (Text("x", "x"), Text("x", "x"), "Pasal 1", "x")
    book = RuleBook(
        (
            Rule("e/window", *about, ElectionWindow(opens=days[0], closes=days[1])),
            Rule("e/sale", *about, Never(purposes=("blocking_time",)), severity=Severity.BLOCK),
        )
    )
    assert (unsaleable(book, date(2026, 11, 24)) is not None) is forbidden
