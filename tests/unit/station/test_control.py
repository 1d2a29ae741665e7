"""Commands and snapshots cross the socket unchanged; trouble has one name."""

import socket
from dataclasses import replace
from threading import Thread

import pytest

from station.commands import Adopt, Hold, Insert, Request, Skip, Subscribe
from station.control import REPLY, REQUEST, AirUnreachable, Answer, send, snapshots
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Reason, Start, Why
from station.snapshot import Health, Meters, OnAir, Snapshot, Upcoming
from tests.unit.station.making import NOON, an_item

SNAPSHOT = Snapshot(
    "radio",
    NOON,
    OnAir(Rung.SCHEDULE, "k", 1, Kind.MUSIC, "Lagu", began_at=NOON, position_ms=1, remaining_ms=2),
    (
        Upcoming("n", 2, Kind.PSA, "ILM", "", "", NOON, 30_000, Start.HARD, "cued",
                 Reason(Why.SPOT_TIME, {"campaign": "112"})),
    ),
    Meters((-3.0, -4.0), (-18.0, -19.0), 0.5),
    hold=True,
    rundown_version=7,
    health=Health(ticks=10, started_at=NOON),
)  # fmt: skip


class TinyAir:
    """Answers one connection with the lines it was given."""

    def __init__(self, path, *lines):
        self.heard = []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._lines = lines
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        connection, _ = self._server.accept()
        with connection, connection.makefile("rwb") as stream:
            self.heard.append(REQUEST.validate_json(stream.readline()))
            for line in self._lines:
                stream.write(line + b"\n")
            stream.flush()

    def close(self):
        self._thread.join(5)
        self._server.close()


@pytest.fixture
def air(tmp_path):
    started = []

    def start(*lines):
        started.append(TinyAir(tmp_path / "air", *lines))
        return tmp_path / "air"

    yield start
    for one in started:
        one.close()


@pytest.mark.parametrize(
    "command",
    [Skip(500, "k"), Insert(an_item(), "now"), Hold(False), Adopt(), Subscribe()],
    ids=lambda command: command.op,
)
def test_every_command_crosses_unchanged(command):
    request = Request(command, "siti", "1")
    assert REQUEST.validate_json(REQUEST.dump_json(request)) == request


@pytest.mark.parametrize("reply", [SNAPSHOT, Answer("1", True, NOON, 48_000), Answer("2", False)])
def test_answers_and_snapshots_are_told_apart(reply):
    assert REPLY.validate_json(REPLY.dump_json(reply)) == reply


@pytest.mark.parametrize("wrong", [b"", b"[]", b'{"command":{"op":"explode"}}', b"\xff"])
def test_a_request_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError):  # noqa: PT011
        REQUEST.validate_json(wrong)


def test_a_request_gets_its_answer_past_any_snapshot(air):
    answer = Answer("1", True, NOON, 5)
    path = air(REPLY.dump_json(SNAPSHOT), REPLY.dump_json(answer))
    assert send(path, Request(Adopt(), id="1")) == answer


def test_snapshots_come_until_the_air_goes_away(air):
    second = replace(SNAPSHOT, rundown_version=8)
    path = air(
        REPLY.dump_json(SNAPSHOT), REPLY.dump_json(Answer("", True)), REPLY.dump_json(second)
    )
    stream = snapshots(path)
    assert [next(stream).rundown_version, next(stream).rundown_version] == [7, 8]
    with pytest.raises(AirUnreachable):
        next(stream)


def test_an_air_that_hangs_up_is_unreachable(air):
    with pytest.raises(AirUnreachable, match="closed"):
        send(air(), Request(Adopt()))


def test_an_air_that_talks_nonsense_is_unreachable(air):
    with pytest.raises(AirUnreachable, match="contract"):
        send(air(b'{"who":"knows"}'), Request(Adopt()))


def test_no_air_is_unreachable(tmp_path):
    with pytest.raises(AirUnreachable):
        send(tmp_path / "nobody", Request(Adopt()))
