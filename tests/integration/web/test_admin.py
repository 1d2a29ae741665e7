"""Accounts, outputs, settings and the system page, for administrators only."""

import re
import stat
from dataclasses import replace

import pytest

from station.config import Recording, load
from station.outputs import Output, OutputState
from tests.browser.doubles import NOON
from tests.integration.web.asking import deeds
from tests.integration.web.visitor import Visitor
from web.accounts import AccountStore, Role
from web.outputs import OutputsView

SETTINGS = """# Settings of the station.
name = "Radio Kota Contoh"  # as listeners know it
timezone = "Asia/Jakarta"

[[channels]]
slug = "radio"
name = "Kota Contoh FM"  # the name on the dial

[[icecast]]
name = "kominfo"
host = "icecast.example.go.id"
mount = "/radio.mp3"
password = "rahasia sekali"  # ask the provincial office
"""
PUSH = {
    "name": "provinsi",
    "channel": "radio",
    "rendition": "aac",
    "host": "radio.example.go.id",
    "port": "8443",
    "mount": "/kota.aac",
    "user": "source",
    "password": "kunci",
    "tls": "on",
    "enabled": "on",
}


@pytest.fixture(autouse=True)
def _settings(paths):
    paths.config.write_text(SETTINGS)
    paths.config.chmod(0o640)


def account(sessions, name):
    with sessions() as session:
        return AccountStore(session).named(name)


@pytest.mark.parametrize("path", ["/admin", "/admin/outputs", "/admin/station", "/admin/system"])
def test_the_administration_is_for_administrators(app, path):
    assert Visitor.signed_in(app, "admin").get(path).status_code == 200
    assert Visitor.signed_in(app, "operator").get(path).status_code == 403


def test_a_new_account_gets_a_password_that_is_shown_once(admin, app, sessions):
    answer = admin.post("/admin/accounts", name="Budi", display_name="<b>Budi", roles=["humas"])
    password = re.search(r'class="password mono">([^<]+)<', answer.text)[1]
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    assert "&lt;b&gt;Budi" in answer.text
    assert password not in admin.page("/admin")
    with sessions.begin() as session:
        found = AccountStore(session).verify("budi", password)
    assert found.must_change_password
    assert found.roles == {Role.HUMAS}
    assert deeds(sessions)[0].action == "account.created"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "operator", "roles": ["humas"]}, "Nama ini sudah dipakai."),
        ({"name": "b d", "roles": ["humas"]}, "huruf kecil"),
        ({"name": "budi"}, "Pilih sedikitnya satu peran."),
        ({"name": "budi", "roles": ["queen"]}, "Pilih sedikitnya satu peran."),
    ],
)
def test_an_account_that_makes_no_sense_is_refused_in_words(admin, fields, sentence):
    answer = admin.post("/admin/accounts", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_roles_change_and_a_reset_ends_every_session(admin, app, sessions):
    operator = Visitor.signed_in(app, "operator")
    number = account(sessions, "operator").id
    admin.post(f"/admin/accounts/{number}", display_name="Penyiar", roles=["operator", "humas"])
    assert account(sessions, "operator").roles == {Role.OPERATOR, Role.HUMAS}
    assert operator.get("/schedule").status_code == 200
    admin.post(f"/admin/accounts/{number}/password")
    assert operator.get("/schedule").status_code == 303


def test_a_disabled_account_is_out_and_comes_back(admin, app, sessions):
    humas = Visitor.signed_in(app, "humas")
    number = account(sessions, "humas").id
    admin.post(f"/admin/accounts/{number}/disable")
    assert humas.get("/reports").status_code == 303
    admin.post(f"/admin/accounts/{number}/enable")
    assert not account(sessions, "humas").disabled


def test_the_last_administrator_stays(admin, sessions):
    number = account(sessions, "admin").id
    assert admin.post(f"/admin/accounts/{number}", roles=["humas"]).status_code == 422
    admin.post(f"/admin/accounts/{number}/disable")
    assert not account(sessions, "admin").disabled


def test_accounts_have_an_api(admin, app, sessions):
    made = admin.api("POST", "/accounts", {"name": "siti", "roles": ["operator"]})
    assert made.status_code == 201
    number = made.json()["account"]["id"]
    changed = admin.api("PATCH", f"/accounts/{number}", {"disabled": True})
    assert changed.json()["disabled"]
    assert "password" not in admin.api("GET", "/accounts").text.replace("must_change_password", "")
    assert admin.api("POST", f"/accounts/{number}/password").json()["password"]
    operator = Visitor.signed_in(app, "operator")
    assert operator.api("GET", "/accounts").status_code == 403


def test_an_icecast_is_added_and_every_comment_stays(admin, paths):
    assert admin.post("/admin/outputs/new", **PUSH).status_code == 303
    text = paths.config.read_text()
    for comment in ("# Settings of the station.", "# as listeners", "# ask the provincial office"):
        assert comment in text
    added = load(paths).icecast[1]
    assert (added.name, added.port, added.tls, added.rendition) == ("provinsi", 8443, True, "aac")
    assert stat.S_IMODE(paths.config.stat().st_mode) == 0o640
    assert list(paths.home.glob(".station.toml*")) == []


def test_a_password_is_never_shown_and_stays_when_none_is_typed(admin, paths):
    page = admin.page("/admin/outputs/kominfo")
    assert "rahasia" not in page
    answer = admin.post("/admin/outputs/kominfo", **PUSH | {"name": "kominfo", "password": ""})
    assert answer.status_code == 303
    changed = load(paths).icecast[0]
    assert (changed.host, changed.password.get_secret_value()) == (
        "radio.example.go.id",
        "rahasia sekali",
    )
    assert "# ask the provincial office" in paths.config.read_text()
    assert "rahasia" not in admin.page("/admin/system")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "kominfo"}, "Nama ini sudah dipakai keluaran lain."),
        ({"name": "Provinsi!"}, "Nama diawali huruf kecil"),
        ({"host": "http://x/"}, "tanpa http://"),
        ({"host": "a b"}, "tanpa http://"),
        ({"port": "0"}, "1 sampai 65535"),
        ({"mount": "radio"}, "Mount diawali /"),
        ({"mount": '/x"\r\nX: y'}, "Mount diawali /"),
        ({"password": ""}, "Isi kata sandi peladen."),
        ({"user": "a:b"}, "Isi pengguna"),
        ({"channel": "tv"}, "Pilih kanal."),
    ],
)
def test_an_icecast_that_makes_no_sense_is_refused_and_nothing_is_written(
    admin, paths, changes, sentence
):
    answer = admin.post("/admin/outputs/new", **PUSH | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "kunci" not in answer.text
    assert paths.config.read_text() == SETTINGS


def test_an_icecast_is_removed(admin, paths):
    assert admin.post("/admin/outputs/kominfo/remove").status_code == 303
    assert load(paths).icecast == ()
    assert admin.post("/admin/outputs/kominfo/remove").status_code == 404


def station_typed(**changes):
    return {
        "name": "Radio Kota Contoh",
        "city": "",
        "timezone": "Asia/Jakarta",
        "target_lufs": "-16",
        "plan_hours": "49",
        "max_listeners": "5000",
        "burst_seconds": "4",
        "public_stream_url": "",
    } | changes


def test_settings_change_only_what_was_changed(admin, paths):
    typed = station_typed(timezone="Asia/Makassar", target_lufs="−18,5")
    assert admin.post("/admin/station", **typed).status_code == 303
    config = load(paths)
    assert (config.timezone, config.media.target_lufs) == ("Asia/Makassar", -18.5)
    text = paths.config.read_text()
    assert "# as listeners know it" in text
    assert "plan_hours" not in text
    assert "berlaku saat proses dijalankan lagi" in admin.page("/admin/station")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", " "),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("target_lufs", "loud"),
        ("target_lufs", "nan"),
        ("plan_hours", "0"),
        ("max_listeners", "-5"),
        ("burst_seconds", "21"),
        ("public_stream_url", "javascript:alert(1)"),
    ],
)
def test_settings_that_make_no_sense_are_refused(admin, paths, field, text):
    answer = admin.post("/admin/station", **station_typed(**{field: text}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert paths.config.read_text() == SETTINGS


def test_the_page_says_whether_a_start_would_change_anything(admin, paths):
    in_use = load(paths)
    admin.client.app.state.desk = replace(admin.client.app.state.desk, config=in_use)
    admin.post("/admin/outputs/new", **PUSH)
    assert "lebih baru" not in admin.page("/admin/station")
    admin.post("/admin/station", **station_typed(city="Kota Contoh"))
    assert "lebih baru" in admin.page("/admin/station")


def test_a_file_that_was_broken_by_hand_is_not_made_worse(admin, paths):
    broken = SETTINGS.replace('"Asia/Jakarta"', '"Nowhere"')
    paths.config.write_text(broken)
    answer = admin.post("/admin/station", **station_typed(name="Baru"))
    assert answer.headers["location"] == "/admin/system"
    assert "tidak terbaca" in admin.page("/admin/system")
    assert paths.config.read_text() == broken


def test_a_channel_is_named_anew(admin, paths):
    fields = {"name": 'Kota "FM"', "genre": "Umum", "description": "Suara kota"}
    assert admin.post("/admin/station/channels/radio", **fields).status_code == 303
    assert load(paths).channels[0].name == 'Kota "FM"'
    assert admin.post("/admin/station/channels/tv", **fields).status_code == 404


def test_how_long_a_recording_is_kept_is_set_on_the_page(admin, paths, sessions):
    at, fields = "/admin/station/channels/radio", {"name": "Radio"}
    before = load(paths).channels[0].recording
    assert admin.post(at, **fields).status_code == 303
    assert load(paths).channels[0].recording == before
    kept = {"programme_days": "14", "proxy_days": "400"}
    admin.post(at, **fields, **kept)
    assert load(paths).channels[0].recording == Recording(programme_days=14, proxy_days=400)
    page = admin.page("/admin/station")
    assert 'value="14"' in page
    assert 'value="400"' in page
    assert deeds(sessions)[0].about["recording.proxy_days"] == 400


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"proxy_days": "364"}, "365 hari"),
        ({"programme_days": "two"}, "bilangan bulat"),
        ({"proxy_days": "-1"}, "bilangan bulat"),
    ],
)
def test_days_that_make_no_sense_or_are_against_the_law_are_refused(admin, paths, days, words):
    admin.post("/admin/station/channels/radio", name="Lain", **days)
    assert load(paths).channels[0].name != "Lain"
    assert words in admin.page("/admin/station")


def test_fewer_days_that_somebody_has_set_by_hand_stay(admin, paths):
    recording = "\n[[channels]]\nslug = 'radio'\n[channels.recording]\nproxy_days = 30\n"
    paths.config.write_text(recording)
    at = "/admin/station/channels/radio"
    admin.post(at, name="Lain", programme_days="1", proxy_days="30")
    assert load(paths).channels[0].name == "Lain"
    assert load(paths).channels[0].recording == Recording(programme_days=1, proxy_days=30)
    admin.post(at, name="Lain", proxy_days="0")
    assert load(paths).channels[0].recording.proxy_days == 0


def test_the_system_page_tells_what_runs_and_who_did_what(admin):
    admin.post("/admin/accounts", name="budi", roles=["humas"])
    text = admin.page("/admin/system", lang="en")
    for word in ("air-radio", "does not run", "SQLite", "account.created", "ffmpeg version"):
        assert word in text


def test_a_ladder_made_cheaper_for_lack_of_time_is_told(admin, app):
    encoder = Output("encoder:tv/pictures", "encoder", "tv", OutputState.UP, NOON, reduced="−480p")
    app.state.desk.outputs.view = OutputsView(True, (encoder,), NOON)
    page = admin.page("/admin/outputs")
    assert "dibuat lebih hemat, komputer sedang sibuk: −480p" in page


def test_an_output_that_fails_says_what_to_do_and_what_was_told(admin, app):
    push = Output(
        "push:a", "rtmp", "tv", OutputState.BACKOFF, NOON, last_error="Connection refused"
    )
    app.state.desk.outputs.view = OutputsView(True, (push,), NOON)
    page = admin.page("/admin/outputs")
    assert "Tidak ada yang menjawab di alamat ini" in page
    assert "Connection refused" in page
