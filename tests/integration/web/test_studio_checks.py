"""What the checks ahead found, as the studio page asks for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from media_library.soundness import Flaw
from media_library.store import CartStore
from scheduler.check import GONE, Check
from scheduler.stores import PreflightStore
from station import relays, rundown, wall
from station.relays import Relay, RelayState
from station.rundown import Item, Reason, Rundown, Why
from station.wall import Button, Wall
from tests.browser.doubles import NOON
from tests.integration.web import asking
from tests.integration.web.visitor import Visitor
from tests.integration.web.wall_material import add_recordings

ADDRESS = "https://user:rahasia@relai.example/warta"


@pytest.fixture
def published(app, sessions):
    """A relay, and a substitute for a recording that is gone."""
    carts = add_recordings(sessions)
    gone = carts["Tepuk Tangan"]
    with sessions.begin() as session:
        cart = CartStore(session).get(gone)
        check = Check(gone, cart.path, GONE, NOON, Flaw.MISSING)
        PreflightStore(session).save(check)
    paths = app.state.desk.paths
    news = Item(
        key="news", cart_id=carts["Jingle Pagi"], kind=cart.kind, title="Warta", path=cart.path,
        begins=NOON + timedelta(minutes=9), cue_in=0, cue_out=48_000, segue=48_000, relay=ADDRESS,
    )  # fmt: skip
    reason = Reason(Why.SUBSTITUTE, {"replaces": "Tepuk Tangan"})
    other = replace(news, key="other", relay="", reason=reason, title="Gending", begins=news.ends)
    made = Rundown("radio", 1, NOON, NOON, other.ends, (news, other))
    rundown.publish(paths.rundown("radio"), made)
    relays.publish(paths.relays, (Relay(ADDRESS, "radio", NOON, RelayState.FAILED, "404"),))


@pytest.mark.parametrize(
    ("language", "why"),
    [("id", "berkasnya hilang atau tidak terbaca"), ("en", "its file is gone or cannot be read")],
)
def test_failed_relays_and_recordings_are_told_in_words(app, published, language, why):
    answer = Visitor.signed_in(app, "operator").get("/studio/checks", lang=language)
    told = answer.json()
    assert [(one["station"], one["ready"], one["why"]) for one in told["relays"]] == [
        ("relai.example/warta", False, "404")
    ]
    assert [(one["title"], one["why"], one["stand_in"]) for one in told["recordings"]] == [
        ("Tepuk Tangan", why, "Gending")
    ]
    assert "rahasia" not in answer.text


@pytest.mark.parametrize(
    ("language", "why"),
    [("id", "berkasnya hilang atau tidak terbaca"), ("en", "its file is gone or cannot be read")],
)
def test_a_message_that_would_not_be_heard_is_told_before_it_is_needed(
    app, sessions, published, language, why
):
    with sessions() as session:
        (gone,) = PreflightStore(session).failed()
    item = replace(asking.rundown(app).items[0], cart_id=gone)
    message = Button("m1", "Banjir", item)
    wall.publish(app.state.desk.paths.wall("radio"), Wall(emergency=(message,)))
    told = Visitor.signed_in(app, "operator").get("/studio/checks", lang=language).json()
    assert [(one["label"], one["why"], one["emergency"]) for one in told["buttons"]] == [
        ("Banjir", why, True)
    ]


def test_without_a_rundown_nothing_is_told(app):
    told = Visitor.signed_in(app, "operator").get("/studio/checks").json()
    assert told == {"relays": [], "recordings": [], "buttons": []}


def test_it_is_for_operators(app):
    assert Visitor.signed_in(app, "humas").get("/studio/checks").status_code == 403
