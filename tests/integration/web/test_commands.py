"""Every command of the contract through the API: what reaches the air, who may, what is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.routing import APIRoute

from media_library.store import CartStore
from station import commands
from station.kinds import Kind
from station.rundown import Start
from tests.browser.doubles import NOON
from tests.integration.web.asking import deeds
from tests.integration.web.visitor import Visitor
from tests.recordings import recording
from web.routes.commands import router

BASE = "/channels/radio/commands"

COMMANDS = [
    ("skip", {"item_key": "song-1"}, commands.Skip(item_key="song-1")),
    ("hold", {"on": True}, commands.Hold(on=True)),
    ("take", {"item_key": "item-2", "fade_ms": 0}, commands.Take("item-2", 0)),
    ("fade-out", {}, commands.FadeOut()),
    ("replay", {}, commands.Replay()),
    ("clear", {}, commands.Clear()),
    ("go-live", {"session": "s1"}, commands.GoLive("s1")),
    ("go-live", {"on": False}, commands.GoLive(on=False)),
    ("kick", {"session": "s1"}, commands.Kick("s1")),
    ("press", {"button": "b1"}, commands.Press("b1")),
    ("release", {}, commands.Release()),
    ("alert", {"button": "tsunami", "times": 0, "drill": True},
     commands.Alert("tsunami", times=0, drill=True)),
    ("all-clear", {}, commands.AllClear()),
    ("adopt", {}, commands.Adopt()),
]  # fmt: skip
NAMES = [name for name, _, _ in COMMANDS]


@pytest.fixture
def cart(sessions):
    with sessions.begin() as session:
        made = recording("Posyandu", Kind.PSA, 30, loudness_lufs=-20.0, true_peak_db=-6.0)
        return CartStore(session).add(made)


@pytest.mark.parametrize(("name", "body", "command"), COMMANDS, ids=NAMES)
def test_a_command_reaches_the_air_and_the_record_says_who_why_and_when(
    air, operator, sessions, name, body, command
):
    answer = operator.api("POST", f"{BASE}/{name}", {**body, "why": "latihan pagi"})
    assert (answer.status_code, answer.json()["sample"]) == (200, 1)
    (request,) = air.requests
    assert (request.command, request.by, request.force) == (command, "operator", False)
    assert request.why == "latihan pagi"
    entry = deeds(sessions)[0]
    assert (entry.account, entry.action) == ("operator", f"air.{command.op}")
    assert {
        "channel": "radio",
        "why": "latihan pagi",
        "sample": 1,
        "heard_at": NOON.isoformat(),
    }.items() <= entry.about.items()


def test_administrators_may_and_the_public_relations_office_may_not(app, air):
    admin, humas = (Visitor.signed_in(app, name) for name in ("admin", "humas"))
    for name, body, _ in COMMANDS:
        assert humas.api("POST", f"{BASE}/{name}", body).status_code == 403
        assert admin.api("POST", f"{BASE}/{name}", body).status_code == 200
    assert {request.by for request in air.requests} == {"admin"}


def test_no_command_of_the_contract_is_left_out():
    tried = {command.op for _, _, command in COMMANDS} | {"insert", "undo"}
    kinds = commands.Command.__origin__.__args__
    others = {"subscribe", "forecast"}
    assert {kind().op if kind is commands.Skip else kind.__dataclass_fields__["op"].default
            for kind in kinds} - others == tried  # fmt: skip
    paths = {route.path for route in router.routes if isinstance(route, APIRoute)}
    assert len(paths) == len(tried)


def test_undo_takes_back_the_last_one_and_says_when_there_is_none(air, operator):
    operator.api("POST", f"{BASE}/hold", {"on": True})
    assert air.snapshot.undo == "hold"
    assert operator.api("POST", f"{BASE}/undo", {}).status_code == 200
    assert air.snapshot.hold is False
    answer = operator.api("POST", f"{BASE}/undo", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_undo")


def test_dead_air_is_refused_in_words_and_applies_when_forced(air, operator, sessions):
    air.refuse = "dead_air"
    refused = operator.api("POST", f"{BASE}/skip", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "dead_air")
    assert "siaran segera kembali" in refused.json()["message"]
    assert deeds(sessions)[0].action == "sign_in"
    assert operator.api("POST", f"{BASE}/skip", {"force": True}).status_code == 200
    assert deeds(sessions)[0].about["forced"] is True


def test_every_refusal_of_the_contract_is_a_sentence(air, operator):
    for code in ("unknown", "unreadable", "not_on_air", "dead_air", "bad_request"):
        air.refuse = code
        answer = operator.api("POST", f"{BASE}/clear", {})
        assert (answer.status_code, answer.json()["code"]) == (409, code)
        assert " " in answer.json()["message"]


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        ({"clock": "10.58.20"}, datetime(2026, 11, 21, 3, 58, 20, tzinfo=UTC)),
        ({"clock": "10:42"}, datetime(2026, 11, 22, 3, 42, tzinfo=UTC)),
        ({"at": "2026-11-21T11:00:00+07:00"}, datetime(2026, 11, 21, 4, tzinfo=UTC)),
    ],
)
def test_an_insert_at_a_time_starts_on_its_second(air, operator, cart, sessions, body, begins):
    body = {"cart_id": cart.id, "when": "at", **body}
    assert operator.api("POST", f"{BASE}/insert", body).status_code == 200
    command = air.requests[0].command
    assert (command.when, command.item.begins, command.item.start) == ("at", begins, Start.HARD)
    assert deeds(sessions)[0].about["starts"] == begins.isoformat()


def test_an_insert_keeps_its_intro_and_its_silences(air, operator, cart, sessions):
    with sessions.begin() as session:
        CartStore(session).update(cart.id, intro=240_000, quiet=True)
    operator.api("POST", f"{BASE}/insert", {"cart_id": cart.id})
    item = air.requests[0].command.item
    assert (item.intro, item.quiet) == (240_000, True)


def test_an_insert_at_a_time_that_has_passed_is_refused(air, operator, cart):
    at = (NOON - timedelta(seconds=1)).isoformat()
    body = {"cart_id": cart.id, "when": "at", "at": at}
    answer = operator.api("POST", f"{BASE}/insert", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_late")
    assert air.requests == []


NONSENSE = [
    ("insert", {"cart_id": 1, "when": "at"}),
    ("insert", {"cart_id": 1, "when": "next", "clock": "10.00"}),
    ("insert", {"cart_id": 1, "when": "at", "clock": "25.00"}),
    ("insert", {"cart_id": 1, "when": "at", "at": "2026-11-21T11:00:00"}),
    ("kick", {}),
    ("press", {"button": ""}),
    ("alert", {"button": "a", "times": -1}),
    ("take", {"fade_ms": 10_001}),
    ("clear", {"why": "x" * 201}),
]


def test_nonsense_does_not_reach_the_air(air, operator):
    for name, body in NONSENSE:
        assert operator.api("POST", f"{BASE}/{name}", body).status_code == 422, body
    assert air.requests == []


def test_another_channel_is_not_found_and_an_absent_air_is_503(operator):
    for name, body, _ in COMMANDS:
        assert operator.api("POST", f"/channels/tv/commands/{name}", body).status_code == 404
        answer = operator.api("POST", f"{BASE}/{name}", body)
        assert (answer.status_code, answer.json()["code"]) == (503, "air_unreachable")


def test_the_documentation_of_the_api_names_the_refusals(app):
    path = app.openapi()["paths"]["/api/v1/channels/{slug}/commands/alert"]["post"]
    assert {"200", "409", "503"} <= set(path["responses"])
    assert "emergency" in path["description"]
