"""The cart wall: what operators change is stored, recorded, undoable and published at once."""

import re
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from media_library.store import CartStore
from scheduler.stores import CampaignStore
from scheduler.traffic.campaign import Campaign, Spread
from scheduler.traffic.purpose import Purpose
from station.wall import Level, read
from tests.browser.doubles import NOON
from tests.integration.web.asking import deeds
from tests.integration.web.visitor import Visitor
from tests.integration.web.wall_material import add_recordings
from web.wall import BUTTONS, WallStore


@pytest.fixture
def carts(sessions):
    return add_recordings(sessions)


@pytest.fixture
def published(app):
    path = app.state.desk.paths.wall("radio")
    return lambda: read(path)


@pytest.fixture
def page_id(operator):
    answer = operator.post("/wall/pages", name="Pagi")
    return re.search(r"shown=(\d+)$", answer.headers["location"])[1]


@pytest.fixture
def button(operator, page_id, carts, published):
    operator.post("/wall/buttons", shown=page_id, cart=carts["Tepuk Tangan"])
    return published().pages[0].buttons[0]


def test_it_is_for_operators(app):
    assert Visitor.signed_in(app, "operator").get("/wall").status_code == 200
    for name in ("humas", "presenter"):
        assert Visitor.signed_in(app, name).get("/wall").status_code == 403


def test_an_empty_wall_teaches(operator):
    assert "Mulailah dengan satu halaman" in operator.page("/wall")


def test_a_new_button_is_published_with_the_item_the_planner_would_make(button, carts):
    assert button.label == "Tepuk Tangan"
    item = button.item
    assert (item.cart_id, item.path) == (carts["Tepuk Tangan"], "aa/Tepuk Tangan.flac")
    assert (item.cue_in, item.cue_out, item.gain_db) == (480, 240_000, 4.0)
    assert (button.instead, button.duck_db) == (False, 0.0)


def test_a_changed_button_is_published(operator, button, published, page_id):
    fields = {"label": "Tepuk!", "how": "instead", "duck": "-12", "colour": "#b3182c"}
    operator.post(f"/wall/buttons/{button.id}", page=page_id, **fields)
    changed = published().button(button.id)
    assert (changed.label, changed.instead) == ("Tepuk!", True)
    assert (changed.duck_db, changed.colour) == (-12.0, "#b3182c")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("label", " "),
        ("label", "x" * 41),
        ("how", "sideways"),
        ("duck", "6"),
        ("duck", "-inf"),
        ("colour", "#123456"),
        ("colour", "red;}"),
        ("level", "gawat"),
        ("words", "x" * 301),
    ],
)
def test_a_button_that_makes_no_sense_is_refused(operator, button, published, field, text):
    fields = {"label": "Tepuk", "how": "over", "duck": "0", "colour": ""} | {field: text}
    answer = operator.post(f"/wall/buttons/{button.id}", **fields)
    assert answer.status_code == 422
    assert published().button(button.id) == button


def test_labels_cannot_break_the_page(operator, button, page_id):
    label = '<script>"x"</script>'
    operator.post(
        f"/wall/buttons/{button.id}", label=label, how="over", duck="0", colour="", page=page_id
    )
    for path in ("/wall", f"/wall/buttons/{button.id}", "/studio/wall"):
        text = operator.page(path)
        assert "&lt;script&gt;" in text
        assert label not in text


def test_buttons_change_places(operator, button, page_id, carts, published):
    operator.post("/wall/buttons", shown=page_id, cart=carts["Jingle Pagi"])
    ids = [each.id for each in published().pages[0].buttons]
    assert f'value="{ids[1]} {ids[0]}"' in operator.page("/wall", shown=page_id)
    answer = operator.post("/wall/order", shown=page_id, order=f"{ids[1]} {ids[0]}", moved=ids[1])
    assert answer.headers["location"].endswith(f"#button-{ids[1]}")
    assert [each.id for each in published().pages[0].buttons] == ids[::-1]


def test_a_button_moves_to_another_page(operator, button, published):
    operator.post("/wall/pages", name="Siang")
    other = re.findall(r"shown=(\d+)", operator.page("/wall"))[1]
    fields = {"label": "Tepuk", "how": "over", "duck": "0", "colour": "", "page": other}
    operator.post(f"/wall/buttons/{button.id}", **fields)
    assert [len(page.buttons) for page in published().pages] == [0, 1]


def test_a_full_page_says_so(operator, page_id, carts, published):
    for _ in range(BUTTONS + 1):
        answer = operator.post("/wall/buttons", shown=page_id, cart=carts["Jingle Pagi"])
    assert len(published().pages[0].buttons) == BUTTONS
    assert "sudah penuh" in operator.page(answer.headers["location"])


def test_an_emergency_message_is_published_apart(operator, carts, published):
    number = carts["Banjir: menjauhlah dari sungai"]
    operator.post("/wall/buttons", shown="emergency", cart=number)
    (message,) = published().emergency
    assert (message.item.cart_id, message.instead) == (number, True)
    assert "Banjir" in operator.page("/wall", shown="emergency")
    assert published().pages == ()


def test_a_message_says_how_grave_it_is_and_what_is_written_with_it(operator, carts, published):
    operator.post("/wall/buttons", shown="emergency", cart=carts["Banjir: menjauhlah dari sungai"])
    (message,) = published().emergency
    assert (message.level, message.words) == (Level.AWAS, "")
    fields = {"label": "Banjir", "how": "over", "duck": "0", "colour": ""}
    words = " Jauhi\r\n sungai "
    operator.post(f"/wall/buttons/{message.id}", level="siaga", words=words, **fields)
    (message,) = published().emergency
    assert (message.level, message.words) == (Level.SIAGA, "Jauhi sungai")
    operator.post("/wall/undo", shown="emergency")
    assert published().emergency[0].level is Level.AWAS


def test_pages_are_named_moved_and_taken_off(operator, button, page_id, published):
    second = operator.post("/wall/pages", name="Siang").headers["location"].rpartition("=")[2]
    operator.post(f"/wall/pages/{second}", name="Olahraga")
    operator.post(f"/wall/pages/{second}/earlier")
    assert [page.name for page in published().pages] == ["Olahraga", "Pagi"]
    operator.post(f"/wall/pages/{page_id}/remove")
    assert [page.name for page in published().pages] == ["Olahraga"]


def test_the_last_change_is_undone_by_anybody_for_ten_minutes(
    app, operator, button, published, clock
):
    operator.post(f"/wall/buttons/{button.id}/remove")
    assert published().pages[0].buttons == ()
    colleague = Visitor.signed_in(app, "admin")
    colleague.post("/wall/undo")
    assert published().pages[0].buttons == (button,)
    clock.sleep_until(NOON + timedelta(minutes=11))
    assert "Urungkan" not in operator.page("/wall")
    answer = operator.post("/wall/undo")
    assert answer.status_code == 303
    assert published().pages[0].buttons == (button,)


def test_undoing_the_first_page_is_published_too(operator, page_id, published):
    operator.post("/wall/undo")
    assert published().pages == ()


def test_every_change_is_in_the_audit_trail(operator, button, sessions):
    operator.post(f"/wall/buttons/{button.id}/remove")
    entries = [entry for entry in deeds(sessions) if entry.action[:4] == "wall"]
    assert [entry.action for entry in entries] == [
        "wall.button_removed",
        "wall.button_added",
        "wall.page_added",
    ]
    assert entries[0].about == {"channel": "radio", "name": "Tepuk Tangan"}


def test_an_edited_recording_is_published_anew(operator, button, carts, published):
    number = carts["Tepuk Tangan"]
    answer = operator.api("PATCH", f"/carts/{number}", {"cue_in": 9_600})
    assert answer.status_code == 200, answer.text
    assert published().button(button.id).item.cue_in == 9_600


def test_a_button_keeps_the_intro_and_the_silences_of_its_recording(
    operator, button, carts, sessions, published
):
    with sessions.begin() as session:
        CartStore(session).update(carts["Tepuk Tangan"], intro=48_000, quiet=True)
    operator.post(f"/wall/buttons/{button.id}", label="Tepuk", cart=carts["Tepuk Tangan"])
    item = published().pages[0].buttons[0].item
    assert (item.intro, item.quiet) == (48_000, True)


def test_what_is_not_stored_is_not_published(operator, button, sessions, published):
    with sessions() as session:
        WallStore(session, "radio").remove_button(button.id)
        session.rollback()
    assert published().button(button.id) == button


def test_a_button_without_its_recording_is_left_out(operator, button, sessions, published):
    with sessions.begin() as session:
        store = WallStore(session, "radio")
        store.add_button(store.layout().pages[0].id, 4_711, "Hilang")
    assert published().pages[0].buttons == (button,)
    assert "sudah tidak ada" in operator.page("/wall")


def test_a_wiped_state_folder_heals_when_the_desk_starts(app, button, published):
    shutil.rmtree(app.state.desk.paths.home / "wall")
    app.state.desk.files.write_all()
    assert published().button(button.id) == button


def test_a_disk_that_refuses_the_file_does_not_lose_the_change(app, operator, button, caplog):
    folder = app.state.desk.paths.home / "wall"
    shutil.rmtree(folder)
    folder.write_text("in the way")
    assert operator.post(f"/wall/buttons/{button.id}/remove").status_code == 303
    assert "publish_failed" in [getattr(each, "action", "") for each in caplog.records]


def test_the_studio_shows_what_the_air_knows_and_asks_for_news_only(operator, button):
    first = operator.page("/studio/wall")
    assert f'data-press="{button.id}"' in first
    seen = re.search(r'data-version="([^"]+)"', first)[1]
    assert operator.get("/studio/wall", seen=seen).status_code == 204
    operator.post(f"/wall/buttons/{button.id}/remove")
    assert operator.get("/studio/wall", seen=seen).status_code == 200


def test_an_anonymous_form_changes_nothing(app, operator, button, published):
    answer = operator.client.post(f"/wall/buttons/{button.id}/remove", data={"csrf": "wrong"})
    assert answer.status_code == 403
    assert published().button(button.id) == button


def test_recordings_are_found_by_words(operator, page_id, carts):
    page = operator.page("/wall", shown=page_id, text="raya")
    assert "Indonesia Raya" in page
    assert "Jingle Pagi" not in page


def test_archived_recordings_stay_on_their_buttons(button, carts, sessions, published):
    with sessions.begin() as session:
        CartStore(session).archive(carts["Tepuk Tangan"], NOON)
    assert published().button(button.id) is not None


def test_a_clarification_withdraws_the_recording_of_a_button_until_it_is_stopped(
    app, operator, button, carts, published
):
    """The wall follows the order at once; the studio shows why, the air is told not to play it."""

    def reasons():
        (page,) = published().pages
        return [one.withdrawn for one in page.buttons]

    hoaxed = carts["Tepuk Tangan"]
    order = Campaign(
        "radio", "Air minum <aman>", (99,), NOON.date(), NOON.date(), Spread(3),
        purpose=Purpose.HOAX, reported_at=NOON, hoaxed_cart_id=hoaxed,
    )  # fmt: skip
    assert reasons() == [""]
    with app.state.desk.sessions.begin() as session:
        order = CampaignStore(session).save(order, NOON)
    assert reasons() == ["Air minum <aman>"]
    assert "ditarik: Air minum &lt;aman&gt;" in operator.page("/studio/wall")
    refused = operator.api(
        "POST", "/channels/radio/commands/insert", {"cart_id": hoaxed, "when": "now"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawn")
    with app.state.desk.sessions.begin() as session:
        CampaignStore(session).save(replace(order, active=False), NOON)
    assert reasons() == [""]
