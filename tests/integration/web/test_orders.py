"""Orders beyond n a day: corrections, crisis phases, live reads, agencies, what is made good."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from starlette.testclient import TestClient

from scheduler.stores import AgencyStore, CampaignStore
from scheduler.tables.schedule import AiringRow, AsRunFactRow, PlannedItemRow
from scheduler.traffic.agency import Agency
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.traffic.purpose import Purpose
from station.kinds import Kind
from tests.browser.desk import sign_in
from tests.browser.doubles import NOON
from tests.integration.web.asking import deeds
from tests.integration.web.library_material import add_cart, add_songs
from web.accounts import AccountStore
from web.presenter_keys import PresenterKeys

MARKUP = "<img src=x onerror=alert(1)>"
TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def cart(sessions, paths):
    return add_cart(sessions, paths.media, NOON, "ILM Banjir")


def save(sessions, cart, *, at=NOON - 2 * DAY, **changes):
    fields = {"plays": Spread(3), "first_day": TODAY - DAY, "last_day": TODAY + DAY} | changes
    fields = {"cart_ids": (cart.id,), "title": "Banjir", "agency": "BPBD"} | fields
    with sessions.begin() as session:
        return CampaignStore(session).save(Campaign("radio", **fields), at)


def correction(sessions, cart, hours):
    return save(
        sessions, cart, title=f"Ralat {MARKUP}", purpose=Purpose.CORRECTION,
        reported_at=NOON - timedelta(hours=hours),
    )  # fmt: skip


def reading(sessions, cart, plays=None):
    local = (NOON + timedelta(hours=7)).time()  # doubles.NOON is UTC, the station is in WIB
    return save(
        sessions, cart, cart_ids=(), live_read=True, script=f"Ayo ke posyandu {MARKUP}",
        declared_s=20, plays=plays or AtTimes((local,)), first_day=TODAY, last_day=TODAY + DAY,
        title="Posyandu", at=NOON - timedelta(hours=3),
    )  # fmt: skip


def test_the_folded_fields_are_stored_and_shown(client, sessions, cart):
    token = sign_in(client, "humas")
    data = {
        "csrf": token, "title": "Diskon batik", "agency": "Koperasi", "cart": str(cart.id),
        "first_day": str(TODAY), "last_day": str(TODAY + 6 * DAY), "mode": "portions",
        "per": "week", "portion_count": ["4", "2", ""], "portion_opens": ["06:00", "16:00", ""],
        "portion_closes": ["09:00", "18:00", ""], "topic": "Belanja", "paid": "true",
    }  # fmt: skip
    answer = client.post("/humas/new", data=data)
    assert answer.status_code == 303
    page = client.get(f"{answer.headers['location']}?lang=en").text
    for text in ("4 times a week, 06.00", "2 times a week", "Paid", "Belanja"):
        assert text.replace("06.00", "06:00") in page or text in page, text
    form = client.get(f"{answer.headers['location']}/edit?lang=en").text
    assert 'value="portions" checked' in form
    with sessions() as session:
        [stored] = CampaignStore(session).all("radio")
    assert (stored.paid, stored.topic, stored.plays.per) == (True, "Belanja", "week")
    wrong = client.post("/humas/new", data=data | {"category": "news"})
    assert wrong.status_code == 422
    assert "cannot be news" in wrong.text or "tidak boleh menjadi berita" in wrong.text


def test_an_overdue_correction_stands_on_top_and_in_the_studio(client, sessions, cart):
    correction(sessions, cart, 25)
    sign_in(client, "operator")
    page = client.get("/humas?lang=en").text
    assert page.index("Must be on the air") < page.index("Running")
    assert "Overdue since" in page
    assert MARKUP not in page
    part = client.get("/studio/live-reads?lang=en").text
    assert "is overdue since" in part
    assert MARKUP not in part


def test_a_correction_that_aired_tells_how_soon(client, sessions, cart):
    campaign = correction(sessions, cart, 5)
    assert "must be on the air by" in studio(client, "operator")
    with sessions.begin() as session:
        session.add(aired(campaign, 0, NOON - timedelta(hours=4)))
    assert "must be on the air by" not in client.get("/studio/live-reads?lang=en").text
    page = client.get(f"/humas/{campaign.id}?lang=en").text
    assert "after the report" in page
    told = client.get(f"/api/v1/campaigns/{campaign.id}/standing").json()
    assert (told["overdue"], told["aired"]) == (False, 1)


def studio(client, name):
    sign_in(client, name)
    return client.get("/studio/live-reads?lang=en").text


def aired(campaign, number, at, status="ok", attempt=""):
    return AiringRow(
        channel="radio", airing=f"a{number}{attempt}{at:%H%M}", kind="psa", title="Banjir",
        item_key=f"campaign:{campaign.id}:{TODAY - DAY:%Y%m%d}:{number}{attempt}", cart_id=1,
        campaign_id=campaign.id, rung=50, planned=at, started_at=at, status=status, start="soft",
        ended_at=at + timedelta(seconds=30), frames=30 * 48_000, planned_frames=30 * 48_000,
    )  # fmt: skip


def test_a_phase_that_waits_says_so_and_is_not_put_on_the_air_by_hand(client, sessions, cart):
    crisis = {"purpose": Purpose.CRISIS, "sequence": "Air keruh"}
    save(sessions, cart, title="Maaf", phase=1, **crisis)
    second = save(sessions, cart, title="Klarifikasi", phase=2, **crisis)
    token = sign_in(client, "operator")
    page = client.get("/humas?lang=en").text
    assert "Air keruh, phase 2: waits for the phase before it" in page
    assert "Air keruh, phase 1: may air" in page
    answer = client.post(f"/humas/{second.id}/air", data={"csrf": token})
    assert answer.status_code == 303
    assert client.get(f"/api/v1/campaigns/{second.id}/standing").json()["phase"] == "closed"


def test_what_was_made_good_what_is_owed_and_what_is_short(client, sessions, cart):
    campaign = save(sessions, cart)
    began = NOON - DAY
    with sessions.begin() as session:
        session.add(aired(campaign, 0, began, status="cut"))
        session.add(aired(campaign, 0, began + timedelta(hours=1), attempt=":again"))
        session.add(
            PlannedItemRow(
                channel="radio", item_key=f"campaign:{campaign.id}:{TODAY - DAY:%Y%m%d}:1",
                day=TODAY - DAY, begins=began, frames=48_000, start="soft", cart_id=cart.id,
                kind="psa", title="Banjir", artist="", programme="", campaign_id=campaign.id,
                why="spot_spread", version=1,
            )
        )  # fmt: skip
        session.add(AsRunFactRow(channel="radio", id="x", at=NOON, act="started", rung=50))
    sign_in(client, "operator")
    page = client.get("/humas?lang=en").text
    assert "1 made good" in page
    assert "to be made good" in page
    proof = client.get(f"/humas/{campaign.id}/proof?lang=en").text
    assert "make-good" in proof
    assert "1 of them was made good" in proof
    rows = client.get(f"/humas/{campaign.id}/proof.csv?lang=en").text
    assert ", make-good" in rows
    ended = replace(campaign, last_day=TODAY - DAY)
    with sessions.begin() as session:
        CampaignStore(session).save(ended, NOON)
    proof = client.get(f"/humas/{campaign.id}/proof?lang=en").text
    assert "Shortfall" in proof
    told = client.get(f"/api/v1/campaigns/{campaign.id}/standing").json()
    assert (told["made_good"], told["owed"], told["shortfall"]) == (1, 0, 2)


def test_a_presenter_ticks_what_he_has_read_and_may_take_it_back(client, sessions, cart):
    campaign = reading(sessions, cart)
    token = sign_in(client, "presenter")
    part = client.get("/studio/live-reads?lang=en").text
    assert "Ayo ke posyandu" in part
    assert MARKUP not in part
    key = f"campaign:{campaign.id}:{TODAY:%Y%m%d}:0"
    done = client.post("/studio/live-reads/tick", data={"csrf": token, "key": key})
    assert done.status_code == 200
    with sessions() as session:
        [heard] = CampaignStore(session).aired(campaign.id)
    assert (heard.frames, heard.by) == (20 * 48_000, "presenter")
    client.post("/studio/live-reads/untick", data={"csrf": token, "key": key})
    with sessions() as session:
        assert CampaignStore(session).aired(campaign.id) == []
    unknown = {"csrf": token, "key": "campaign:99:20261121:0"}
    answer = client.post("/studio/live-reads/tick", data=unknown)
    assert answer.status_code in (303, 404)
    listed = client.get("/api/v1/live-reads").json()
    assert [(one["state"], one["seconds"]) for one in listed] == [("due", 20)]


def test_what_was_not_ticked_is_missed_and_comes_again(client, sessions, cart):
    before = (NOON + timedelta(hours=7) - timedelta(minutes=40)).time()
    reading(sessions, cart, AtTimes((before,)))
    sign_in(client, "presenter")
    listed = client.get("/api/v1/live-reads").json()
    assert [one["state"] for one in listed] == ["missed", "due"]
    assert listed[1]["key"].endswith(":again")


def test_humas_may_not_tick(client):
    sign_in(client, "humas")
    assert client.get("/studio/live-reads").status_code == 403


def test_a_presenter_may_not_order(client):
    token = sign_in(client, "presenter")
    assert client.post("/humas/agencies", data={"csrf": token, "name": "x"}).status_code == 403


def test_agencies_are_limited_renamed_and_merged(client, sessions, cart):
    save(sessions, cart, agency="Dinkes")
    save(sessions, cart, agency=f"Dinas {MARKUP}")
    token = sign_in(client, "humas")
    with sessions() as session:
        full, short = (one.id for one in AgencyStore(session).all())
    page = client.get("/humas/agencies?lang=en").text
    assert MARKUP not in page
    changed = {"csrf": token, "name": "Dinas Kesehatan", "cap_per_day": "6", "contact": "112"}
    assert client.post(f"/humas/agencies/{full}", data=changed).status_code == 303
    client.post(f"/humas/agencies/{short}/merge", data={"csrf": token, "into": full})
    with sessions() as session:
        [agency] = AgencyStore(session).all()
        assert {one.agency for one in CampaignStore(session).all("radio")} == {"Dinas Kesehatan"}
    assert (agency.cap_per_day, "dinkes" in agency.names) == (6, True)
    taken = client.post("/humas/agencies", data={"csrf": token, "name": "dinkes"})
    assert taken.status_code in (303, 422)
    with sessions() as session:
        assert len(AgencyStore(session).all()) == 1


def test_the_report_tells_how_fairly_the_agencies_fared(client, sessions, cart):
    campaign = save(sessions, cart)
    with sessions.begin() as session:
        AgencyStore(session).save(Agency("Dinas Sepi"))
        session.add(aired(campaign, 0, NOON - DAY))
    sign_in(client, "humas")
    month = f"{TODAY:%Y-%m}"
    text = client.get(f"/humas/agencies/report.csv?month={month}&lang=en").text
    assert "BPBD,,9,1,8,11" in text
    assert "Dinas Sepi,,0,0,0," in text
    params = {"first": str(TODAY), "last": str(TODAY)}
    told = client.get("/api/v1/agencies/fairness", params=params).json()
    assert [(one["name"], one["ordered"]) for one in told] == [("BPBD", 3), ("Dinas Sepi", 0)]


def test_two_hundred_agencies_fit_on_a_page(client, sessions):
    with sessions.begin() as session:
        for number in range(200):
            AgencyStore(session).save(Agency(f"Instansi {number:03}"))
    sign_in(client, "operator")
    page = client.get("/humas/agencies").text
    assert page.count("Instansi ") >= 200
    assert "/merge" not in page


def test_the_api_orders_with_all_its_fields(client, sessions, cart):
    headers = {"X-CSRF-Token": sign_in(client, "humas")}
    body = {
        "title": "Ralat", "agency": "Redaksi", "cart_ids": [cart.id], "first_day": str(TODAY),
        "last_day": str(TODAY), "purpose": "correction", "reported_at": NOON.isoformat(),
        "plays": {"form": "portions", "per": "day", "portions": [
            {"count": 2, "opens": "06:00", "closes": "09:00"}]},
    }  # fmt: skip
    made = client.post("/api/v1/campaigns", json=body, headers=headers)
    assert made.status_code == 201, made.text
    assert made.json()["due_at"].startswith(f"{NOON + DAY:%Y-%m-%dT%H:%M}")
    paid = client.post("/api/v1/campaigns", json=body | {"paid": True}, headers=headers)
    assert (paid.status_code, paid.json()["code"]) == (422, "paid_news")
    text = {"running_text": "Taman baca tutup pukul 16.00"}
    address = f"/api/v1/campaigns/{made.json()['id']}"
    client.put(address, json=body | text, headers=headers)
    assert client.get(address).json()["running_text"] == text["running_text"]
    long = client.put(address, json=body | {"running_text": "x" * 241}, headers=headers)
    assert long.status_code == 422
    agency = client.post("/api/v1/agencies", json={"name": "BPBD"}, headers=headers).json()
    address = f"/api/v1/agencies/{agency['id']}"
    changed = client.put(address, json={"name": "BPBD", "cap_per_day": 3}, headers=headers)
    assert changed.json()["cap_per_day"] == 3
    assert [one["name"] for one in client.get("/api/v1/agencies").json()] == ["BPBD", "Redaksi"]


def test_commercials_can_be_chosen_too(client, sessions, paths, cart):
    add_cart(sessions, paths.media, NOON, "Iklan Toko Batik", Kind.COMMERCIAL)
    sign_in(client, "humas")
    found = client.get("/humas/recordings", params={"text": "toko"}).text
    assert "Iklan Toko Batik" in found


def test_the_preview_tells_what_gives_way(client, sessions, paths, cart):
    add_songs(sessions, paths.media, NOON, 4)
    token = sign_in(client, "humas")
    data = {
        "csrf": token, "title": "Banjir", "cart": str(cart.id), "first_day": str(TODAY),
        "last_day": str(TODAY + DAY), "mode": "times", "times": "20:00", "start": "hard",
    }  # fmt: skip
    client.post("/humas/new", data=data)
    params = {**data, "times": "20:05", "title": "Lain"}
    part = client.get("/humas/preview", params=params | {"lang": "en"}).text
    assert "of the rundown move" in part or "gives way" in part or "give way" in part


def test_times_of_day_are_read_in_the_zone_of_the_station(client, sessions, cart):
    token = sign_in(client, "humas")
    data = {
        "csrf": token, "title": "Ralat", "cart": str(cart.id), "first_day": str(TODAY),
        "last_day": str(TODAY), "purpose": "correction", "reported_at": f"{TODAY}T06:30",
    }  # fmt: skip
    assert client.post("/humas/new", data=data).status_code == 303
    with sessions() as session:
        [stored] = CampaignStore(session).all("radio")
    assert stored.reported_at.time() == time(23, 30)


def keyed(sessions, *channels):
    """Give the presenter a key that opens these channels."""
    with sessions.begin() as session:
        account = AccountStore(session).named("presenter")
        PresenterKeys(session).make(account.id, channels, always=False, now=NOON)


def ticks(sessions):
    return [
        (one.action, one.account, one.about["channel"], one.about["title"], one.about["by"])
        for one in deeds(sessions)
        if one.action.startswith("live_read")
    ]


def test_only_who_may_speak_on_the_channel_ticks_there(client, sessions, cart):
    campaign = reading(sessions, cart)
    key = f"campaign:{campaign.id}:{TODAY:%Y%m%d}:0"
    keyed(sessions, "tv")
    token = sign_in(client, "presenter")
    form = {"csrf": token, "key": key}
    for method, path in (
        ("GET", "/studio/live-reads"), ("POST", "/studio/live-reads/tick"),
        ("POST", "/studio/live-reads/untick"), ("GET", "/api/v1/live-reads"),
        ("POST", f"/api/v1/live-reads/{key}"), ("DELETE", f"/api/v1/live-reads/{key}"),
    ):  # fmt: skip
        data = form if path.startswith("/studio") and method == "POST" else None
        answer = client.request(method, path, data=data, headers={"X-CSRF-Token": token})
        assert answer.status_code == 403, path
    assert ticks(sessions) == []
    keyed(sessions, "radio")
    assert client.post("/studio/live-reads/tick", data=form).status_code == 200
    assert ticks(sessions) == [
        ("live_read.ticked", "presenter", "radio", campaign.title, "presenter")
    ]


def test_a_tick_is_taken_back_by_whoever_made_it_or_by_an_operator(client, sessions, cart):
    campaign = reading(sessions, cart)
    key = f"campaign:{campaign.id}:{TODAY:%Y%m%d}:0"
    other = TestClient(client.app, follow_redirects=False)
    operators = {"csrf": sign_in(client, "operator"), "key": key}
    presenters = {"csrf": sign_in(other, "presenter"), "key": key}
    client.post("/studio/live-reads/tick", data=operators)
    assert "/untick" not in other.get("/studio/live-reads").text
    assert other.post("/studio/live-reads/untick", data=presenters).status_code == 403
    assert "/untick" in client.get("/studio/live-reads").text
    assert client.post("/studio/live-reads/untick", data=operators).status_code == 200
    assert other.post("/studio/live-reads/tick", data=presenters).status_code == 200
    assert client.post("/studio/live-reads/untick", data=operators).status_code == 200
    assert [(what, who, by) for what, who, _, _, by in ticks(sessions)] == [
        ("live_read.unticked", "operator", "presenter"),
        ("live_read.ticked", "presenter", "presenter"),
        ("live_read.unticked", "operator", "operator"),
        ("live_read.ticked", "operator", "operator"),
    ]
