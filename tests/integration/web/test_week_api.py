"""The API of seasons, hour templates, open hours and episodes, and the pages of episodes."""

import pytest

from scheduler.stores import EpisodeStore, GridStore, ProgrammeStore
from scheduler.week.programme import Programme, Serial

EPISODE = {"number": 2, "title": "Lanjutan", "cart_id": 2, "first_air": "2026-12-01"}
SEASON = {"name": "Ramadan", "first_day": "2027-02-08", "last_day": "2027-03-09"}
POOL = {"kinds": ["music"], "tags": ["daerah"], "weight": 2, "name": "Daerah"}
MUSIC = {"form": "rotation", "name": "Lagu", "length_s": 1200, "rotation": {"pools": [POOL]}}
TEMPLATE = {"name": "Jam pagi", "elements": [MUSIC, {"form": "break", "length_s": 120}]}

pytestmark = pytest.mark.usefixtures("material")


class Drama:
    """A serial of three episodes, its page, and what is stored of it."""

    def __init__(self, operator, sessions):
        self._sessions = sessions
        with sessions.begin() as session:
            self.id = ProgrammeStore(session).save(Programme("radio", "Sandiwara", Serial())).id
        self.path = f"/schedule/programmes/{self.id}/episodes"
        for number in ("1", "2", "3"):
            operator.post(self.path, number=number, title=f"Bagian {number}", cart_id="1")

    @property
    def stored(self):
        with self._sessions() as session:
            return EpisodeStore(session).of_programme(self.id)


@pytest.fixture
def drama(operator, sessions):
    return Drama(operator, sessions)


def test_an_episode_is_changed_with_every_field_and_the_change_is_undone(operator, drama):
    before = drama.stored
    one = f"{drama.path}/{before[0].id}"
    assert 'value="Bagian 1"' in operator.page(one)
    fields = {"number": "7", "title": "Akhir", "cart_id": "2", "first_air": "2026-12-01"}
    assert operator.post(one, **fields, repeats="3", notes="siap").status_code == 303
    changed = drama.stored[-1]
    assert (changed.id, changed.number, changed.title) == (before[0].id, 7, "Akhir")
    assert (changed.cart_id, changed.first_air.isoformat()) == (2, "2026-12-01")
    assert (changed.repeats, changed.notes) == (3, "siap")
    operator.post("/schedule/undo")
    assert drama.stored == before


@pytest.mark.parametrize(
    "fields", [{"number": "0"}, {"number": "1", "cart_id": "4040"}, {"number": "x"}]
)
def test_an_episode_that_cannot_be_is_shown_again_and_stays(operator, drama, fields):
    before = drama.stored
    answer = operator.post(f"{drama.path}/{before[0].id}", **fields)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert drama.stored == before


def test_an_episode_changes_places_and_undo_puts_both_back(operator, drama):
    first, second, third = drama.stored
    operator.post(f"{drama.path}/{third.id}/move", to="up")
    assert [(one.number, one.title) for one in drama.stored] == [
        (1, "Bagian 1"), (2, "Bagian 3"), (3, "Bagian 2"),
    ]  # fmt: skip
    operator.post("/schedule/undo")
    assert drama.stored == [first, second, third]
    operator.post(f"{drama.path}/{first.id}/move", to="up")
    assert drama.stored == [first, second, third]


def test_an_episode_of_another_programme_is_left_alone(operator, drama, material):
    other = f"/schedule/programmes/{material.news}/episodes/{drama.stored[0].id}"
    operator.post(f"{other}/remove")
    operator.post(f"{other}/move", to="down")
    operator.post(other, number="9")
    assert [one.number for one in drama.stored] == [1, 2, 3]


def test_episodes_have_an_api_with_undo(operator, humas, drama):
    added = operator.api("POST", f"/programmes/{drama.id}/episodes", EPISODE | {"number": 4})
    assert added.status_code == 201
    address = f"/episodes/{added.json()['id']}"
    assert operator.api("PUT", address, EPISODE | {"number": 4, "repeats": 5}).json()["repeats"]
    assert humas.api("GET", address).json()["first_air"] == "2026-12-01"
    assert humas.api("PUT", address, EPISODE).status_code == 403
    assert operator.api("PUT", address, EPISODE | {"cart_id": 4040}).status_code == 404
    assert operator.api("PUT", address, EPISODE | {"number": 0}).status_code == 422
    assert operator.api("DELETE", address).status_code == 204
    assert operator.api("GET", address).status_code == 404
    assert operator.api("POST", "/schedule/undo").json()["what"] == "episode.removed"
    listed = humas.api("GET", f"/programmes/{drama.id}/episodes").json()
    assert [(one["number"], one["repeats"]) for one in listed] == [
        (1, None), (2, None), (3, None), (4, 5),
    ]  # fmt: skip


def test_a_season_is_kept_and_switched_through_the_api(operator, humas, sessions):
    added = operator.api("POST", "/seasons?copied=true", SEASON)
    assert (added.status_code, added.json()["active"]) == (201, False)
    address = f"/seasons/{added.json()['id']}"
    assert operator.api("PUT", address, SEASON | {"active": True}).json()["active"]
    refused = operator.api("POST", "/seasons", SEASON | {"active": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "seasons_overlap")
    assert humas.api("DELETE", address).status_code == 403
    operator.api("POST", "/schedule/undo")
    assert not humas.api("GET", address).json()["active"]
    assert [each["name"] for each in humas.api("GET", "/seasons").json()] == ["Ramadan"]


def test_a_deleted_season_comes_back_with_its_slots_and_their_exceptions(operator, sessions):
    season = operator.api("POST", "/seasons?copied=true", SEASON).json()
    slot = next(each for each in in_seasons(sessions) if each.rule == "FREQ=DAILY")
    operator.api("DELETE", f"/slots/{slot.id}/occurrences/2027-02-10")
    operator.api("DELETE", f"/seasons/{season['id']}")
    assert in_seasons(sessions) == []
    operator.api("POST", "/schedule/undo")
    again = {each.id for each in in_seasons(sessions)}
    assert len(again) == 2
    [taken_out] = operator.api("GET", "/exceptions").json()
    assert (taken_out["slot_id"] in again, taken_out["day"]) == (True, "2027-02-10")


def in_seasons(sessions):
    with sessions() as session:
        return [each for each in GridStore(session).slots("radio") if each.season_id]


def test_a_slot_keeps_its_season_through_the_api(operator, sessions):
    operator.api("POST", "/seasons?copied=true", SEASON)
    slot = in_seasons(sessions)[0]
    shown = operator.api("GET", f"/slots/{slot.id}").json()
    assert shown["season_id"] == slot.season_id
    assert operator.api("PUT", f"/slots/{slot.id}", shown).json() == shown
    gone = operator.api("PUT", f"/slots/{slot.id}", shown | {"season_id": 4040})
    assert gone.status_code == 404


def test_hour_templates_and_open_hours_have_an_api_with_undo(operator, humas):
    added = operator.api("POST", "/hour-templates", TEMPLATE)
    assert added.status_code == 201
    template = added.json()
    assert template["elements"][0]["rotation"]["pools"] == [POOL]
    address = f"/hour-templates/{template['id']}"
    broken = operator.api("PUT", address, TEMPLATE | {"elements": [{"form": "break"}]})
    assert (broken.status_code, broken.json()["code"]) == (422, "element_impossible")
    assert operator.api("PUT", address, TEMPLATE | {"notes": "baru"}).json()["notes"] == "baru"
    hours = [{"weekday": 6, "hour": 4, "template_id": template["id"]}]
    assert operator.api("PUT", "/open-hours", hours).json() == hours
    assert operator.api("PUT", "/open-hours", [hours[0] | {"template_id": 404}]).status_code == 404
    assert humas.api("GET", "/open-hours").json() == hours
    assert humas.api("POST", "/hour-templates", TEMPLATE).status_code == 403
    assert operator.api("DELETE", address).status_code == 204
    operator.api("POST", "/schedule/undo")
    [back] = humas.api("GET", "/hour-templates").json()
    assert back["elements"] == template["elements"]
    assert humas.api("GET", "/open-hours").json() == [hours[0] | {"template_id": back["id"]}]


def test_a_programme_keeps_hosts_language_and_source_through_the_api(operator, material):
    address = f"/programmes/{material.news}"
    body = operator.api("GET", address).json()
    told = {"hosts": ["Penyiar warta"], "language": "jv", "source": "relay"}
    changed = operator.api("PUT", address, body | told).json()
    assert {name: changed[name] for name in told} == told
    assert operator.api("PUT", address, changed).json() == changed


def test_all_of_it_is_documented(app, humas):
    paths = humas.get("/api/openapi.json").json()["paths"]
    for path in ("/seasons/{season_id}", "/hour-templates/{template_id}", "/episodes/{episode_id}"):
        assert set(paths[f"/api/v1{path}"]) == {"get", "put", "delete"}
