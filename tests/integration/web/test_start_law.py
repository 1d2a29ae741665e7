"""The law in the first steps: prayers, songs and announcements as they were asked for."""

import pytest

from media_library.store import CartStore
from scheduler.prayer.times import Time
from scheduler.stores import CampaignStore
from station.kinds import Kind
from tests.browser import start_material
from tests.integration.web.first_steps import STATION, WEEK, observances, refused, send
from web.observance_form import ObservanceForm

pytestmark = pytest.mark.usefixtures("demo")


def test_the_law_step_observes_each_prayer_as_asked(operator, admin, sessions):
    start_material.add_songs_of_the_state(sessions)
    send(admin, "station", **STATION)
    page = admin.page("/schedule/start/law")
    assert 'name="azan_magrib" value="audio" checked' in page
    with sessions() as session:
        store = CartStore(session)
        ids = {title: store.search(title, limit=1).carts[0].id
               for title in ("Indonesia Raya", "Bagimu Negeri", "Azan")}  # fmt: skip
    where = send(
        admin, "law", azan_magrib="audio", azan_subuh="audio", azan_isya="text", azan_asar="off",
        azan=[ids["Azan"]], anthem=[ids["Indonesia Raya"]], national=[ids["Bagimu Negeri"]],
        per_day="12",
    )  # fmt: skip
    assert where == "/schedule/start/air?channel=radio"
    settings = observances(sessions)
    assert settings.azan.prayers == (Time.SUBUH, Time.MAGRIB, Time.ISYA)
    assert settings.azan.text_for == (Time.ISYA,)
    assert settings.songs.anthem == (ids["Indonesia Raya"],)
    assert settings.songs.national == (ids["Bagimu Negeri"],)
    again = admin.page("/schedule/start/law")
    assert 'name="azan_isya" value="text" checked' in again
    form = ObservanceForm.of(settings)
    assert form.observances().azan == settings.azan
    assert 'name="azan_asar" value="off" checked' in again


def orders(sessions):
    with sessions() as session:
        return CampaignStore(session).all("radio")


def test_announcements_are_ordered_changed_and_stopped_as_one_order(admin, sessions):
    send(admin, "law", per_day="12")
    [order] = orders(sessions)
    assert order.plays.per_day == 12
    with sessions() as session:
        assert len(order.cart_ids) == CartStore(session).counts()[Kind.PSA]
    send(admin, "law", per_day="6")
    [changed] = orders(sessions)
    assert (changed.id, changed.plays.per_day) == (order.id, 6)
    send(admin, "law", per_day="0")
    assert [each.active for each in orders(sessions)] == [False]
    assert 'value="0"' in admin.page("/schedule/start/law")
    send(admin, "law", per_day="6")
    assert [(each.id, each.active) for each in orders(sessions)] == [(order.id, True)]


def test_an_operator_leaves_the_order_to_the_public_relations_office(operator, sessions):
    assert "ordered by the public relations office" in operator.page("/schedule/start/law?lang=en")
    send(operator, "law", per_day="12")
    assert orders(sessions) == []


def test_a_count_that_is_none_is_refused(admin, sessions):
    for count in ("-1", "97", "many", "1.5", "٣"):
        assert "from 0 to 96" in refused(admin, "law", per_day=count)
    assert orders(sessions) == []


def test_a_station_that_closes_has_both_songs_at_night_too(admin, sessions):
    start_material.add_songs_of_the_state(sessions)
    send(admin, "station", **STATION | {"hours": "some", "begins": "05:00", "ends": "23:00"})
    send(admin, "week", **WEEK)
    page = admin.page("/schedule/start/law")
    assert 'name="beside" checked' in page
    with sessions() as session:
        carts = CartStore(session).search(kind=Kind.ANTHEM).carts
    ids = {cart.title: cart.id for cart in carts}
    songs = {"anthem": [ids["Indonesia Raya"]], "national": [ids["Bagimu Negeri"]]}
    send(admin, "law", beside="on", **songs)
    assert {one.name for one in observances(sessions).devotions} == {
        "indonesia-raya-06", "lagu-nasional-24"
    }  # fmt: skip
    page = admin.page("/schedule/start/air?lang=en")
    assert "No rule is broken" in page
    assert "05:00:00" in page
    assert "22:58:30" in page
    send(admin, "law", **songs)
    assert observances(sessions).devotions == ()
    told = admin.page("/schedule/start/air?lang=en")
    assert "Indonesia Raya with its words at 06.00" in told
