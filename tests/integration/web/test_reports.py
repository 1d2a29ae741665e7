"""The as-run as people read it: compared, filtered, summed up, exported."""

import csv
import io
from datetime import timedelta

import pytest

from scheduler.as_run import collect_all
from station.journal import Act, EndedBy, Fact, JournalWriter, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from tests.browser.doubles import NOON
from tests.integration.web.visitor import Visitor

LATER = timedelta(hours=1)


@pytest.fixture
def database(engine):
    return engine


@pytest.fixture
def aired(planned, paths, sessions, clock):
    """Of the plan: one aired 40 ms late, one cut, the others missed; and unplanned filler."""
    items = planned.items
    writer = JournalWriter(paths.journal("radio"))
    writer.append([*heard(items[0], "a"), *heard(items[1], "b", part=0.5), *filler(items[2])])
    writer.close()
    collect_all(sessions, "radio", paths.journal("radio"))
    clock.jump(LATER)
    return items


@pytest.fixture
def humas(aired, humas):
    return humas


def heard(item, name, part=1.0):
    begins = item.begins + timedelta(milliseconds=40)
    about = {
        "airing": name,
        "item_key": item.key,
        "cart_id": item.cart_id,
        "kind": item.kind,
        "title": item.title,
        "planned": item.begins,
        "planned_frames": item.frames,
    }
    ended = EndedBy.FINISHED if part == 1 else EndedBy.SKIPPED
    frames = int(item.frames * part)
    over = begins + timedelta(seconds=frames / 48_000)
    yield Fact(f"{name}1", Act.STARTED, begins, started_by=StartedBy.SCHEDULE, **about)
    yield Fact(f"{name}2", Act.ENDED, over, ended_by=ended, frames=frames, by="operator", **about)


def filler(item):
    about = {"airing": "f", "title": "=HYPERLINK(1)", "rung": Rung.FILLER}
    over = item.begins + timedelta(seconds=30)
    yield Fact("f1", Act.STARTED, item.begins, started_by=StartedBy.FILLER, **about)
    yield Fact("f2", Act.ENDED, over, ended_by=EndedBy.FINISHED, frames=30 * 48_000, **about)


def test_the_page_sets_scheduled_against_actual(humas, aired):
    text = humas.page("/reports", day="2026-11-21", hour="10")
    assert "+40 ms" in text
    for word in ("terpotong", "terlewat", "di luar rencana", "dilewati (operator)"):
        assert word in text
    assert "=HYPERLINK(1)" in text


def test_without_an_hour_the_present_one_is_shown(humas):
    assert "11.00–12.00" in humas.page("/reports")


@pytest.mark.parametrize(
    ("query", "outcomes"),
    [
        ({"status": "missed"}, {"missed"}),
        ({"status": "unplanned"}, {"unplanned"}),
        ({"kind": "music"}, {"aired", "cut", "missed"}),
        ({"kind": "psa"}, set()),
        ({"campaign": "7"}, set()),
        ({"kind": "no such kind"}, {"aired", "cut", "missed", "unplanned"}),
    ],
)
def test_filters_keep_what_they_name(humas, query, outcomes):
    answer = humas.get("/reports.csv", day="2026-11-21", hour="10", lang="en", **query)
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["Status"] for row in rows} == outcomes


def test_the_file_is_read_by_spreadsheets_and_runs_nothing(humas, aired):
    answer = humas.get("/reports.csv", day="2026-11-21", hour="10", lang="en")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="as-run-radio-2026-11-21-10.csv"'
    )
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["Title"] for row in rows if row["Status"] == "unplanned"] == ["'=HYPERLINK(1)"]
    first = next(row for row in rows if row["Item"] == aired[0].key)
    assert first["Error (ms)"] == "40"
    assert first["Started"].startswith("2026-11-21 10:42:17.04")
    bare = humas.get("/reports.csv", day="2026-11-21", hour="10", bom="0")
    assert not bare.content.startswith(b"\xef\xbb\xbf")


def test_facts_still_in_the_journal_are_told(humas, app, aired):
    assert "catatan mesin siaran" not in humas.page("/reports")
    writer = JournalWriter(app.state.desk.paths.journal("radio"))
    writer.append(list(heard(aired[3], "late")))
    writer.close()
    assert "2 catatan mesin siaran belum masuk" in humas.page("/reports")


def test_the_api_tells_the_as_run_of_a_span(humas, aired):
    query = {"begins": "2026-11-21T03:30:00Z", "ends": "2026-11-21T04:00:00Z"}
    lines = humas.get("/api/v1/as-run", **query).json()
    first = next(line for line in lines if line["item_key"] == aired[0].key)
    assert (first["outcome"], first["error_ms"], first["started_by"]) == ("aired", 40, "schedule")
    assert humas.get("/api/v1/as-run", begins="2026-01-01T00:00:00Z", ends=query["ends"]).is_error
    assert humas.get("/api/v1/as-run", begins="2026-11-21T03:30", ends=query["ends"]).is_error


def test_reports_are_for_staff(app):
    admin = Visitor.signed_in(app, "admin")
    assert admin.get("/reports").status_code == 200
    admin.client.cookies.clear()
    assert admin.get("/reports.csv").status_code == 303


@pytest.fixture
def eventful(app, aired):
    """A button over the first item; silence that ended; a clock that was set."""
    begins = aired[0].begins
    about = {"airing": "o", "item_key": "wall:b1", "title": "=Tepuk", "kind": Kind.JINGLE}
    at = [begins + timedelta(seconds=n) for n in range(10)]
    writer = JournalWriter(app.state.desk.paths.journal("radio"))
    writer.append(
        [
            Fact("o1", Act.STARTED, at[1], started_by=StartedBy.OPERATOR, over=True, **about),
            Fact("o2", Act.ENDED, at[3], ended_by=EndedBy.FINISHED, frames=96_000, by="operator",
                 over=True, **about),
            Fact("e1", Act.ALARM, at[4], title="silence", detail="filler"),
            Fact("e2", Act.ALARM, at[5], title="sound", detail="none"),
            Fact("e3", Act.CLOCK, at[6], detail="+1.250 s"),
            Fact("e4", Act.ALARM, at[7], title="live_lost", detail="<b>Rina</b>"),
            Fact("e5", Act.ALARM, at[8], title="unheard_of", detail="7"),
        ]
    )  # fmt: skip
    writer.close()
    collect_all(app.state.desk.sessions, "radio", app.state.desk.paths.journal("radio"))
    return at


HOUR = {"day": "2026-11-21", "hour": "10"}


def rows_of(answer):
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_what_sounded_over_the_programme_is_a_list_of_its_own(humas, eventful):
    text = humas.page("/reports", **HOUR)
    assert "Yang berbunyi di atas siaran" in text
    assert text.count("=Tepuk") == 1
    rows = rows_of(humas.get("/reports.csv", lang="en", **HOUR))
    assert "'=Tepuk" not in {row["Title"] for row in rows}
    (over,) = rows_of(humas.get("/reports/over.csv", lang="en", **HOUR))
    assert (over["Title"], over["Heard (s)"], over["Operator"]) == ("'=Tepuk", "2.0", "operator")
    assert over["Started by"] == "an operator"


def test_alarms_and_the_clock_are_told_in_words(humas, eventful):
    text = humas.page("/reports", lang="en", **HOUR)
    for sentence in (
        "Silence on the air: a filler takes over",
        "Sound is heard again.",
        "Station time was corrected by +1.250 s.",
        "The live line of &lt;b&gt;Rina&lt;/b&gt; is lost",
        "unheard_of 7",
    ):
        assert sentence in text
    assert "Jam stasiun dikoreksi +1.250 s." in humas.page("/reports", lang="id", **HOUR)
    rows = rows_of(humas.get("/reports/events.csv", lang="en", **HOUR))
    assert [row["Code"] for row in rows] == ["silence", "sound", "clock", "live_lost", "unheard_of"]
    assert rows[2]["Details"] == "'+1.250 s"


def test_events_of_another_hour_are_not_shown(humas, eventful):
    assert "Tidak ada tanda bahaya" in humas.page("/reports", day="2026-11-21", hour="9")
    assert rows_of(humas.get("/reports/events.csv", day="2026-11-21", hour="9")) == []


def test_there_is_no_other_part(humas):
    assert humas.get("/reports/everything.csv").status_code == 422


def test_relays_are_counted_in_seconds_by_source(app, humas, clock):
    about = {"airing": "r", "kind": Kind.RELAY, "title": "Warta", "artist": "<RRI>",
             "rung": Rung.LIVE}  # fmt: skip
    writer = JournalWriter(app.state.desk.paths.journal("radio"))
    over = NOON + timedelta(seconds=90)
    writer.append(
        [
            Fact("r1", Act.STARTED, NOON, started_by=StartedBy.LIVE, **about),
            Fact("r2", Act.ENDED, over, ended_by=EndedBy.SLOT_END, frames=90 * 48_000, **about),
        ]
    )
    writer.close()
    collect_all(app.state.desk.sessions, "radio", app.state.desk.paths.journal("radio"))
    clock.jump(LATER)
    day = {"span": "2026-11-21", "lang": "en"}
    assert "&lt;RRI&gt;" in humas.page("/reports/relays", **day)
    (row,) = rows_of(humas.get("/reports/relays/account.csv", **day))
    assert (row["Day"], row["Source"], row["Seconds"]) == ("2026-11-21", "<RRI>", "90")
    month = rows_of(humas.get("/reports/relays/account.csv", span="2026-11", lang="en"))
    assert [each["Relays"] for each in month] == ["1"]
    assert rows_of(humas.get("/reports/relays/account.csv", span="2026-10", lang="en")) == []
