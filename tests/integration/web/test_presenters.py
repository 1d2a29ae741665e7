"""Presenters and their keys: made once, shown once, published for the live process."""

import re

import pytest

from station.clock import VirtualClock
from station.config import Channel, Config, LiveDoor
from station.presenters import read
from tests.browser.doubles import NOON
from tests.integration.web.asking import deeds
from tests.integration.web.visitor import Visitor
from web.accounts import AccountStore, Role
from web.app import create_app
from web.presenter_keys import PresenterKeys
from web.presenter_settings import PresenterSettings, film_settings, is_loopback, reached_at


@pytest.fixture
def published(app):
    path = app.state.desk.paths.presenters
    return lambda: {each.login: each for each in read(path)}


@pytest.fixture
def number(sessions):
    with sessions() as session:
        return AccountStore(session).named("presenter").id


def key_in(answer):
    return re.search(r'class="password mono">([0-9a-f]{32})<', answer.text)[1]


@pytest.fixture
def key(admin, number):
    return key_in(admin.post(f"/admin/presenters/{number}/key", channels="radio"))


def test_the_newest_key_of_an_account_is_the_only_one(sessions):
    with sessions.begin() as session:
        account = AccountStore(session).create(
            "budi", "kata sandi panjang", [Role.PRESENTER], now=NOON
        )
        keys = PresenterKeys(session)
        first = keys.make(account.id, ["radio"], always=False, now=NOON)
        second = keys.make(account.id, ["tv", "radio"], always=True, now=NOON)
        (presenter,) = keys.published()
        assert presenter.has_key(second)
        assert not presenter.has_key(first)
        assert (presenter.channels, presenter.always) == (("radio", "tv"), True)
        assert keys.revoke(account.id, NOON)
        assert not keys.revoke(account.id, NOON)
        assert keys.published() == ()


def test_the_page_is_for_administrators(app):
    assert Visitor.signed_in(app, "admin").get("/admin/presenters").status_code == 200
    for name in ("operator", "presenter", "humas"):
        assert Visitor.signed_in(app, name).get("/admin/presenters").status_code == 403


def test_those_who_may_speak_are_listed_and_others_not(admin):
    page = admin.page("/admin/presenters")
    for name in ("presenter", "operator", "admin"):
        assert f'mono small quiet">{name}<' in page
    assert 'mono small quiet">humas<' not in page


def test_a_key_is_shown_once_with_settings_to_copy(admin, number):
    answer = admin.post(f"/admin/presenters/{number}/key", channels="radio")
    key = key_in(answer)
    assert f"icecast://presenter:{key}@testserver:8020/radio" in answer.text
    for word in ("BUTT", "Mixxx", "FFmpeg", "8020", "/radio"):
        assert word in answer.text
    assert key not in admin.page("/admin/presenters")


def test_a_key_opens_the_door_as_published(key, published):
    presenter = published()["presenter"]
    assert presenter.has_key(key)
    assert (presenter.channels, presenter.always) == (("radio",), False)


def test_neither_key_nor_its_hash_is_in_the_audit_trail(key, published, sessions):
    (made,) = [entry for entry in deeds(sessions) if entry.action == "presenter.key_made"]
    told = {"name": "presenter", "channels": ["radio"], "always": False, "interprets": False}
    assert made.about == told
    assert key not in str(made)


def test_rights_change_without_a_new_key(admin, key, number, published):
    admin.post(f"/admin/presenters/{number}", channels="radio", always="true")
    presenter = published()["presenter"]
    assert presenter.always
    assert presenter.has_key(key)


def test_a_revoked_key_is_gone_at_once(admin, key, number, published):
    admin.post(f"/admin/presenters/{number}/revoke")
    assert published() == {}


@pytest.mark.parametrize("channels", [[], ["nowhere"], ["../etc"]])
def test_a_key_needs_a_channel_that_exists(admin, number, published, channels):
    answer = admin.post(f"/admin/presenters/{number}/key", channels=channels)
    assert answer.status_code == 422
    assert "sedikitnya satu kanal" in answer.text


def test_an_account_without_the_role_gets_no_key(admin, sessions, app):
    with sessions() as session:
        humas = AccountStore(session).named("humas").id
    assert admin.post(f"/admin/presenters/{humas}/key", channels="radio").status_code == 422
    assert not app.state.desk.paths.presenters.exists()


def test_a_disabled_account_can_no_longer_connect_and_comes_back(admin, key, number, published):
    admin.post(f"/admin/accounts/{number}/disable")
    assert published() == {}
    admin.post(f"/admin/accounts/{number}/enable")
    assert published()["presenter"].has_key(key)


def test_an_account_that_loses_the_role_loses_the_door(admin, key, number, published):
    admin.post(f"/admin/accounts/{number}", display_name="Penyiar", roles=["humas"])
    assert published() == {}


def test_a_new_name_is_what_people_see(admin, key, number, published):
    admin.post(f"/admin/accounts/{number}", display_name="Mbak Sari", roles=["presenter"])
    assert published()["presenter"].name == "Mbak Sari"


def test_the_list_is_written_when_the_desk_starts(app, key, published):
    app.state.desk.paths.presenters.unlink()
    app.state.desk.files.write_all()
    assert published()["presenter"].has_key(key)


def test_a_presenter_sees_the_microphone_and_nothing_else(app):
    presenter = Visitor.signed_in(app, "presenter")
    assert presenter.get("/home").headers["location"] == "/studio/microphone"
    assert presenter.get("/studio/microphone").status_code == 200
    for path in ("/studio", "/wall", "/schedule", "/library", "/humas", "/reports", "/admin"):
        assert presenter.get(path).status_code == 403, path
    for path in ("/carts", "/carts/1/sound", "/ingest/jobs", "/events", "/rundown", "/outputs"):
        assert presenter.api("GET", path).status_code in (403, 404), path
    for path in ("/channels/radio/commands/skip", "/channels/radio/commands/press"):
        assert presenter.api("POST", path, {"button": "x"}).status_code == 403


def test_the_settings_are_safe_in_a_shell_and_name_a_host_that_exists():
    settings = PresenterSettings("radio.example", 8020, "/radio", "a b;c", "k")
    assert settings.ffmpeg.endswith("'icecast://a b;c:k@radio.example:8020/radio'")
    assert reached_at("radio.example:8000", "0.0.0.0") == "radio.example"
    assert reached_at('x" onload=', "10.0.0.5") == "10.0.0.5"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("a.b", False)],
)
def test_a_door_on_loopback_is_known_as_such(host, loopback):
    assert is_loopback(host) is loopback


def test_a_television_channel_tells_where_sound_with_pictures_is_sent():
    channel, door = Channel(slug="tv", kind="tv"), LiveDoor()
    told = film_settings(channel, door, "tv.example", "k1")
    assert told.rtmp == "rtmp://tv.example/tv"
    assert told.srt == "srt://tv.example:8021?streamid=tv/k1"
    assert told.ffmpeg.endswith("-f flv rtmp://tv.example/tv/k1")
    assert film_settings(Channel(), door, "tv.example", "k1") is None


def test_what_opens_a_television_channel_follows_its_doors():
    channel = Channel(slug="tv", kind="tv")
    srt = {"port": 9_000, "passphrase": "sangat-rahasia"}
    told = film_settings(channel, LiveDoor(rtmp={"enabled": False}, srt=srt), "a", "k")
    assert told.rtmp == ""
    assert told.srt == "srt://a:9000?streamid=tv/k&passphrase=sangat-rahasia"
    assert told.ffmpeg.endswith(f"-f mpegts '{told.srt}'")
    moved = film_settings(channel, LiveDoor(rtmp={"port": 1936}), "a", "k")
    assert moved.rtmp == "rtmp://a:1936/tv"
    closed = LiveDoor(rtmp={"enabled": False}, srt={"enabled": False})
    assert film_settings(channel, closed, "a", "k") is None


def test_the_page_of_a_station_with_television_shows_them_with_the_key(paths, sessions, number):
    channels = (Channel(), Channel(slug="tv", kind="tv"))
    app = create_app(Config(channels=channels), paths, sessions, VirtualClock(NOON), secret="x")
    admin = Visitor.signed_in(app, "admin")
    assert "RTMP, SRT hanya dapat dicapai dari komputer ini" in admin.page("/admin/presenters")
    answer = admin.post(f"/admin/presenters/{number}/key", channels="tv")
    assert "rtmp://testserver/tv" in answer.text
    assert f"srt://testserver:8021?streamid=tv/{key_in(answer)}" in answer.text


@pytest.fixture
def television(paths, sessions):
    channels = (Channel(), Channel(slug="tv", name="Batik TV", kind="tv"))
    return create_app(Config(channels=channels), paths, sessions, VirtualClock(NOON), secret="x")


def test_an_interpreters_key_shows_where_pictures_are_sent_and_opens_no_sound(television, number):
    admin = Visitor.signed_in(television, "admin")
    chosen = {"channels": ["radio", "tv"], "interprets": "true"}
    answer = admin.post(f"/admin/presenters/{number}/key", **chosen)
    assert "rtmp://testserver/tv" in answer.text
    assert "icecast://" not in answer.text
    (presenter,) = read(television.state.desk.paths.presenters)
    assert (presenter.interprets, presenter.channels) == (True, ("tv",))
    assert 'name="interprets" value="true" checked' in admin.page("/admin/presenters")


def test_a_key_becomes_an_interpreters_and_a_presenters_again(television, number):
    admin = Visitor.signed_in(television, "admin")
    admin.post(f"/admin/presenters/{number}/key", channels="tv")
    for interprets in ({"interprets": "true"}, {}):
        admin.post(f"/admin/presenters/{number}", channels="tv", **interprets)
        (presenter,) = read(television.state.desk.paths.presenters)
        assert presenter.interprets is bool(interprets)


def test_an_interpreter_needs_a_channel_that_is_seen_and_has_no_microphone(television, number):
    admin = Visitor.signed_in(television, "admin")
    wrong = admin.post(f"/admin/presenters/{number}/key", channels="radio", interprets="true")
    assert (wrong.status_code, "kanal televisi" in wrong.text) == (422, True)
    admin.post(f"/admin/presenters/{number}/key", channels="tv", interprets="true")
    presenter = Visitor.signed_in(television, "presenter")
    assert "Batik TV" not in presenter.page("/studio/microphone")


def test_a_station_without_pictures_is_asked_for_no_interpreter(admin):
    assert 'name="interprets"' not in admin.page("/admin/presenters")
