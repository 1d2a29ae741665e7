"""The look of a television channel as data: read, checked, published, undone."""

import pytest

from station import look as looks
from station.config import Channel
from station.look import Corner, Look
from tests.browser.desk import RADIO, make_app
from tests.integration.web.asking import deeds

AT = "/channels/tv/look"


@pytest.fixture
def app(paths, sessions, clock):
    television = Channel(slug="tv", name="Batik TV", kind="tv")
    return make_app(paths.home, sessions, clock, (RADIO, television))


def test_a_look_is_read_changed_and_undone(operator, paths, sessions):
    assert operator.api("GET", AT).json() == Look().model_dump(mode="json")
    wanted = {"logo": "bottom_left", "sign_percent": 25, "crawl_texts": ["Darurat? 112"]}
    answer = operator.api("PUT", AT, wanted)
    assert (answer.status_code, answer.json()["logo"]) == (200, "bottom_left")
    published = looks.read(paths.look("tv"))
    assert (published.logo, published.sign_percent) == (Corner.BOTTOM_LEFT, 25)
    assert operator.api("GET", AT).json() == published.model_dump(mode="json")
    assert deeds(sessions)[0].action == "look.changed"
    operator.post("/studio/graphics/undo?channel=tv")
    assert looks.read(paths.look("tv")) == Look()


@pytest.mark.parametrize(
    "wrong",
    [{"accent": "red"}, {"badge": "bottom_left"}, {"sign_percent": 51}, {"font": "x"},
     {"format": 2}, {"crawl_texts": ["x" * 501]}, {"now": "x" * 61}],
)  # fmt: skip
def test_what_is_no_look_changes_nothing(operator, paths, wrong):
    assert operator.api("PUT", AT, wrong).status_code == 422
    assert not paths.look("tv").exists()


def test_only_television_has_one_and_only_staff_may(operator, presenter, client):
    assert operator.api("GET", "/channels/radio/look").status_code == 404
    assert operator.api("PUT", "/channels/gone/look", {}).status_code == 404
    assert presenter.api("GET", AT).status_code == 403
    assert client.get(f"/api/v1{AT}").status_code == 401
