"""Announcements as the public relations office meets them: board, form, plan, proof."""

import csv
import io
import re
from datetime import date, time, timedelta

import pytest

from scheduler.stores import CampaignStore
from scheduler.tables.schedule import AiringRow, PlannedItemRow
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from station.rundown import Prefer, Start
from tests.browser.desk import sign_in
from tests.browser.doubles import NOON
from tests.integration.web.asking import rundown
from tests.integration.web.library_material import SECOND, add_cart, add_songs

MARKUP = "<img src=x onerror=alert(1)>"
TODAY = NOON.date()


@pytest.fixture
def cart(sessions, paths):
    add_songs(sessions, paths.media, NOON, 8)
    return add_cart(sessions, paths.media, NOON, "ILM Banjir")


def typed(cart, **fields):
    return {
        "title": "Waspada banjir",
        "agency": "BPBD",
        "cart": str(cart.id),
        "first_day": str(TODAY),
        "last_day": str(TODAY + timedelta(days=3)),
        "mode": "times",
        "times": "20.00",
        "start": "hard",
    } | fields


@pytest.fixture
def campaign(sessions, cart):
    """An order of yesterday: one play aired, one was cut, one is missing."""
    flight = Campaign(
        "radio",
        "Imunisasi",
        (cart.id,),
        TODAY - timedelta(days=1),
        TODAY,
        Spread(3),
        agency="=HYPERLINK(1)",
        letter_number="440/1",
    )
    with sessions.begin() as session:
        stored = CampaignStore(session).save(flight, NOON - timedelta(days=2))
        for number, status in enumerate(("ok", "cut", "")):
            _play(session, stored, cart, number, status)
    return stored


def _play(session, campaign, cart, number, status):
    day = TODAY - timedelta(days=1)
    begins = NOON - timedelta(days=1) + timedelta(minutes=7 * number)
    frames = cart.segue if status != "cut" else 3 * SECOND
    common = {
        "channel": "radio",
        "item_key": f"campaign:{campaign.id}:{day:%Y%m%d}:{number}",
        "cart_id": cart.id,
        "kind": "psa",
        "title": cart.title,
        "artist": "",
        "programme": MARKUP,
        "campaign_id": campaign.id,
        "start": "soft",
    }
    session.add(
        PlannedItemRow(
            day=day, begins=begins, frames=cart.segue, why="spot_spread", version=1, **common
        )
    )
    if status:
        session.add(
            AiringRow(
                airing=f"a{number}",
                rung=50,
                planned=begins,
                started_at=begins + timedelta(milliseconds=1250),
                frames=frames,
                status=status,
                **common,
            )
        )


def test_an_empty_board_teaches(client):
    sign_in(client, "humas")
    page = client.get("/humas?lang=en").text
    assert "An announcement needs a recording" in page
    assert "/humas/new" in page


def test_a_new_announcement_is_planned_on_its_second(client, sessions, paths, cart):
    token = sign_in(client, "humas")
    answer = client.post("/humas/new", data=typed(cart, csrf=token))
    assert answer.status_code == 303
    items = rundown(client.app).items
    spots = [item for item in items if item.campaign_id]
    assert [f"{item.begins:%H:%M:%S}" for item in spots] == ["13:00:00", "13:00:00"]
    page = client.get(answer.headers["location"]).text
    assert "20.00.00" in page


def test_the_form_tells_when_it_will_air_and_stores_nothing(client, sessions, paths, cart):
    sign_in(client, "humas")
    part = client.get("/humas/preview", params=typed(cart)).text
    assert "20.00.00" in part
    assert "4 kali" in part
    with sessions() as session:
        assert CampaignStore(session).all("radio") == []
    assert not paths.rundown("radio").exists()


def test_without_script_the_form_shows_the_times_too(client, cart):
    sign_in(client, "humas")
    assert "20.00.00" in client.get("/humas/new", params=typed(cart)).text


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(client, sessions, cart):
    token = sign_in(client, "humas")
    data = typed(cart, csrf=token, title=MARKUP, times="besok")
    answer = client.post("/humas/new", data=data)
    assert answer.status_code == 422
    assert 'id="times-error"' in answer.text
    assert 'value="besok"' in answer.text
    assert MARKUP not in answer.text
    with sessions() as session:
        assert CampaignStore(session).all("radio") == []


def test_a_recording_that_does_not_exist_is_refused(client, cart):
    headers = {"X-CSRF-Token": sign_in(client, "humas")}
    body = {
        "title": "x",
        "cart_ids": [999],
        "first_day": str(TODAY),
        "last_day": str(TODAY),
        "plays": {"form": "at_times", "times": ["20:00"]},
    }
    assert client.post("/api/v1/campaigns", json=body, headers=headers).status_code == 422


def test_the_board_counts_what_aired_of_what_was_ordered(client, campaign):
    sign_in(client, "operator")
    page = client.get("/humas?lang=en").text
    assert "1 of 6 aired" in page
    assert "1 cut" in page
    assert "2 missing" in page
    assert "/humas/new" not in page


def test_each_play_is_set_against_its_plan(client, campaign):
    sign_in(client, "operator")
    page = client.get(f"/humas/{campaign.id}?lang=en").text
    outcomes = re.findall(r'data-tone="\w+">(aired|cut|missed|planned)<', page)
    assert outcomes == ["aired", "cut", "missed"]
    assert MARKUP not in page


def test_operators_read_and_do_not_write(client, campaign, cart):
    token = sign_in(client, "operator")
    assert client.post("/humas/new", data=typed(cart, csrf=token)).status_code == 403
    for deed in ("edit", "stop", "continue", "delete"):
        answer = client.post(f"/humas/{campaign.id}/{deed}", data={"csrf": token})
        assert answer.status_code == 403, deed


def test_a_stopped_announcement_goes_on_and_each_step_can_be_undone(client, sessions, campaign):
    token = sign_in(client, "humas")

    def active():
        with sessions() as session:
            return CampaignStore(session).get(campaign.id).active

    client.post(f"/humas/{campaign.id}/stop", data={"csrf": token})
    assert not active()
    client.post("/humas/undo", data={"csrf": token})
    assert active()


def test_what_aired_is_kept_for_its_proof(client, sessions, campaign):
    token = sign_in(client, "humas")
    client.post(f"/humas/{campaign.id}/delete", data={"csrf": token})
    with sessions() as session:
        assert CampaignStore(session).get(campaign.id)
    headers = {"X-CSRF-Token": token}
    refused = client.delete(f"/api/v1/campaigns/{campaign.id}", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "campaign_aired")


def test_what_never_aired_is_deleted_and_comes_back(client, sessions, cart):
    token = sign_in(client, "humas")
    made = client.post("/humas/new", data=typed(cart, csrf=token)).headers["location"]
    client.post(f"{made}/delete", data={"csrf": token})
    with sessions() as session:
        assert CampaignStore(session).all("radio") == []
    client.post("/humas/undo", data={"csrf": token})
    with sessions() as session:
        assert [one.title for one in CampaignStore(session).all("radio")] == ["Waspada banjir"]


def test_the_proof_holds_each_play_to_the_second(client, campaign):
    sign_in(client, "humas")
    page = client.get(f"/humas/{campaign.id}/proof").text
    assert "440/1" in page
    for text in ("Penanggung jawab", "NIP", "Kota Contoh FM"):
        assert text in page
    assert MARKUP not in page


def test_the_table_for_the_agency_is_safe_to_open(client, campaign, cart):
    sign_in(client, "humas")
    answer = client.get(f"/humas/{campaign.id}/proof.csv?lang=en")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row[0] for row in rows] == ["No.", "1", "2", ""]
    assert rows[1][1] == "'=HYPERLINK(1)"
    assert [row[8] for row in rows[1:]] == ["9.0", "3.0", "0.0"]
    assert rows[1][-1] == cart.sha256


def test_a_month_without_plays_is_an_empty_proof(client, campaign):
    sign_in(client, "humas")
    answer = client.get(f"/humas/{campaign.id}/proof.csv?month=2020-01&lang=en")
    assert len(answer.text.strip().splitlines()) == 1
    assert client.get(f"/humas/{campaign.id}/proof?month=x").status_code == 422


def test_the_api_tells_the_same_as_the_pages(client, campaign):
    sign_in(client, "operator")
    told = client.get(f"/api/v1/campaigns/{campaign.id}").json()
    assert (told["title"], told["plays"]["per_day"], told["stage"]) == ("Imunisasi", 3, "running")
    heard = client.get(f"/api/v1/campaigns/{campaign.id}/airings?heard=true").json()
    assert [play["outcome"] for play in heard] == ["aired", "cut"]
    assert [play["heard_ms"] for play in heard] == [9_000, 3_000]
    days = client.get(f"/api/v1/campaigns/{campaign.id}/days").json()
    assert days[0] == {
        "day": str(TODAY - timedelta(days=1)),
        "ordered": 3,
        "planned": 0,
        "aired": 1,
        "cut": 1,
        "made_good": 0,
    }


def test_the_api_orders_changes_and_deletes(client, sessions, cart):
    headers = {"X-CSRF-Token": sign_in(client, "humas")}
    body = {
        "title": "Banjir",
        "cart_ids": [cart.id],
        "first_day": "2026-12-01",
        "last_day": "2026-12-02",
        "plays": {"form": "at_times", "times": ["07:00"], "start": "hard"},
    }
    made = client.post("/api/v1/campaigns", json=body, headers=headers)
    assert made.status_code == 201
    address = f"/api/v1/campaigns/{made.json()['id']}"
    changed = client.put(address, json=body | {"active": False}, headers=headers)
    assert (changed.json()["active"], changed.json()["stage"]) == (False, "stopped")
    assert client.delete(address, headers=headers).status_code == 204
    assert client.get(address).status_code == 404
    reversed_days = body | {"last_day": "2026-11-01"}
    assert client.post("/api/v1/campaigns", json=reversed_days, headers=headers).status_code == 422


def test_times_of_a_stored_announcement_open_in_the_form(client, sessions, cart):
    flight = Campaign(
        "radio", "Uji", (cart.id,), date(2026, 12, 1), date(2026, 12, 2), AtTimes((NOON.time(),))
    )
    with sessions.begin() as session:
        stored = CampaignStore(session).save(flight, NOON)
    sign_in(client, "humas")
    assert f'value="{NOON:%H:%M}' in client.get(f"/humas/{stored.id}/edit").text


def test_a_window_is_kept_when_something_else_is_edited(client, sessions, cart):
    token = sign_in(client, "humas")
    window = AtTimes((time(20),), Start.WINDOW, early_min=3, late_min=12, prefer=Prefer.OVER)
    with sessions.begin() as session:
        stored = CampaignStore(session).save(
            Campaign("radio", "Banjir", (cart.id,), TODAY, TODAY, window), NOON
        )
    form = client.get(f"/humas/{stored.id}/edit?lang=en").text
    fields = dict(re.findall(r'name="(early|late)" type="number" value="(\d+)"', form))
    fields["start"] = re.search(r'name="start" value="(\w+)" checked', form)[1]
    chosen = re.search(r'name="prefer".*?<option value="(\w+)" selected', form, re.DOTALL)
    fields["prefer"] = chosen[1]
    typed_again = typed(cart, csrf=token, title="Banjir besar", **fields)
    assert client.post(f"/humas/{stored.id}/edit", data=typed_again).status_code == 303
    with sessions() as session:
        found = CampaignStore(session).get(stored.id)
    assert (found.title, found.plays) == ("Banjir besar", window)
    told = client.get(f"/humas/{stored.id}?lang=en").text
    assert "at a join, at most 3 minutes early or 12 minutes late" in told
