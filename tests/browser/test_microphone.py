"""Speaking live through a real browser with a microphone that beeps."""

import threading
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from station.live import Word
from station.snapshot import LiveState
from tests.browser.conftest import drawn, ready, violations, wait_until
from tests.browser.doubles import NOON
from tests.integration.web.fake_live import FakeLive
from tests.waiting import until

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def live(paths):
    found = FakeLive(paths.microphone_socket)
    yield found
    found.close()


@pytest.fixture
def page(open_page):
    return open_page("/studio/microphone?lang=en", "presenter", 1280)


def connect(page, live):
    calls = len(live.calls)
    page.get_by_role("button", name="Connect").click()
    wait_until(page, "!document.querySelector('#talk').disabled")
    call = live.call(calls)
    threading.Thread(target=drain, args=(call,), daemon=True).start()
    return call


def drain(call):
    """Take all sound, so that nothing backs up."""
    call.heard = b""
    while chunk := call._stream.read1(4096):
        call.heard += chunk


def state(page):
    return page.locator("#state-word")


def test_it_connects_and_sends_opus_in_webm(page, live):
    call = connect(page, live)
    assert (call.hello.who, call.hello.channel) == ("presenter", "radio")
    until(lambda: len(call.heard) > 2_000)
    assert call.heard.startswith(b"\x1aE\xdf\xa3")
    assert b"OpusHead" in call.heard
    wait_until(
        page, "parseFloat(document.querySelector('#level-text').textContent.replace('−','-')) > -40"
    )


def test_where_one_stands_is_said_in_words(page, live):
    call = connect(page, live)
    call.say(Word(LiveState.SILENT))
    expect(page.locator("#state-detail")).to_have_text("Connected. Hold the button to speak.")
    page.locator("#latch").click()
    call.say(Word(LiveState.SILENT))
    expect(page.locator("#state-detail")).to_contain_text("Nothing is heard from you")
    call.say(Word(LiveState.READY))
    expect(page.locator("#state-detail")).to_contain_text("Waiting for your slot")
    call.say(Word(LiveState.ON_AIR, until=NOON + timedelta(minutes=9)))
    expect(state(page)).to_have_text("ON AIR")
    expect(page.locator("#state")).to_have_attribute("data-tone", "bad")
    expect(page.locator("#remaining")).to_contain_text("Your slot ends in 0")
    call.say(Word(LiveState.BENCHED, on_air="Mbak <b>Sari"))
    expect(page.locator("#state-detail")).to_have_text("Mbak <b>Sari has the air.")
    call.say(Word(LiveState.LOST, ended="slot_end"))
    expect(page.locator("#state-detail")).to_have_text("Your slot is over.")
    expect(page.get_by_role("button", name="Connect")).to_be_enabled()


def test_one_speaks_while_the_button_or_space_is_held_or_it_is_latched(page, live):
    connect(page, live)
    speaking = page.locator("[data-speaking]")
    expect(speaking).to_have_attribute("data-speaking", "no")
    page.keyboard.down(" ")
    expect(speaking).to_have_attribute("data-speaking", "yes")
    page.keyboard.up(" ")
    expect(speaking).to_have_attribute("data-speaking", "no")
    page.locator("#talk").hover()
    page.mouse.down()
    expect(speaking).to_have_attribute("data-speaking", "yes")
    page.mouse.up()
    expect(speaking).to_have_attribute("data-speaking", "no")
    page.keyboard.press("l")
    expect(page.locator("#latch")).to_have_attribute("aria-pressed", "true")
    expect(speaking).to_have_attribute("data-speaking", "yes")


def test_a_lost_line_is_made_again_with_a_recording_of_its_own(page, live):
    call = connect(page, live)
    call.close()
    expect(state(page)).to_have_text("Connecting again")
    again = live.call(1)
    assert again.hear(4) == b"\x1aE\xdf\xa3"
    again.say(Word(LiveState.READY))
    expect(state(page)).not_to_have_text("Connecting again")


def test_a_second_page_takes_over_and_the_first_one_stays_down(page, live):
    connect(page, live)
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    connect(other, live)
    expect(page.locator("#state-detail")).to_have_text(
        "You have connected from another page or device."
    )
    expect(page.get_by_role("button", name="Connect")).to_be_enabled()
    assert len(live.calls) == 2


@pytest.mark.parametrize("part", ["hashed/microphone", "dist/main.js"])
def test_a_press_that_comes_before_its_script_is_kept(open_page, address, live, part):
    page = open_page("/studio?lang=en", "presenter")
    held = []
    page.route(f"**/{part}*", lambda route: held.append(route))
    page.goto(f"{address}/studio/microphone?lang=en", wait_until="commit")
    page.get_by_role("button", name="Connect").click()
    until(lambda: page.evaluate("() => 1") and held)
    assert live.calls == []
    held.pop().continue_()
    wait_until(page, "!document.querySelector('#talk').disabled")
    assert live.call().hello.who == "presenter"


REFUSING = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '%s'))"


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (REFUSING % "NotAllowedError", "was refused"),
        (REFUSING % "NotFoundError", "No microphone"),
        ("MediaRecorder.isTypeSupported = () => false", "cannot send Opus"),
        ("Object.defineProperty(navigator, 'mediaDevices', {value: undefined})", "https"),
    ],
)
def test_what_is_wrong_is_said_in_words(open_page, broken, sentence):
    page = open_page("/studio/microphone?lang=en", "presenter")
    page.evaluate(f"() => {{ {broken} }}")
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#problem")).to_contain_text(sentence)
    expect(state(page)).to_have_text("Not connected")


def test_the_device_is_chosen_and_nothing_is_cancelled_by_default(page, live):
    page.evaluate(
        "() => { const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        " navigator.mediaDevices.getUserMedia = (w) => { window.wanted = w; return own(w); } }"
    )
    connect(page, live)
    wanted = page.evaluate("() => window.wanted.audio")
    assert not wanted["echoCancellation"]
    assert not wanted["noiseSuppression"]
    assert not wanted["autoGainControl"]
    wait_until(page, "document.querySelectorAll('#device option').length > 1")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_have_no_barriers_and_fit(open_page, address, live, language, width):
    page = open_page(f"/studio/microphone?lang={language}", "presenter", width)
    for on_air in (False, True):
        if on_air:
            page.locator("#connect").click()
            live.call().say(Word(LiveState.ON_AIR))
            expect(page.locator("#state")).to_have_attribute("data-tone", "bad")
        assert violations(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_presenters_page_has_no_barriers_and_fits(open_page, language, width):
    page = open_page(f"/admin/presenters?lang={language}", "admin", width)
    page.locator(".presenter button.main").first.click()
    expect(page.locator(".password")).to_be_visible()
    drawn(page)
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
