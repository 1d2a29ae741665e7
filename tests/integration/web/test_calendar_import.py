"""Days from a file, as people load them: looked at first, loaded once, taken back at once."""

from scheduler.stores import CalendarStore
from tests.integration.web.visitor import Visitor
from web.i18n import LANGUAGES

IMPORT = "/schedule/calendar/import"
LINES = (
    "tanggal,nama,jenis\n2026-12-01,Hari <Jadi> Kota,lokal\nbesok,Pesta,lokal\n"
    "2026-12-25,Hari Raya Natal,libur\n"
)


def stored(sessions):
    with sessions() as session:
        return [entry.name_id for entry in CalendarStore(session).days()]


def test_a_file_is_shown_line_by_line_before_anything_counts(operator, sessions):
    assert operator.page(IMPORT)
    for language in LANGUAGES:
        answer = operator.client.post(
            f"{IMPORT}?lang={language}",
            data={"csrf": operator.token},
            files={"file": ("hari.csv", LINES.encode(), "text/csv")},
        )
        assert answer.status_code == 200
        assert "Hari &lt;Jadi&gt; Kota" in answer.text
    assert "Line 3" in answer.text
    assert "“besok” is no date" in answer.text
    assert stored(sessions) == []


def test_what_the_calendar_does_not_have_is_loaded_and_taken_back_at_once(operator, sessions):
    text = LINES + "2026-12-02,Pekan Batik,tematik\n"
    assert operator.post(f"{IMPORT}/load", text=text).status_code == 303
    assert "Hari <Jadi> Kota" in stored(sessions)
    assert "Pekan Batik" in stored(sessions)
    before = len(stored(sessions))
    assert operator.post(f"{IMPORT}/load", text=text).status_code == 200
    assert len(stored(sessions)) == before
    operator.post("/schedule/undo")
    assert stored(sessions) == []


def test_a_file_with_nothing_in_it_is_refused_in_words(operator, sessions):
    answer = operator.post(IMPORT, text="halo\n")
    assert answer.status_code == 422
    assert "sedikitnya tanggal dan nama" in answer.text


def test_who_only_reads_loads_nothing(app, sessions):
    humas = Visitor.signed_in(app, "humas")
    assert humas.get(IMPORT).status_code == 403
    assert humas.post(f"{IMPORT}/load", text=LINES).status_code == 403
    assert stored(sessions) == []
