"""A browser's microphone: who may speak, what reaches the live process, what comes back."""

import json
import threading
from datetime import timedelta

import pytest
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from station.clock import VirtualClock
from station.config import Channel, Config
from station.live import WORD, Microphone, Word
from station.snapshot import LiveState
from tests.browser.desk import config_for
from tests.browser.doubles import NOON
from tests.integration.web.fake_live import FakeLive
from tests.integration.web.visitor import Visitor
from tests.waiting import LIMIT_SECONDS, until
from web import microphone, process
from web.accounts import AccountStore
from web.app import create_app
from web.browser_sessions import COOKIE, BrowserSessions
from web.microphone import BURST, BYTES_PER_SECOND, LARGEST_CHUNK, WITH_PICTURES, Allowance
from web.presenter_keys import PresenterKeys

ORIGIN = {"origin": "http://testserver"}
ADDRESS = "/api/v1/live/microphone"


@pytest.fixture
def live(app):
    found = FakeLive(app.state.desk.paths.microphone_socket)
    yield found
    found.close()


def line(visitor, channel="radio", **query):
    query = "&".join(f"{name}={value}" for name, value in {"channel": channel, **query}.items())
    return visitor.client.websocket_connect(f"{ADDRESS}?{query}", headers=ORIGIN)


def why_it_ended(session):
    """Read words until the one that says why the station ends the connection."""
    while not (word := json.loads(session.receive_text()))["ended"]:
        pass
    with pytest.raises(WebSocketDisconnect):
        session.receive_text()
    return word["ended"]


def give_key(sessions, channels, *, always):
    with sessions.begin() as session:
        account = AccountStore(session).named("presenter")
        PresenterKeys(session).make(account.id, channels, always=always, now=NOON)


def test_sound_goes_through_unchanged_behind_who_speaks(presenter, live):
    with line(presenter) as session:
        for chunk in (b"\x1aE\xdf\xa3first", b"second\n", b"\x00" * 20_000):
            session.send_bytes(chunk)
        call = live.call()
        assert call.hello == Microphone("radio", "presenter", "presenter", always=False)
        assert call.hear(9 + 7 + 20_000) == b"\x1aE\xdf\xa3firstsecond\n" + b"\x00" * 20_000


def test_words_of_the_air_come_back_as_they_are(presenter, live):
    with line(presenter) as session:
        call = live.call()
        word = Word(LiveState.BENCHED, until=NOON + timedelta(minutes=5), on_air="Mbak Sari")
        call.say(word)
        assert WORD.validate_json(session.receive_text()) == word


def test_a_line_of_the_live_process_that_is_no_word_does_not_reach_the_page(presenter, live):
    with line(presenter) as session:
        live.call()._connection.sendall(b'{"state": "<script>"}\n')
        assert why_it_ended(session) == "live_away"


def test_the_live_process_hears_when_the_browser_leaves(presenter, live):
    with line(presenter) as session:
        session.send_bytes(b"sound")
        call = live.call()
    assert call.hear(100) == b"sound"


def test_the_page_is_told_why_it_is_ended(presenter, live):
    with line(presenter) as session:
        live.call().say(Word(LiveState.LOST, ended="kicked"))
        assert why_it_ended(session) == "kicked"


def test_a_live_process_that_is_away_or_dies_is_told(presenter, app):
    with line(presenter) as session:
        assert why_it_ended(session) == "live_away"
    live = FakeLive(app.state.desk.paths.microphone_socket)
    with line(presenter) as session:
        live.call().close()
        assert why_it_ended(session) == "live_away"
    live.close()


@pytest.mark.parametrize("headers", [{}, {"origin": "http://evil.example"}, {"origin": "null"}])
def test_another_site_cannot_open_the_line(presenter, live, headers):
    with (
        pytest.raises(WebSocketDisconnect),
        presenter.client.websocket_connect(f"{ADDRESS}?channel=radio", headers=headers),
    ):
        pass
    assert live.calls == []


def test_only_those_who_may_speak_are_let_in(app, live):
    for name, why in (("humas", "forbidden"), ("presenter", "")):
        visitor = Visitor.signed_in(app, name)
        with line(visitor) as session:
            if why:
                assert why_it_ended(session) == why
            else:
                assert live.call().hello.who == name
    visitor.client.cookies.delete(COOKIE)
    with line(visitor) as session:
        assert why_it_ended(session) == "signed_out"
    assert len(live.calls) == 1


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"channel": "nowhere"}, "forbidden"),
        ({"channel": "../radio"}, "forbidden"),
        ({"mime": "video/mp4"}, "bad_sound"),
        ({"mime": "audio/webm%0A{}"}, "bad_sound"),
    ],
)
def test_what_makes_no_sense_is_refused_before_the_live_process(presenter, live, query, why):
    with line(presenter, **query) as session:
        assert why_it_ended(session) == why
    assert live.calls == []


def test_a_key_says_where_and_whether_always(presenter, live, sessions):
    give_key(sessions, ["radio"], always=True)
    with line(presenter):
        assert live.call().hello.always
    give_key(sessions, ["tv"], always=True)
    with line(presenter) as session:
        assert why_it_ended(session) == "forbidden"
    assert "tidak membuka kanal" in presenter.page("/studio/microphone")


def test_an_operator_may_always(app, live):
    with line(Visitor.signed_in(app, "operator")):
        assert live.call().hello.always


def test_the_newest_connection_of_an_account_wins(app, presenter, live):
    with line(presenter) as old:
        live.call(0)
        with line(presenter) as new:
            assert why_it_ended(old) == "replaced"
            call = live.call(1)
            new.send_bytes(b"on")
            assert call.hear(2) == b"on"
    assert app.state.desk.microphones._replaced == {}


def test_a_flood_is_ended(presenter, live):
    with line(presenter) as session:
        threading.Thread(target=lambda: live.call().hear(-1), daemon=True).start()
        for _ in range(BURST // LARGEST_CHUNK + 1):
            session.send_bytes(b"\x00" * LARGEST_CHUNK)
        assert why_it_ended(session) == "too_much"


def test_an_account_that_is_disabled_is_silenced(monkeypatch, app, presenter, live):
    monkeypatch.setattr(microphone, "ASKED_AGAIN_SECONDS", 0.05)
    with line(presenter) as session:
        live.call()
        with app.state.desk.sessions.begin() as database:
            accounts = AccountStore(database)
            accounts.disable(accounts.named("presenter").id)
        assert why_it_ended(session) == "signed_out"


def test_nobody_is_silenced_because_the_database_is_away(
    monkeypatch, app, presenter, live, tmp_path
):
    monkeypatch.setattr(microphone, "ASKED_AGAIN_SECONDS", 0.05)
    asked = []
    in_thread = microphone.run_in_threadpool

    def noted(question):
        asked.append(question)
        return in_thread(question)

    monkeypatch.setattr(microphone, "run_in_threadpool", noted)
    with line(presenter) as session:
        call = live.call()
        app.state.desk.sessions.kw["bind"].dispose()
        (tmp_path / "mengudara.db").rename(tmp_path / "away.db")
        for path in tmp_path.glob("mengudara.db-*"):
            path.unlink()
        asked.clear()
        until(lambda: len(asked) >= 3)
        session.send_bytes(b"still")
        assert call.hear(5) == b"still"


@pytest.fixture
def served(app, sessions, free_port):
    """The desk as a process serves it: the server's own limits count."""
    stop = threading.Event()
    paths = app.state.desk.paths
    arguments = (config_for(free_port), paths, sessions, VirtualClock(NOON), stop)
    thread = threading.Thread(target=process.run, args=arguments)
    thread.start()
    yield thread, stop, free_port
    stop.set()
    thread.join(LIMIT_SECONDS)


def spoken_to(port, sessions):
    """Open the line as a browser does, signed in as the presenter."""
    with sessions.begin() as session:
        account = AccountStore(session).named("presenter")
        token = BrowserSessions(session).open(account.id, NOON)
    headers = {"Cookie": f"{COOKIE}={token}"}
    url = f"ws://127.0.0.1:{port}{ADDRESS}?channel=radio"
    origin = f"http://127.0.0.1:{port}"
    return until(lambda: connect(url, origin=origin, additional_headers=headers))


def test_a_desk_that_stops_does_not_wait_for_microphones(served, live, sessions):
    thread, stop, port = served
    with spoken_to(port, sessions) as browser:
        browser.send(b"sound")
        assert live.call().hear(5) == b"sound"
        stop.set()
        thread.join(LIMIT_SECONDS)
        assert not thread.is_alive()


def test_a_chunk_that_is_too_large_ends_the_line(served, live, sessions):
    with spoken_to(served[2], sessions) as browser:
        live.call()
        browser.send(bytes(LARGEST_CHUNK * WITH_PICTURES + 1))
        with pytest.raises(ConnectionClosed) as ended:
            browser.recv(timeout=LIMIT_SECONDS)
        assert ended.value.rcvd.code == 1009


def test_a_camera_may_send_more_than_a_microphone():
    allowance = Allowance(BURST * WITH_PICTURES, NOON, WITH_PICTURES)
    for _ in range(BURST // LARGEST_CHUNK):
        allowance = allowance.take(LARGEST_CHUNK * WITH_PICTURES, NOON)
    assert allowance.take(LARGEST_CHUNK * WITH_PICTURES, NOON) is None
    later = NOON + timedelta(seconds=LARGEST_CHUNK / BYTES_PER_SECOND)
    assert allowance.take(LARGEST_CHUNK * WITH_PICTURES, later) is not None


def test_a_camera_is_for_television(app, paths, sessions, live):
    channels = (Channel(), Channel(slug="tv", kind="tv"))
    app = create_app(Config(channels=channels), paths, sessions, VirtualClock(NOON), secret="x")
    visitor = Visitor.signed_in(app, "operator")
    with line(visitor, channel="tv", mime="video/webm;codecs=vp8,opus"):
        assert live.call().hello.is_camera
    with line(visitor, mime="video/webm;codecs=vp8,opus") as session:
        assert why_it_ended(session) == "bad_sound"
    assert 'data-channels="tv"' in visitor.page("/studio/microphone")


def test_an_allowance_fills_up_with_time():
    allowance = Allowance(BURST, NOON)
    for _ in range(BURST // LARGEST_CHUNK):
        allowance = allowance.take(LARGEST_CHUNK, NOON)
    assert allowance.take(LARGEST_CHUNK, NOON) is None
    later = NOON + timedelta(seconds=LARGEST_CHUNK / BYTES_PER_SECOND)
    assert allowance.take(LARGEST_CHUNK, later) is not None
    assert allowance.take(LARGEST_CHUNK + 1, later + timedelta(hours=1)) is None
    assert Allowance(1, NOON).take(1, NOON - timedelta(hours=1)) is not None
