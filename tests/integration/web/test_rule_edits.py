"""What a rule blocks is refused where it is typed in, with its article; a warning is told."""

from dataclasses import replace

import pytest

from media_library.store import CartStore
from scheduler.rules.book import Setting
from scheduler.stores import CampaignStore, GridStore, OverrideStore, ProgrammeStore, RuleStore
from station.kinds import Kind
from station.rating import Rating
from tests.browser.doubles import NOON
from tests.integration.web.visitor import Visitor
from tests.recordings import recording

ARTICLE = "SPS 2012"

pytestmark = pytest.mark.usefixtures("planned")


@pytest.fixture
def rated(sessions, material):
    """The number of a programme of a rating."""

    def make(rating):
        with sessions.begin() as session:
            store = ProgrammeStore(session)
            found = store.get(material.morning)
            return store.save(replace(found, id=0, name="Bincang Malam", rating=rating)).id

    return make


def slot(programme, wall, hours="1", **more):
    return {"programme_id": str(programme), "day": "2026-11-23", "wall": wall, "hours": hours,
            "minutes": "0", "pattern": "once", **more}  # fmt: skip


def slots(sessions):
    with sessions() as session:
        return GridStore(session).slots("radio")


def test_a_programme_rated_d_by_day_is_refused_with_the_article_and_what_to_do(
    operator, sessions, rated
):
    number, before = rated(Rating.D), slots(sessions)
    answer = operator.post("/schedule/slots/new", **slot(number, "20:00"))
    assert answer.status_code == 422
    assert ARTICLE in answer.text
    assert 'value="20:00"' in answer.text
    assert slots(sessions) == before
    assert operator.post("/schedule/slots/new", **slot(number, "22:00")).status_code == 303
    assert len(slots(sessions)) == len(before) + 1


def test_a_warning_is_told_and_the_slot_is_stored(operator, sessions, rated):
    before = slots(sessions)
    answer = operator.post("/schedule/slots/new", **slot(rated(Rating.P), "20:00"))
    assert answer.status_code == 303
    assert len(slots(sessions)) == len(before) + 1
    shown = operator.page(answer.headers["location"])
    assert "klasifikasi P" in shown


def test_moving_a_slot_out_of_its_hours_is_refused(operator, sessions, rated):
    operator.post("/schedule/slots/new", **slot(rated(Rating.D), "22:00"))
    (made,) = [each for each in slots(sessions) if each.wall.hour == 22]
    fields = {"day": "2026-11-23", "wall": "21:00", "hours": "1", "minutes": "0"}
    answer = operator.post(f"/schedule/slots/{made.id}/2026-11-23", **fields)
    assert answer.status_code in (303, 422)
    assert made in slots(sessions)


def test_a_programme_on_the_grid_by_day_cannot_become_one_for_adults(operator, sessions, material):
    form = {"id": str(material.morning), "name": "Pagi Ceria", "form": "rotation",
            "kinds": "music", "category": "entertainment", "rating": "D"}  # fmt: skip
    answer = operator.post("/schedule/programmes/new", **form)
    assert answer.status_code == 422
    assert ARTICLE in answer.text
    with sessions() as session:
        assert ProgrammeStore(session).get(material.morning).rating == "SU"


def test_an_adult_recording_cannot_be_inserted_by_day(operator, sessions):
    with sessions.begin() as session:
        film = recording("Film", Kind.PROGRAMME, 10, number=99, rating=Rating.D)
        cart = CartStore(session).add(film)
    day, night = "2026-11-21T05:00:00+00:00", "2026-11-21T16:00:00+00:00"
    wish = {"wish": "insert", "cart_id": cart.id}
    refused = operator.api("POST", "/overrides?channel=radio", {**wish, "at": day})
    with sessions() as session:
        assert OverrideStore(session).for_planning("radio", NOON) == []
    assert refused.status_code == 422
    assert refused.json()["code"] == "rule_broken"
    assert refused.json()["rules"][0]["rule"] == "ratings/adults-at-night"
    assert operator.api("POST", "/overrides?channel=radio", {**wish, "at": night}).is_success


def test_an_order_for_adults_by_day_is_refused_in_the_form(app, sessions):
    with sessions.begin() as session:
        promo = recording("Promo", Kind.PSA, 10, number=98, tags=("dewasa",))
        cart = CartStore(session).add(promo)
    humas = Visitor.signed_in(app, "humas")
    typed = {
        "title": "Promo malam", "agency": "Dinas", "cart": str(cart.id),
        "first_day": "2026-11-21", "last_day": "2026-11-30",
        "mode": "times", "times": "20.00", "start": "hard",
    }  # fmt: skip
    answer = humas.post("/humas/new", **typed)
    assert answer.status_code == 422
    assert ARTICLE in answer.text
    with sessions() as session:
        assert CampaignStore(session).all("radio") == []


def test_a_rule_the_station_has_switched_off_warns_nobody(operator, sessions, rated):
    with sessions.begin() as session:
        RuleStore(session).decide(Setting("ratings", enabled=False, by="kepala"), NOON)
    answer = operator.post("/schedule/slots/new", **slot(rated(Rating.P), "20:00"))
    assert "klasifikasi P" not in operator.page(answer.headers["location"])
