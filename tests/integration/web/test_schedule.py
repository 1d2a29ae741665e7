"""The schedule as people and programs change it: grid, programmes, rundown, what is public."""

import re
from datetime import date, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from media_library.soundness import Flaw
from scheduler.check import GONE, Check
from scheduler.stores import GridStore, OverrideStore, PreflightStore, ProgrammeStore
from tests.browser.doubles import NOON
from tests.integration.web.asking import rundown
from tests.integration.web.visitor import Visitor
from web.i18n import LANGUAGES

SATURDAY = date(2026, 11, 21)

pytestmark = pytest.mark.usefixtures("planned")


@pytest.fixture
def database(engine):
    return engine


def airings(operator, **query):
    found = operator.get("/api/v1/occurrences", first="2026-11-16", **query).json()
    return {(each["slot_id"], each["day"]): each for each in found}


def test_the_week_lists_what_airs_escaped_and_with_links(operator, material):
    text = operator.page("/schedule")
    assert "Pagi Ceria" in text
    assert "Warta &amp; Kota" in text
    assert f"/schedule/slots/{material.morning_slot}/2026-11-21" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/schedule?week=2026-12-24",
        "/schedule?week=9999-12-31",
        "/schedule/programmes",
        "/schedule/programmes/new",
        "/schedule/slots/new?day=x&at=y",
        "/schedule/rundown?day=2026-11-21&hour=11",
        "/schedule/rundown?day=2026-11-30&hour=3",
        "/schedule/publication",
    ],
)
def test_every_page_stands_in_both_languages(operator, path, language):
    joint = "&" if "?" in path else "?"
    shown, *_for_scripts = operator.page(f"{path}{joint}lang={language}").split('id="words"')
    assert "%(" not in shown


def test_humas_reads_the_schedule_and_changes_nothing(humas, material):
    assert "/schedule/slots/" not in humas.page("/schedule")
    assert humas.get("/schedule/slots/new").status_code == 403
    address = f"/slots/{material.morning_slot}/occurrences/2026-11-21"
    assert humas.api("DELETE", address).status_code == 403
    body = {"wish": "remove", "item_key": "x"}
    assert humas.api("POST", "/overrides", body).status_code == 403


def test_one_occurrence_moves_and_the_others_stay(operator, material):
    slot = material.morning_slot
    body = {"begins": "2026-11-21T13:30:00", "duration_ms": 3_600_000, "scope": "one"}
    answer = operator.api("PUT", f"/slots/{slot}/occurrences/2026-11-21", body)
    assert answer.status_code == 200
    found = airings(operator)
    moved = found[slot, "2026-11-21"]
    assert (moved["local_begins"], moved["local_ends"]) == (
        "2026-11-21T13:30:00",
        "2026-11-21T14:30:00",
    )
    assert moved["moved"]
    assert found[slot, "2026-11-20"]["local_begins"] == "2026-11-20T08:00:00"


def test_a_moved_series_moves_everywhere_and_can_be_undone(operator, material):
    slot = material.news_slot
    body = {"begins": "2026-11-18T12:15:00", "duration_ms": 1_800_000, "scope": "series"}
    operator.api("PUT", f"/slots/{slot}/occurrences/2026-11-18", body)
    begins = {
        each["local_begins"][11:] for key, each in airings(operator).items() if key[0] == slot
    }
    assert begins == {"12:15:00"}
    answer = operator.api("POST", "/schedule/undo")
    assert answer.json() == {"what": "slot.moved", "name": "Warta & Kota"}
    begins = {
        each["local_begins"][11:] for key, each in airings(operator).items() if key[0] == slot
    }
    assert begins == {"11:00:00"}


def test_undo_reaches_back_ten_minutes_and_only_to_ones_own_deeds(operator, app, clock, material):
    slot = material.morning_slot
    operator.api("DELETE", f"/slots/{slot}/occurrences/2026-11-22")
    other = Visitor.signed_in(app, "admin")
    assert other.api("POST", "/schedule/undo").status_code == 409
    clock.jump(timedelta(minutes=10, seconds=1))
    answer = operator.api("POST", "/schedule/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_undo")


def test_a_removed_slot_comes_back_with_its_exceptions(operator, sessions, material):
    slot = material.morning_slot
    operator.api("DELETE", f"/slots/{slot}/occurrences/2026-11-22")
    operator.api("DELETE", f"/slots/{slot}")
    assert all(key[0] != slot for key in airings(operator))
    operator.api("POST", "/schedule/undo")
    with sessions() as session:
        grid = GridStore(session)
        [back] = [each for each in grid.slots("radio") if each.programme_id == material.morning]
        assert [(each.slot_id, each.cancelled) for each in grid.exceptions("radio")] == [
            (back.id, True)
        ]


def test_cancelling_an_occurrence_of_another_day_is_refused_in_words(operator, material):
    answer = operator.api("DELETE", f"/slots/{material.news_slot}/occurrences/2026-11-21")
    assert answer.status_code == 422
    assert answer.json()["message"] == "Slot ini sudah tidak tayang pada hari itu."


def test_without_a_script_forms_do_all_of_it(operator, material, sessions):
    slot = material.morning_slot
    page = operator.page(f"/schedule/slots/{slot}/2026-11-21")
    assert 'value="2026-11-21"' in page
    moved = operator.post(
        f"/schedule/slots/{slot}/2026-11-21", day="2026-11-21", wall="14.00", hours="1", minutes="0"
    )
    assert moved.status_code == 303
    assert airings(operator)[slot, "2026-11-21"]["local_begins"] == "2026-11-21T14:00:00"
    operator.post(f"/schedule/slots/{slot}/2026-11-21/restore")
    assert airings(operator)[slot, "2026-11-21"]["local_begins"] == "2026-11-21T08:00:00"
    operator.post(f"/schedule/slots/{slot}/2026-11-21/cancel")
    assert (slot, "2026-11-21") not in airings(operator)
    assert "/2026-11-21/restore" in operator.page("/schedule")
    operator.post("/schedule/undo")
    assert (slot, "2026-11-21") in airings(operator)


def test_a_slot_that_makes_no_sense_is_shown_again_with_the_reasons(operator):
    answer = operator.post("/schedule/slots/new", day="", wall="x", pattern="days", hours="2")
    assert answer.status_code == 422
    for sentence in ("Pilih acara.", "Isi tanggalnya.", "Pilih paling sedikit satu hari."):
        assert sentence in answer.text
    assert 'value="2"' in answer.text


def test_a_programme_is_made_scheduled_and_removed(operator, sessions, material):
    answer = operator.post(
        "/schedule/programmes/new",
        name="Sore <i>Santai</i>",
        form="fixed",
        cart_ids=[str(material.songs[0]), str(material.songs[1])],
        category="culture",
    )
    assert answer.status_code == 303
    number = int(re.search(r"programme=(\d+)", answer.headers["location"])[1])
    answer = operator.post(
        "/schedule/slots/new",
        programme_id=str(number),
        day="2026-11-22",
        wall="16:00",
        hours="0",
        minutes="30",
        pattern="days",
        weekdays=["6"],
    )
    assert answer.status_code == 303
    assert "Sore &lt;i&gt;Santai&lt;/i&gt;" in operator.page("/schedule")
    refused = operator.post(f"/schedule/programmes/{number}/remove")
    assert refused.status_code == 303
    with sessions() as session:
        assert ProgrammeStore(session).get(number).name == "Sore <i>Santai</i>"


def test_the_form_of_a_programme_counts_what_matches(operator, material):
    page = operator.page(f"/schedule/programmes/{material.morning}")
    assert "<strong>30</strong>rekaman" in page
    answer = operator.post("/schedule/programmes/draft", form="rotation", kinds=["psa"])
    assert "<strong>0</strong>rekaman" in answer.text
    assert "rotasi stasiun yang akan tayang" in answer.text


def test_a_draft_arranges_and_stores_nothing(operator, sessions, material):
    answer = operator.post(
        "/schedule/programmes/draft",
        name="Coba",
        form="fixed",
        cart_ids=[str(material.songs[0])],
        act=f"add:{material.news_cart}",
        find="warta",
    )
    assert "Warta &lt;b&gt;Siang&lt;/b&gt;" in answer.text
    with sessions() as session:
        assert len(ProgrammeStore(session).all("radio")) == 2


def test_what_sounds_over_a_programme_is_searched_and_shown_by_its_title(operator, material):
    answer = operator.post(
        "/schedule/programmes/draft",
        name="Coba",
        act=f"over:{material.news_cart}",
        over_find="warta",
    )
    over = answer.text.partition('id="over"')[2]
    assert f'name="over_cart" value="{material.news_cart}"' in over
    assert over.count("Warta &lt;b&gt;Siang&lt;/b&gt;") >= 2, "the row, and what was found"
    assert f'value="over:{material.news_cart}"' in over
    assert 'value="not-over:0"' in over


def test_a_fixed_programme_of_recordings_that_are_gone_is_refused(operator):
    answer = operator.post("/schedule/programmes/new", name="x", form="fixed", cart_ids=["9999"])
    assert answer.status_code == 422


def test_a_change_is_planned_published_and_told(operator, app, material):
    before = rundown(app)
    body = {"begins": "2026-11-21T13:00:00", "duration_ms": 7_200_000}
    operator.api("PUT", f"/slots/{material.morning_slot}/occurrences/2026-11-22", body)
    after = rundown(app)
    assert after.version == before.version + 1
    text = operator.page("/schedule/publication")
    assert f"Versi {after.version} terbit" in text


def test_the_rundown_shows_clock_times_reasons_and_what_one_may_do(operator, app):
    text = operator.page("/schedule/rundown", day="2026-11-22", hour="8")
    item = next(item for item in rundown(app).items if item.programme == "Pagi Ceria")
    assert f'data-key="{item.key}"' in text
    assert "Rotasi acara Pagi Ceria" in text
    assert "08.00.00" in text


def test_what_failed_its_check_stands_above_the_rundown(operator, app, sessions):
    item = rundown(app).items[0]
    with sessions.begin() as session:
        PreflightStore(session).save(Check(item.cart_id, item.path, GONE, NOON, Flaw.MISSING))
    page = operator.get("/schedule/rundown?lang=en").text
    assert "its file is gone or cannot be read" in page
    assert f'href="/library/carts/{item.cart_id}"' in page


def test_an_item_is_moved_removed_inserted_and_each_is_undone(operator, app, sessions, material):
    as_it_was = rundown(app).items
    items = [item for item in as_it_was if item.begins > NOON]
    first, second, third = items[2:5]

    made = operator.api(
        "POST", "/overrides", {"wish": "move", "item_key": first.key, "after_key": third.key}
    )
    assert made.status_code == 201
    order = [item.key for item in rundown(app).items]
    assert order.index(first.key) == order.index(third.key) + 1

    undone = operator.api("DELETE", f"/overrides/{made.json()['id']}")
    assert undone.json()["undone_at"]
    assert rundown(app).items == as_it_was

    operator.post("/schedule/rundown/remove", item=second.key)
    assert second.key not in [item.key for item in rundown(app).items]

    operator.post("/schedule/rundown/insert", cart=str(material.news_cart), after=third.key)
    items = rundown(app).items
    place = next(n for n, item in enumerate(items) if item.key == third.key)
    assert items[place + 1].cart_id == material.news_cart
    assert "operator" in operator.page("/schedule/rundown")

    with sessions() as session:
        newest = OverrideStore(session).newest("radio", limit=1)[0]
    operator.post("/schedule/rundown/undo", override=str(newest.id))
    assert material.news_cart not in [item.cart_id for item in rundown(app).items[: place + 2]]


def test_what_has_begun_or_is_gone_cannot_be_changed(operator, app):
    now_on = next(item for item in rundown(app).items if item.begins <= NOON < item.ends)
    for key in (now_on.key, "no such item"):
        answer = operator.api("POST", "/overrides", {"wish": "remove", "item_key": key})
        assert (answer.status_code, answer.json()["code"]) == (409, "item_gone")


def test_the_rundown_is_told_by_span(humas, app):
    query = {"begins": "2026-11-22T01:00:00Z", "ends": "2026-11-22T02:00:00Z"}
    answer = humas.get("/api/v1/rundown", **query).json()
    assert answer["version"] == rundown(app).version
    assert answer["items"][0]["programme"] == "Pagi Ceria"
    assert (
        humas.get("/api/v1/rundown", begins=query["ends"], ends=query["begins"]).status_code == 422
    )


def test_programmes_and_slots_have_an_api(operator):
    content = {"form": "rotation", "kinds": ["music"], "tags": ["pop"]}
    made = operator.api("POST", "/programmes", {"name": "Malam", "content": content})
    assert made.status_code == 201
    number = made.json()["id"]
    assert operator.api("GET", f"/programmes/{number}").json()["content"]["tags"] == ["pop"]
    slot = {
        "programme_id": number,
        "first_day": "2026-11-23",
        "wall": "22:00",
        "duration_ms": 3_600_000,
        "rule": "FREQ=DAILY",
    }
    made = operator.api("POST", "/slots", slot)
    assert made.status_code == 201
    assert operator.api("DELETE", f"/programmes/{number}").status_code == 422
    changed = operator.api("PUT", f"/slots/{made.json()['id']}", slot | {"wall": "23:00"})
    assert changed.json()["wall"] == "23:00:00"
    refused = operator.api("POST", "/slots", slot | {"rule": "FREQ=HOURLY"})
    assert (refused.status_code, refused.json()["field"]) == (422, "rule")
    assert operator.api("DELETE", f"/slots/{made.json()['id']}").status_code == 204
    assert operator.api("DELETE", f"/programmes/{number}").status_code == 204
    assert operator.api("GET", "/slots/99999").status_code == 404


def test_the_public_sees_todays_programmes_and_nothing_private(app, material):
    client = TestClient(app)
    today = client.get("/api/v1/programmes/today").json()
    assert [(each["programme"], each["begins"]) for each in today] == [
        ("Pagi Ceria", "2026-11-21T01:00:00Z")
    ]
    assert today[0].keys() == {"programme", "category", "rating", "begins", "ends"}
    week = client.get("/api/v1/schedule.json").json()
    assert (week["first"], week["days"], week["timezone"]) == ("2026-11-21", 7, "Asia/Jakarta")
    calendar = client.get("/api/v1/schedule.ics").text
    assert calendar.count("BEGIN:VEVENT") == len(week["programmes"]) == 12
    assert client.get("/api/v1/programmes").status_code == 401


def test_the_public_is_not_told_of_what_another_programme_takes(app, operator, material):
    body = {"begins": "2026-11-23T09:00:00", "duration_ms": 1_800_000}
    operator.api("PUT", f"/slots/{material.news_slot}/occurrences/2026-11-23", body)
    week = TestClient(app).get("/api/v1/schedule.json").json()["programmes"]
    monday = [each for each in week if each["begins"].startswith("2026-11-23")]
    assert [datetime.fromisoformat(each["ends"]).hour for each in monday] == [2, 2]


def test_the_api_of_the_schedule_is_documented(app):
    paths = TestClient(app).get("/api/openapi.json").json()["paths"]
    for path in ("programmes", "slots", "occurrences", "exceptions", "overrides", "rundown"):
        assert f"/api/v1/{path}" in paths
