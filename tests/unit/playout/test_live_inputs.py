"""Live inputs connect, are heard, told where they stand, and sent away."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from playout.live_inputs import LiveInputs
from playout.live_session import STALE, LiveSession
from station.audio import BLOCK, CHANNELS, RATE, Block
from station.live import HELLO, WORD, Door, Hello, Word, pack, pack_title
from station.snapshot import LiveState
from tests.waiting import LIMIT_SECONDS, until


def tone(seconds: float, level: float = 0.5) -> Block:
    return np.full((int(seconds * RATE), CHANNELS), level, dtype=np.float32)


def hello(session: str = "one", title: str = "") -> Hello:
    return Hello(session, Door.ICECAST, "Rina", who="rina", title=title)


@pytest.fixture
def inputs(tmp_path: Path) -> Iterator[LiveInputs]:
    server = LiveInputs(tmp_path / "live", RATE, most=3)
    yield server
    server.close()


@pytest.fixture
def connect(inputs: LiveInputs, tmp_path: Path) -> Iterator[Callable[[], socket.socket]]:
    opened: list[socket.socket] = []

    def one() -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(LIMIT_SECONDS)
        connection.connect(str(tmp_path / "live"))
        opened.append(connection)
        return connection

    yield one
    for connection in opened:
        connection.close()


def admitted(inputs: LiveInputs, connection: socket.socket, name: str = "one") -> LiveSession:
    connection.sendall(HELLO.dump_json(hello(name)) + b"\n")
    until(lambda: any(one.hello.session == name for one in inputs.sessions))
    return next(one for one in inputs.sessions if one.hello.session == name)


def send(session: LiveSession, connection: socket.socket, sound: Block) -> None:
    before = session._buffer.written
    for start in range(0, len(sound), BLOCK):
        connection.sendall(pack(sound[start : start + BLOCK]))
    until(lambda: session._buffer.written == before + len(sound))


Connect = Callable[[], socket.socket]


def test_an_input_says_who_it_is_and_its_sound_is_heard(
    inputs: LiveInputs, connect: Connect
) -> None:
    connection = connect()
    session = admitted(inputs, connection)
    assert session.hello.who == "rina"
    send(session, connection, tone(1.2))
    session.watch(0)
    assert session.level == pytest.approx(-6.0, abs=0.1)
    source = session.open_source()
    assert session.buffered == RATE
    source.read(BLOCK)
    assert np.all(source.read(BLOCK) == 0.5)


def test_a_new_title_is_taken_up(inputs: LiveInputs, connect: Connect) -> None:
    connection = connect()
    session = admitted(inputs, connection)
    connection.sendall(pack_title("Kebyar"))
    until(lambda: session.hello.title == "Kebyar")


def test_one_that_sends_silence_is_there(inputs: LiveInputs, connect: Connect) -> None:
    connection = connect()
    session = admitted(inputs, connection)
    session.watch(0)
    for second in range(1, 4):
        send(session, connection, tone(0.5, level=0.0))
        session.watch(second * RATE)
        assert session.absent == 0
        assert session.level == -120.0


def test_sound_that_is_too_old_is_not_heard(inputs: LiveInputs, connect: Connect) -> None:
    connection = connect()
    session = admitted(inputs, connection)
    send(session, connection, tone(1.5, level=0.9))
    session.watch(0)
    session.watch(STALE + BLOCK)
    assert session.absent == STALE + BLOCK
    assert session.level == -120.0
    assert session.buffered == 0
    send(session, connection, tone(0.1, level=0.2))
    source = session.open_source()
    heard = source.read(RATE)
    assert 0 < len(heard) < RATE // 5
    assert heard.max() <= np.float32(0.2)


def test_nothing_is_heard_twice_when_an_input_comes_back(
    inputs: LiveInputs, connect: Connect
) -> None:
    connection = connect()
    session = admitted(inputs, connection)
    send(session, connection, tone(1.2, level=0.9))
    session.watch(0)
    first = session.open_source()
    while len(first.read(BLOCK)):
        session.watch(BLOCK)
    first.close()
    send(session, connection, tone(0.2, level=0.1))
    session.watch(2 * BLOCK)
    assert session.buffered < RATE // 5 + RATE // 100
    assert session.open_source().read(BLOCK).max() <= np.float32(0.1)


def test_what_an_old_session_sent_never_reaches_a_new_one(
    inputs: LiveInputs, connect: Connect
) -> None:
    first = connect()
    old = admitted(inputs, first, "old")
    send(old, first, tone(1.5, level=0.9))
    old_source = old.open_source()
    first.close()
    until(lambda: old.closed)
    second = connect()
    new = admitted(inputs, second, "new")
    send(new, second, tone(1.5, level=0.1))
    assert inputs.sessions == (new,)
    assert new.open_source().read(RATE).max() <= np.float32(0.1)
    assert old_source.read(RATE).max() == np.float32(0.9)


def test_words_reach_the_input(inputs: LiveInputs, connect: Connect) -> None:
    connection = connect()
    session = admitted(inputs, connection)
    inputs.words(session, Word(LiveState.ON_AIR))
    line = connection.makefile("rb").readline()
    assert WORD.validate_json(line).state is LiveState.ON_AIR


def test_one_that_does_not_read_its_words_loses_them_and_keeps_its_place(
    inputs: LiveInputs, connect: Connect
) -> None:
    connection = connect()
    session = admitted(inputs, connection)
    for _ in range(20_000):
        inputs.words(session, Word(LiveState.READY, on_air="x" * 200))
    send(session, connection, tone(0.2))
    assert inputs.sessions == (session,)


def test_one_that_is_kicked_hears_why_and_is_gone(inputs: LiveInputs, connect: Connect) -> None:
    connection = connect()
    session = admitted(inputs, connection)
    inputs.words(session, Word(LiveState.READY, ended="kicked"))
    inputs.kick(session)
    lines = connection.makefile("rb").read().splitlines()
    assert WORD.validate_json(lines[0]).ended == "kicked"
    assert session.closed
    until(lambda: inputs.sessions == ())


@pytest.mark.parametrize("nonsense", [b"GET / HTTP/1.1\r\n\r\n", b'{"session": 1}\n', b"x" * 5000])
def test_what_is_not_live_sound_is_sent_away_and_the_others_stay(
    inputs: LiveInputs, connect: Connect, nonsense: bytes
) -> None:
    good = connect()
    session = admitted(inputs, good)
    bad = connect()
    bad.sendall(nonsense)
    assert bad.recv(1) == b""
    send(session, good, tone(0.1))
    assert inputs.sessions == (session,)


def test_a_torn_packet_ends_the_session(inputs: LiveInputs, connect: Connect) -> None:
    connection = connect()
    session = admitted(inputs, connection)
    connection.sendall(b"not a packet at all")
    assert connection.recv(1) == b""
    assert session.closed


def test_a_session_that_is_connected_cannot_connect_again(
    inputs: LiveInputs, connect: Connect
) -> None:
    first = admitted(inputs, connect())
    again = connect()
    again.sendall(HELLO.dump_json(hello("one")) + b"\n")
    assert again.recv(1) == b""
    assert inputs.sessions == (first,)


def test_no_more_than_so_many_connect_and_a_nameless_one_makes_room(
    inputs: LiveInputs, connect: Connect
) -> None:
    nameless = connect()
    admitted(inputs, connect(), "a")
    admitted(inputs, connect(), "b")
    admitted(inputs, connect(), "c")
    assert nameless.recv(1) == b""
    assert connect().recv(1) == b""
    assert [one.hello.session for one in inputs.sessions] == ["a", "b", "c"]
