"""What the checks ahead of the airings found, for the studio."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.soundness import Flaw
from scheduler.check import GONE, Check
from station.kinds import Kind
from station.relays import Relay, RelayState
from station.rundown import Item, Reason, Why
from station.wall import Button, Page, Wall
from web.coming_checks import AHEAD, failed_buttons, failed_recordings, relay_checks, station_name

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
ADDRESS = "https://warta:s3cret-w0rd@relai.example:8443/siaran.mp3?token=s3cret-t0ken"
NEWS = Item(
    key="news", cart_id=1, kind=Kind.PROGRAMME, title="Warta Nasional", path="a.flac",
    begins=NOW + timedelta(minutes=8), cue_in=0, cue_out=48_000, segue=48_000, relay=ADDRESS,
)  # fmt: skip
FAILED = Relay(
    ADDRESS, "radio", NOW - timedelta(minutes=2), RelayState.FAILED, f"{ADDRESS}: 404 Not Found"
)


def test_a_coming_relay_has_its_last_trial():
    (check,) = relay_checks([NEWS], [FAILED], "radio", NOW)
    assert (check.item_key, check.title, check.begins) == ("news", "Warta Nasional", NEWS.begins)
    assert not check.ready
    assert check.checked_at == FAILED.checked_at
    assert check.why == "relai.example:8443/siaran.mp3: 404 Not Found"


def test_a_relay_that_sounded_is_ready():
    (check,) = relay_checks([NEWS], [replace(FAILED, state=RelayState.READY, why="")], "radio", NOW)
    assert (check.ready, check.why) == (True, "")


@pytest.mark.parametrize(
    ("item", "relay"),
    [
        (replace(NEWS, relay=""), FAILED),
        (replace(NEWS, begins=NOW), FAILED),
        (replace(NEWS, begins=NOW + AHEAD), FAILED),
        (NEWS, replace(FAILED, channel="tv")),
        (NEWS, replace(FAILED, address="https://other.example/")),
    ],
    ids=["no relay", "on the air", "far away", "another channel", "another station"],
)
def test_nothing_is_told_of_what_was_not_tried_or_is_not_coming(item, relay):
    assert relay_checks([item], [relay], "radio", NOW) == []


def test_no_secret_of_an_address_is_told():
    told = repr(relay_checks([NEWS], [FAILED], "radio", NOW))
    assert "s3cret" not in told
    assert "warta:" not in told


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://user:pa/ss#w?rd@relai.example/a", "relai.example/a"),
        ("srt://relai.example:9000?passphrase=rahasia", "relai.example:9000"),
        ("http://[::1", "?"),
        ("http://relai.example:99999/a", "?"),
    ],
)
def test_an_address_is_named_by_its_host_and_path(address, name):
    assert station_name(address) == name


@given(st.text("abcXYZ019:/?#[]@!$&'()*+,;=%-._~", min_size=1))
def test_whatever_stands_before_the_host_is_not_told(secret):
    assert station_name(f"http://user:{secret}@relai.example/a") in ("relai.example/a", "?")


def test_a_stand_in_is_told_with_what_it_replaces_and_why():
    reason = Reason(Why.SUBSTITUTE, {"replaces": "Sandiwara"})
    item = replace(NEWS, key="play", title="Gending", cart_id=7, relay="", reason=reason)
    (failed,) = failed_recordings([item], {3: ("Sandiwara", Flaw.SHORT)}, NOW)
    assert (failed.title, failed.stand_in) == ("Sandiwara", "Gending")
    assert (failed.flaw, failed.begins) == (Flaw.SHORT, NEWS.begins)


def test_a_stand_in_whose_recording_is_well_again_has_no_flaw():
    item = replace(NEWS, reason=Reason(Why.SUBSTITUTE, {"replaces": "Sandiwara"}))
    (failed,) = failed_recordings([item], {}, NOW)
    assert failed.flaw is None


def test_an_unsound_recording_that_still_stands_there_has_no_stand_in():
    found = failed_recordings([NEWS], {1: ("Warta Nasional", Flaw.MISSING)}, NOW)
    assert [(one.title, one.stand_in, one.flaw) for one in found] == [
        ("Warta Nasional", "", Flaw.MISSING)
    ]


def test_a_sound_recording_is_not_told():
    assert failed_recordings([NEWS], {2: ("Lain", Flaw.MISSING)}, NOW) == []


def press(number, cart_id):
    return Button(f"b{number}", f"Tombol {number}", replace(NEWS, cart_id=cart_id))


def test_what_can_be_pressed_and_would_not_be_heard_is_told_messages_first():
    wall = Wall((Page("Pagi", (press(1, 7), press(2, 8))),), (press(3, 9),))
    checks = {
        cart_id: Check(cart_id, "a.flac", GONE, NOW, flaw)
        for cart_id, flaw in ((7, Flaw.CHANGED), (8, None), (9, Flaw.MISSING))
    }
    found = failed_buttons(wall, checks)
    assert [(one.button_id, one.flaw, one.emergency) for one in found] == [
        ("b3", Flaw.MISSING, True),
        ("b1", Flaw.CHANGED, False),
    ]
    assert found[0].since == NOW
