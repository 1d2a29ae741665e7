"""Services that television is sent to, as an administrator adds, changes and removes them."""

import pytest

from station.config import load
from tests.integration.web.asking import deeds
from tests.integration.web.visitor import Visitor

SETTINGS = """# Settings of the station.
[[channels]]
slug = "radio"

[[channels]]
slug = "tv"
kind = "tv"

[[push]]
name = "pemancar"  # the hill
url = "srt://bukit.example.go.id:9000?streamid=tv&passphrase=rahasia-sekali"
"""
TYPED = {
    "name": "youtube",
    "channel": "tv",
    "rung": "",
    "server": "rtmps://a.example/live2",
    "key": "kunci-siaran",
    "enabled": "on",
}
NEW = "/admin/services/new"
HILL = "/admin/services/pemancar"


@pytest.fixture(autouse=True)
def _settings(paths):
    paths.config.write_text(SETTINGS)


def addresses(paths):
    return {push.name: push.url.get_secret_value() for push in load(paths).push}


def test_a_service_is_added_and_its_key_is_shown_nowhere(admin, paths, sessions):
    assert admin.post(NEW, **TYPED).status_code == 303
    assert addresses(paths)["youtube"] == "rtmps://a.example/live2/kunci-siaran"
    assert "# the hill" in paths.config.read_text()
    page = admin.page("/admin/outputs")
    assert 'href="/admin/services/youtube"' in page
    assert "rtmps://a.example/live2" in page
    for path in ("/admin/outputs", "/admin/services/youtube", HILL, "/admin/system"):
        assert "kunci-siaran" not in admin.page(path)
        assert "rahasia-sekali" not in admin.page(path)
    assert (deeds(sessions)[0].action, "kunci" in str(deeds(sessions)[0])) == (
        "output.added",
        False,
    )


def test_a_service_is_changed_without_typing_its_key_again(admin, paths):
    assert 'value="srt://bukit.example.go.id:9000?streamid=tv"' in admin.page(HILL)
    changes = {"name": "pemancar", "rung": "480p", "key": "",
               "server": "srt://bukit.example.go.id:9001?streamid=tv"}  # fmt: skip
    assert admin.post(HILL, **TYPED | changes).status_code == 303
    assert addresses(paths) == {
        "pemancar": "srt://bukit.example.go.id:9001?streamid=tv&passphrase=rahasia-sekali"
    }


def test_what_makes_no_sense_is_refused_and_nothing_is_written(admin, paths):
    for changes, sentence in (
        ({"name": "pemancar"}, "Nama ini sudah dipakai keluaran lain."),
        ({"server": "ftp://x"}, "Alamat diawali rtmp://"),
        ({"channel": "radio"}, "Pilih saluran televisi."),
        ({"key": ""}, "Isi kunci siaran"),
    ):
        answer = admin.post(NEW, **TYPED | changes)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "kunci-siaran" not in answer.text
    assert paths.config.read_text() == SETTINGS


def test_a_service_is_removed(admin, paths):
    assert admin.post(f"{HILL}/remove").status_code == 303
    assert load(paths).push == ()
    assert admin.post(f"{HILL}/remove").status_code == 404
    assert admin.get(HILL).status_code == 404


def test_services_are_for_administrators(app):
    assert Visitor.signed_in(app, "operator").get(NEW).status_code == 403
