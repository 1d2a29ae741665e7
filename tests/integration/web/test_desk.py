"""The application as a browser meets it: doors, roles, forgery, headers, words, commands."""

from dataclasses import replace

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from media_library.store import CartStore
from station.commands import Hold, Insert, Skip
from station.config import Channel
from station.kinds import Kind
from tests.browser.desk import PASSWORD, RADIO, make_app, sign_in, token_in
from tests.browser.doubles import NOON, FakeAir, snapshot
from tests.integration.web.asking import deeds
from tests.recordings import recording
from web.accounts import AccountStore, Role
from web.app import ROUTERS
from web.browser_sessions import COOKIE
from web.deps import Allowed, anyone
from web.live import AirView


def routes():
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def guards_of(dependant):
    """Yield whoever stands at the door of a route."""
    for inner in dependant.dependencies:
        if inner.call is anyone or isinstance(inner.call, Allowed):
            yield inner.call
        yield from guards_of(inner)


@pytest.mark.parametrize("route", routes(), ids=lambda r: f"{min(r.methods)} {r.path}")
def test_every_route_says_who_may_come(route):
    assert list(guards_of(route.dependant)), "neither a role nor PUBLIC"


@pytest.mark.parametrize("route", routes(), ids=lambda r: f"{min(r.methods)} {r.path}")
def test_a_public_route_only_reads(route):
    public = anyone in list(guards_of(route.dependant))
    allowed = {"GET", "HEAD"} if route.path != "/sign-in" else {"GET", "HEAD", "POST"}
    assert not public or route.methods <= allowed


@pytest.mark.parametrize("path", ["/studio", "/account", "/home", "/account/password"])
def test_a_page_leads_strangers_to_the_door_and_back(client, path):
    answer = client.get(f"{path}?a=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next={path}%3Fa%3D1"


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/outputs"])
def test_the_api_answers_strangers_with_401(client, path):
    answer = client.get(path)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"


@pytest.mark.parametrize("path", ["/", "/sign-in", "/healthz", "/metrics", "/api/docs"])
def test_public_pages_need_no_account(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.OPERATOR, "/studio", 200),
        (Role.ADMIN, "/studio", 200),
        (Role.HUMAS, "/studio", 403),
        (Role.HUMAS, "/account", 200),
        (Role.HUMAS, "/api/v1/outputs", 200),
        (Role.OPERATOR, "/nothing-here", 404),
    ],
)
def test_roles_open_their_own_doors(client, role, path, status):
    sign_in(client, role.value)
    assert client.get(path).status_code == status


def test_signing_in_goes_where_one_wanted_to_go(client):
    token = token_in(client.get("/sign-in?next=/studio").text)
    form = {"csrf": token, "name": "operator", "password": PASSWORD}
    assert (
        client.post("/sign-in", data={**form, "next": "/studio"}).headers["location"] == "/studio"
    )


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(client, wanted):
    token = token_in(client.get("/sign-in", params={"next": wanted}).text)
    form = {"csrf": token, "name": "operator", "password": PASSWORD, "next": wanted}
    assert client.post("/sign-in", data=form).headers["location"] == "/home"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    token = token_in(client.get("/sign-in").text)
    form = {"csrf": token, "name": "operator", "password": PASSWORD}
    cookie = client.post("/sign-in", data=form).headers["set-cookie"]
    assert cookie.startswith(COOKIE)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_a_wrong_password_says_so_and_too_many_say_how_long(client):
    token = token_in(client.get("/sign-in").text)
    form = {"csrf": token, "name": "operator", "password": "salah sekali saja"}
    for _ in range(3):
        answer = client.post("/sign-in", data=form)
        assert answer.status_code == 401
        assert "Nama atau kata sandi salah." in answer.text
    answer = client.post("/sign-in", data=form)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert "Tunggu 1 detik" in answer.text


def test_signing_out_ends_the_session_itself(client):
    token = sign_in(client, "operator")
    cookie = client.cookies[COOKIE]
    assert client.post("/sign-out", data={"csrf": token}).status_code == 303
    client.cookies.set(COOKIE, cookie)
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({}, {}),
        ({"csrf": "made up"}, {}),
        ({"csrf": "é"}, {}),
        ({"csrf": None}, {"origin": "https://evil.example"}),
        ({"csrf": None}, {"origin": "null"}),
        ({"csrf": None}, {"sec-fetch-site": "cross-site"}),
    ],
)
def test_a_forged_form_is_refused(client, form, headers):
    token = sign_in(client, "operator")
    filled = {key: token if value is None else value for key, value in form.items()}
    assert client.post("/sign-out", data=filled, headers=headers).status_code == 403
    assert client.get("/account").status_code == 200


def test_the_token_of_one_session_is_worthless_in_another(app):
    first, second = (TestClient(app, follow_redirects=False) for _ in range(2))
    stolen = sign_in(first, "operator")
    sign_in(second, "operator")
    assert second.post("/sign-out", data={"csrf": stolen}).status_code == 403


def test_the_same_origin_with_the_token_passes(client):
    token = sign_in(client, "operator")
    headers = {"origin": "http://testserver", "x-csrf-token": token}
    assert (
        client.post("/account/language", data={"language": "en"}, headers=headers).status_code
        == 303
    )


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing", "/api/v1/now", "/static/icon.svg"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_are_not_kept_and_versioned_files_are_kept_for_a_year(client):
    assert client.get("/sign-in").headers["cache-control"] == "no-store"
    assert "immutable" in client.get("/static/icons.svg?v=1").headers["cache-control"]
    fresh = client.get("/static/icons.svg")
    assert fresh.headers["cache-control"] == "no-cache"
    again = client.get("/static/icons.svg", headers={"if-none-match": fresh.headers["etag"]})
    assert again.status_code == 304


def test_a_body_that_is_too_large_is_refused(client):
    token = sign_in(client, "operator")
    body = b"x" * 1_100_000
    headers = {"x-csrf-token": token, "content-type": "application/json"}
    url = "/api/v1/channels/radio/commands/skip"
    assert client.post(url, content=body, headers=headers).status_code == 413


def test_indonesian_is_the_language_until_one_chooses(client):
    assert '<html lang="id"' in client.get("/", headers={"accept-language": "en"}).text
    assert '<html lang="en"' in client.get("/?lang=en").text
    assert '<html lang="en"' in client.get("/").text
    assert '<html lang="id"' in client.get("/?lang=id").text


def test_the_language_of_the_account_follows_it_to_another_browser(app, client):
    token = sign_in(client, "operator")
    client.post("/account/language", data={"csrf": token, "language": "en"})
    other = TestClient(app, follow_redirects=False)
    sign_in(other, "operator")
    assert '<html lang="en"' in other.get("/account").text


def test_error_pages_speak_the_language(client):
    assert "Tidak ditemukan" in client.get("/nothing").text
    assert "Not found" in client.get("/nothing?lang=en").text


def test_a_fault_of_ours_is_a_page_without_its_traceback(app, monkeypatch):
    client = TestClient(app, follow_redirects=False, raise_server_exceptions=False)

    def broken(_slug):
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(app.state.desk.hub, "view", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Ada gangguan" in answer.text
    assert "secret detail" not in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]


def test_whoever_has_a_password_of_someone_else_must_choose_an_own_one(client, sessions):
    with sessions.begin() as session:
        roles = [Role.OPERATOR]
        AccountStore(session).create("baru", PASSWORD, roles, now=NOON, must_change_password=True)
    token = token_in(client.get("/sign-in").text)
    client.post("/sign-in", data={"csrf": token, "name": "baru", "password": PASSWORD})
    assert client.get("/studio").headers["location"] == "/account/password"
    assert client.get("/api/v1/outputs").json()["code"] == "password_must_change"
    form = {"csrf": token_in(client.get("/account/password").text), "old": PASSWORD}
    url = "/account/password"
    assert client.post(url, data={**form, "new": "pendek", "again": "pendek"}).status_code == 422
    new = "wayang sampai pagi"
    assert client.post(url, data={**form, "new": new, "again": "lain"}).status_code == 422
    assert client.post(url, data={**form, "old": "x", "new": new, "again": new}).status_code == 422
    assert client.post(url, data={**form, "new": new, "again": new}).status_code == 303
    assert client.get("/studio").status_code == 200


def test_the_listener_page_stands_without_its_database(app, client, sqlite_engine, monkeypatch):
    app.state.desk.hub.publish(AirView("radio", True, snapshot(), NOON))
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE grid_slot RENAME TO elsewhere")
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Gending Pagi" in answer.text


def test_the_player_has_plain_sound_for_browsers_without_script(client):
    page = client.get("/").text
    assert '<source src="http://testserver:1/radio.aac" type="audio/aac">' in page
    assert "22 MB/jam" in page
    assert "58 MB/jam" in page


TELEVISION = Channel(slug="tv", kind="tv", name="TV Kota Contoh")


def test_television_has_a_screen_for_browsers_without_script(tmp_path, sessions, clock):
    app = make_app(tmp_path / "home", sessions, clock, (TELEVISION, RADIO))
    client = TestClient(app)
    page = client.get("/?channel=tv").text
    assert '<source src="http://testserver:1/tv/live.m3u8" type="application/vnd.apple' in page
    assert "<audio" not in page
    assert "61 MB/jam" in page
    assert "hingga 1254 MB/jam" in page
    tabs = page[page.index('class="channels"') : page.index("</nav>")]
    assert tabs.index("/?channel=radio") < tabs.index("/?channel=tv")
    for path in ("/", "/?channel=radio"):
        assert "<video" not in client.get(path).text


def test_a_radio_without_mp3_is_opened_elsewhere_by_its_playlist(tmp_path, sessions, clock):
    app = make_app(tmp_path / "home", sessions, clock, (Channel(renditions=("aac",)),))
    page = TestClient(app).get("/").text
    assert '<a class="button" href="http://testserver:1/radio/live.m3u8">' in page


def test_what_people_wrote_is_text_and_never_markup(app, client):
    view = AirView("radio", True, snapshot(), NOON)
    evil = replace(view.snapshot.on_air, title="<script>alert(1)</script>")
    app.state.desk.hub.publish(replace(view, snapshot=replace(view.snapshot, on_air=evil)))
    sign_in(client, "operator")
    for path in ("/", "/studio"):
        assert "<script>alert(1)" not in client.get(path).text


def test_metrics_count_answers(client):
    client.get("/healthz")
    assert (
        'mengudara_web_requests_total{method="GET",status="200"} 1.0' in client.get("/metrics").text
    )


class TestCommands:
    BASE = "/api/v1/channels/radio/commands"

    @pytest.fixture
    def air(self, app):
        fake = FakeAir(app.state.desk.paths.control_socket("radio"))
        yield fake
        fake.close()

    @pytest.fixture
    def operator(self, client):
        client.headers["x-csrf-token"] = sign_in(client, "operator")
        return client

    def test_skip_and_hold_reach_the_air_with_the_name_of_who_did_it(self, air, operator):
        assert operator.post(f"{self.BASE}/skip", json={"item_key": "song-1"}).status_code == 200
        assert operator.post(f"{self.BASE}/hold", json={"on": True}).status_code == 200
        skip, hold = air.requests
        assert (skip.command, skip.by) == (Skip(item_key="song-1"), "operator")
        assert hold.command == Hold(on=True)

    def test_a_recording_is_inserted_with_its_gain(self, air, operator, sessions):
        with sessions.begin() as session:
            level = {"loudness_lufs": -20.0, "true_peak_db": -6.0}
            made = recording("Posyandu", Kind.PSA, 30, cue_in=4_800, **level)
            cart = CartStore(session).add(made)
        answer = operator.post(f"{self.BASE}/insert", json={"cart_id": cart.id, "when": "now"})
        assert answer.status_code == 200
        (request,) = air.requests
        assert isinstance(request.command, Insert)
        item = request.command.item
        assert (item.title, item.gain_db, item.cue_in) == ("Posyandu", 4.0, 4_800)
        found = operator.get("/studio/carts", params={"kind": "psa", "text": "posy"}).text
        assert f'data-cart="{cart.id}"' in found

    def test_every_command_is_in_the_audit_trail(self, air, operator, sessions):
        operator.post(f"{self.BASE}/hold", json={"on": True})
        entry = deeds(sessions)[0]
        assert (entry.account, entry.action, entry.about["on"]) == ("operator", "air.hold", True)

    def test_a_refusal_of_the_air_is_told_in_words(self, air, operator):
        air.refuse = "not_on_air"
        answer = operator.post(f"{self.BASE}/skip", json={})
        assert answer.status_code == 409
        assert answer.json() == {
            "code": "not_on_air",
            "message": "Materi itu sudah tidak mengudara.",
        }

    def test_an_absent_air_is_503_and_leaves_no_trace(self, operator, sessions):
        assert operator.post(f"{self.BASE}/skip", json={}).json()["code"] == "air_unreachable"
        assert deeds(sessions)[0].action == "sign_in"

    @pytest.mark.parametrize(
        ("path", "body", "status"),
        [
            ("/api/v1/channels/tv/commands/skip", {}, 404),
            ("/api/v1/channels/radio/commands/insert", {"cart_id": 77}, 404),
            ("/api/v1/channels/radio/commands/skip", {"fade_ms": -1}, 422),
        ],
    )
    def test_nonsense_does_not_reach_the_air(self, air, operator, path, body, status):
        assert operator.post(path, json=body).status_code == status
        assert air.requests == []

    def test_the_public_relations_office_may_not_command(self, air, client):
        client.headers["x-csrf-token"] = sign_in(client, "humas")
        assert client.post(f"{self.BASE}/skip", json={}).status_code == 403
        assert air.requests == []


def test_a_running_text_reaches_the_listeners_page_and_stays_text(app, client):
    hub = app.state.desk.hub
    assert "data-texts hidden" in client.get("/").text
    hub.publish(AirView("radio", True, snapshot(), NOON, ("Ralat: <img src=x onerror=alert(1)>",)))
    page = client.get("/").text
    assert "<li>Ralat: &lt;img src=x onerror=alert(1)&gt;</li>" in page
    assert "data-texts>" in page
    told = next(air for air in client.get("/api/v1/now").json() if air["channel"] == "radio")
    assert told["texts"] == ["Ralat: <img src=x onerror=alert(1)>"]
