"""What the air expects, as the desk hands it on."""

from dataclasses import replace

from station.snapshot import Fate, FixedPoint
from tests.browser.doubles import NOON, upcoming
from tests.integration.web.visitor import Visitor

FORECAST = "/channels/radio/forecast"


def test_it_tells_fates_fixed_points_and_reasons_in_words(app, air):
    first, second, *_, news = upcoming(NOON)
    air.expected = (first, replace(second, fate=Fate.DROPPED, planned=NOON), news)
    air.marks = (FixedPoint(news.item_key, news.begins, news.title, -1000, dropped=("item-1",)),)
    told = Visitor.signed_in(app, "humas").api("GET", FORECAST).json()
    assert [item["fate"] for item in told["expected"]] == ["whole", "dropped", "whole"]
    assert told["expected"][1]["why"] == "Rotasi acara Pagi Ceria"
    assert told["marks"][0]["dropped"] == ["item-1"]


def test_asking_leaves_no_trace_and_changes_nothing(app, air):
    Visitor.signed_in(app, "operator").api("GET", f"{FORECAST}?minutes=60")
    assert air.forecasts == 1
    assert air.requests == []


def test_it_is_for_staff_of_a_channel_that_exists_and_an_air_that_answers(app):
    humas = Visitor.signed_in(app, "humas")
    assert humas.api("GET", "/channels/tv/forecast").status_code == 404
    assert humas.api("GET", f"{FORECAST}?minutes=100000").status_code == 422
    answer = humas.api("GET", FORECAST)
    assert (answer.status_code, answer.json()["code"]) == (503, "air_unreachable")
    stranger = type(humas)(humas.client, "")
    stranger.client.cookies.clear()
    assert stranger.api("GET", FORECAST).status_code == 401
