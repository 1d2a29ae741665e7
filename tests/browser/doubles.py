"""Stand-ins with behaviour: an air that speaks the control protocol, a stream server with sound."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from station.commands import (
    Alert,
    AllClear,
    Clear,
    FadeOut,
    Forecast,
    GoLive,
    Hold,
    Insert,
    Kick,
    Request,
    Skip,
    Subscribe,
    Take,
    Undo,
)
from station.control import REPLY, REQUEST, Answer
from station.kinds import Kind
from station.ladder import Rung
from station.outputs import OUTPUTS, Output, OutputState
from station.rundown import Reason, Start, Why
from station.snapshot import (
    Emergency,
    Fate,
    FixedPoint,
    Health,
    LiveInput,
    LiveState,
    Meters,
    OnAir,
    Snapshot,
    Upcoming,
)

NOON = datetime(2026, 11, 21, 3, 42, 17, tzinfo=UTC)

SONG = OnAir(
    Rung.SCHEDULE,
    item_key="song-1",
    cart_id=1,
    kind=Kind.MUSIC,
    title="Gending Pagi",
    artist="Karawitan Kota Contoh",
    programme="Pagi Ceria",
    reason=Reason(Why.ROTATION, {"programme": "Pagi Ceria"}),
    began_at=NOON - timedelta(seconds=75),
    position_ms=75_000,
    remaining_ms=83_000,
)


def upcoming(begins: datetime) -> tuple[Upcoming, ...]:
    """Return five items that follow each other."""
    lines = [
        (Kind.PSA, "Posyandu bulan ini", "", 30, Start.SOFT, "cued", Why.SPOT_SPREAD),
        (Kind.MUSIC, "Bengawan di Kala Senja", "Orkes Kota", 238, Start.SOFT, "cued", Why.ROTATION),
        (Kind.STATION_ID, "Ini Radio Kota Contoh", "", 8, Start.SOFT, "empty", Why.ROTATION),
        (Kind.MUSIC, "Angin Pesisir", "Trio Muara", 204, Start.SOFT, "empty", Why.FILL),
        (Kind.PROGRAMME, "Warta Siang", "", 900, Start.HARD, "opening", Why.FIXED),
    ]
    items = []
    for number, (kind, title, artist, seconds, start, deck, why) in enumerate(lines):
        items.append(
            Upcoming(
                item_key=f"item-{number}",
                cart_id=number + 2,
                kind=kind,
                title=title,
                artist=artist,
                programme="Pagi Ceria",
                begins=begins,
                length_ms=seconds * 1000,
                start=start,
                deck=deck,
                reason=Reason(why, {"programme": "Pagi Ceria", "campaign": "Dinas Kesehatan"}),
                fate=Fate.FADED if why is Why.FILL else Fate.WHOLE,
            )
        )
        begins += timedelta(seconds=seconds)
    return tuple(items)


def snapshot(channel: str = "radio", at: datetime = NOON, on_air: OnAir = SONG) -> Snapshot:
    return Snapshot(
        channel=channel,
        at=at,
        on_air=on_air,
        upcoming=upcoming(at + timedelta(milliseconds=on_air.remaining_ms)),
        meters=Meters((-7.5, -9.0), (-18.0, -19.5), 0.4),
        rundown_version=12,
        health=Health(ticks=5000, started_at=at - timedelta(hours=3)),
    )


class FakeAir:
    """Serves the control socket: snapshots to subscribers, answers to commands."""

    def __init__(self, path: Path, channel: str = "radio") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self.snapshot = snapshot(channel)
        self.requests: list[Request] = []
        self.refuse = ""
        """The code of its answer to everything; `dead_air` gives way to force."""
        self.expected: tuple[Upcoming, ...] = ()
        self.marks: tuple[FixedPoint, ...] = ()
        """Its answer to a forecast."""
        self.forecasts = 0
        self._before: list[Snapshot] = []
        self._stop = threading.Event()
        self._started = datetime.now(UTC)
        air = self

        class Connection(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    for line in self.rfile:
                        air.answer(REQUEST.validate_json(line), self)

        class Server(socketserver.ThreadingUnixStreamServer):
            daemon_threads = True
            block_on_close = False

        self._server = Server(str(path), Connection)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def answer(self, request: Request, connection: socketserver.StreamRequestHandler) -> None:
        if isinstance(request.command, Subscribe):
            while not self._stop.wait(0.2):
                connection.wfile.write(REPLY.dump_json(self.moved_on()) + b"\n")
            connection.connection.shutdown(socket.SHUT_RDWR)
            return
        if isinstance(request.command, Forecast):
            self.forecasts += 1
            told = Answer(request.id, ok=True, expected=self.expected, marks=self.marks)
        else:
            told = self._do(request)
        connection.wfile.write(REPLY.dump_json(told) + b"\n")

    def _do(self, request: Request) -> Answer:
        self.requests.append(request)
        refused = self.refuse and not (self.refuse == "dead_air" and request.force)
        if refused:
            return Answer(request.id, ok=False, error=self.refuse)
        if isinstance(request.command, Undo):
            if not self._before:
                return Answer(request.id, ok=False, error="nothing_to_undo")
            self.snapshot = self._before.pop()
        else:
            self._before.append(self.snapshot)
            self._apply(request)
            self.snapshot = replace(self.snapshot, undo=request.command.op)
        return Answer(request.id, ok=True, at=NOON, sample=1)

    def _apply(self, request: Request) -> None:
        match request.command:
            case Hold(on=on):
                self.snapshot = replace(self.snapshot, hold=on)
            case FadeOut():
                self.snapshot = replace(self.snapshot, hold=True)
            case Clear():
                self.snapshot = replace(self.snapshot, hold=False)
            case Skip():
                item = self.snapshot.upcoming[0]
                self.change(item_key=item.item_key, title=item.title)
            case Take(item_key=key):
                coming = self.snapshot.upcoming
                item = next((one for one in coming if one.item_key == key), coming[0])
                self.change(item_key=item.item_key, title=item.title)
                self.snapshot = replace(self.snapshot, manual="", hold=False)
            case Insert(item=item, when="now"):
                self.change(item_key=item.key, title=item.title)
            case GoLive(session=session, on=on):
                self.snapshot = replace(
                    self.snapshot, live=tuple(self._handed(session, on, self.snapshot.live))
                )
            case Kick(session=session):
                left = tuple(one for one in self.snapshot.live if one.session != session)
                self.snapshot = replace(self.snapshot, live=left)
            case Alert(button=button, times=times, drill=drill):
                emergency = Emergency(button, "Peringatan dini", NOON, 0, times, drill)
                self.snapshot = replace(self.snapshot, emergency=emergency)
            case AllClear():
                self.snapshot = replace(self.snapshot, emergency=None)

    def _handed(self, session: str, on: bool, inputs: tuple[LiveInput, ...]) -> Iterator[LiveInput]:
        """Yield the live inputs as they stand when one of them has been given the air, or left."""
        for one in inputs:
            if one.session == session or (not session and one.state is LiveState.ON_AIR):
                yield replace(one, state=LiveState.ON_AIR if on else LiveState.READY)
            else:
                yield replace(one, state=LiveState.BENCHED) if on else one

    def change(self, **on_air: object) -> None:
        """Put something else on the air."""
        changed = replace(self.snapshot.on_air, **on_air)
        self.snapshot = replace(self.snapshot, on_air=changed)

    def moved_on(self) -> Snapshot:
        """Return the snapshot as it is by now: its times run with the clock on the wall."""
        passed = datetime.now(UTC) - self._started
        ms = int(passed.total_seconds() * 1000)
        on_air = self.snapshot.on_air
        moved = replace(
            on_air, position_ms=on_air.position_ms + ms, remaining_ms=on_air.remaining_ms - ms
        )
        return replace(self.snapshot, at=self.snapshot.at + passed, on_air=moved)

    def close(self) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def outputs() -> list[Output]:
    since = NOON - timedelta(hours=2)
    up, resting = OutputState.UP, OutputState.BACKOFF
    return [
        Output("encoder:radio", "encoder", "radio", up, since),
        Output("radio.mp3", "icy", "radio", up, since, "/radio.mp3", listeners=41),
        Output("radio.aac", "icy", "radio", up, since, "/radio.aac", listeners=78),
        Output("radio-low.aac", "icy", "radio", up, since, "/radio-low.aac", listeners=19),
        Output("radio/live.m3u8", "hls", "radio", up, since, "/radio/live.m3u8", listeners=12),
        Output("icecast:kominfo", "icecast", "radio", resting, since, last_error="401 refused"),
    ]


class FakeStreams:
    """A stream server: the same minute of sound, paced, to everyone; and what its outputs do."""

    BURST_SECONDS = 3.0

    def __init__(self, sound: bytes, bytes_per_second: int, port: int = 0) -> None:
        self.connections = 0
        self.outputs = outputs()
        """What it says of them."""
        self.hls: Path | None = None
        """A folder with `live.m3u8`, or with addresses below it; when set, only HLS is served."""
        self.dropped = threading.Event()
        self._stop = threading.Event()
        streams = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/outputs.json"):
                    self._json(OUTPUTS.dump_json(streams.outputs))
                elif streams.hls is not None:
                    self._file(streams.hls)
                elif ".m3u8" in self.path:
                    self.send_error(404)
                else:
                    streams.connections += 1
                    with contextlib.suppress(OSError):
                        self._play()

            def _file(self, folder: Path) -> None:
                asked = Path(urlsplit(self.path).path)
                found = (folder / asked.relative_to("/"), folder / asked.name)
                path = next((each for each in found if each.is_file()), None)
                if path is None:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()
                self.wfile.write(path.read_bytes())

            def _json(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def _play(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "audio/mpeg")
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()
                at = 0
                chunk = int(bytes_per_second * streams.BURST_SECONDS)
                while not streams._stop.is_set() and not streams.dropped.is_set():
                    self.wfile.write((sound + sound)[at % len(sound) :][:chunk])
                    at += chunk
                    chunk = bytes_per_second // 4
                    streams._stop.wait(0.25)

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Page)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
