"""Cuts the services a channel is sent to, one after the other, and asks the desk what it knows."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from station.kinds import Kind
from station.outputs import OUTPUTS, Output, OutputState
from tests.integration.test_streaming_icecast import Icecast
from tests.integration.test_streaming_remote import Server
from tests.on_air.line import Line, TcpLine, UdpLine
from tests.on_air.live_station import CLOCK, LiveStation, live_station
from tests.on_air.television_film import numbered_film
from tests.on_air.television_kills import CHANNEL, ROUNDS, rtmp_server
from tests.ports import unused_port
from web.accounts import AccountStore, Role
from web.browser_sessions import COOKIE, BrowserSessions

SETTINGS = """kind = "tv"
renditions = ["mp3"]
[channels.picture]
height = 576
preset = "ultrafast"
ladder = false
[[push]]
name = "rtmp"
url = "rtmp://127.0.0.1:{rtmp}/live/kunci"
[[push]]
name = "srt"
url = "srt://127.0.0.1:{srt}?latency=200000"
[[icecast]]
name = "icecast"
channel = "tv"
host = "127.0.0.1"
port = {icecast}
mount = "/tv.mp3"
password = "sesame"
"""
GONE, CUT = "gone", "cut"
"""The server itself ends, or only the line to it."""
NOTICED = timedelta(seconds=20)
"""A longer cut must have been noticed."""
OWN = (f"{CHANNEL}/live.m3u8", f"{CHANNEL}.mp3", "encoder:tv/pictures")
"""What nobody but the station itself can cut."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A service, the line to it, and how it goes and comes back."""

    name: str
    """Of its output."""
    stop: Callable[[], None]
    start: Callable[[], None]
    line: Line


@dataclass(frozen=True, slots=True)
class Cut:
    """One absence of a service."""

    name: str
    how: str
    """GONE or CUT."""
    seconds: float
    told: float | None
    """Seconds until the desk did not call it up any more; None: the cut was over before."""
    back: float
    """Seconds from its return until bytes were confirmed again."""
    told_back: float
    """Seconds from then until the desk called it up."""
    touched: tuple[str, ...] = ()
    """Other outputs that did not stand through it as they were."""


@dataclass
class Cuts:
    """What the cuts left behind."""

    cuts: list[Cut] = field(default_factory=list)

    def told(self) -> str:
        """Return the figures as a sentence."""
        parts = []
        for name in dict.fromkeys(one.name for one in self.cuts):
            mine = [one for one in self.cuts if one.name == name]
            told = [one.told for one in mine if one.told is not None]
            lines = [one.told for one in mine if one.told is not None and one.how == CUT]
            back = [one.back for one in mine]
            parts.append(
                f"{name}: {len(mine)} cuts of {min(one.seconds for one in mine):.0f} to"
                f" {max(one.seconds for one in mine):.0f} s"
                f" ({sum(one.how == CUT for one in mine)} of the line), back after"
                f" {max(back):.1f} s at most, {sum(one <= 10 for one in back)} of {len(back)}"
                f" within 10 s; the desk said so after {max(told, default=0):.1f} s at most"
                f" ({max(lines, default=0):.1f} s where it was the line) and its return after"
                f" {max(one.told_back for one in mine):.1f} s"
            )
        touched = sorted({name for one in self.cuts for name in one.touched})
        return "; ".join(parts) + f"; other outputs touched: {', '.join(touched) or 'none'}"


@dataclass
class Desk:
    """Asks the desk, and the streaming process itself."""

    station: LiveStation
    cookie: str

    def says(self) -> dict[str, Output]:
        return self._read(Request(self.station.web("/api/v1/outputs"), headers=self._headers))

    def truth(self) -> dict[str, Output]:
        return self._read(Request(self.station.stream("/outputs.json")))

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie}

    def _read(self, request: Request) -> dict[str, Output]:
        with urlopen(request, timeout=30) as answer:
            found = OUTPUTS.validate_python(json.loads(answer.read()))
        return {one.name: one for one in found}


def cut_everything(folder: Path, times: int, longest: int, seed: int) -> Cuts:
    """Cut each service so many times, each time for up to `longest` seconds."""
    random, cuts = Random(seed), Cuts()
    with ExitStack() as stack:
        endpoints = [
            stack.enter_context(_rtmp(folder / "rtmp")),
            stack.enter_context(_srt()),
            stack.enter_context(_icecast()),
        ]
        rtmp, srt, icecast = (one.line.port for one in endpoints)
        settings = SETTINGS.format(rtmp=rtmp, srt=srt, icecast=icecast)
        station = stack.enter_context(_station(folder, settings))
        desk = Desk(station, _sign_in(station))
        names = [one.name for one in endpoints]
        station.wait(lambda: _all_up(desk.says(), [*names, *OWN]), "all outputs up")
        for _ in range(times):
            for endpoint in endpoints:
                seconds = random.uniform(1, longest)
                how = random.choice((GONE, CUT))
                others = [name for name in (*names, *OWN) if name != endpoint.name]
                cuts.cuts.append(_cut(desk, endpoint, how, seconds, others))
    return cuts


def _cut(desk: Desk, endpoint: Endpoint, how: str, seconds: float, others: list[str]) -> Cut:
    before = desk.truth()
    at = CLOCK.now()
    ends = at + timedelta(seconds=seconds)
    endpoint.stop() if how == GONE else endpoint.line.cut()
    told: float | None = None
    while CLOCK.now() < ends:
        if told is None and not _is_up(desk.says(), endpoint.name):
            told = _since(at)
        CLOCK.sleep_until(min(ends, CLOCK.now() + timedelta(milliseconds=100)))
    endpoint.start() if how == GONE else endpoint.line.restore()
    returned = CLOCK.now()
    desk.station.wait(
        lambda: _confirms(desk.truth(), before, endpoint.name, how), f"{endpoint.name} again"
    )
    back, up = _since(returned), CLOCK.now()
    desk.station.wait(lambda: _is_up(desk.says(), endpoint.name), f"{endpoint.name} on the desk")
    after = desk.truth()
    touched = tuple(name for name in others if _is_touched(before.get(name), after.get(name)))
    return Cut(endpoint.name, how, seconds, told, back, _since(up), touched)


def _confirms(now: dict[str, Output], before: dict[str, Output], name: str, how: str) -> bool:
    """Return whether bytes are confirmed by the service that is back; what was gone has lost its
    connection, so only another one can be up."""
    if not _is_up(now, name):
        return False
    return how == CUT or now[name].since != before[name].since


def _is_touched(before: Output | None, after: Output | None) -> bool:
    """Return whether an output has lost its connection; a busy machine may call it stalled for a
    moment, which harms nobody."""
    return before is None or after is None or after.restarts != before.restarts


def _is_up(outputs: dict[str, Output], name: str) -> bool:
    return name in outputs and outputs[name].state is OutputState.UP


def _all_up(outputs: dict[str, Output], names: list[str]) -> bool:
    return all(_is_up(outputs, name) for name in names)


def _since(at: datetime) -> float:
    return (CLOCK.now() - at).total_seconds()


@contextmanager
def _station(folder: Path, settings: str) -> Iterator[LiveStation]:
    with live_station(folder / "var", settings, channel=CHANNEL) as station:
        station.take_in(numbered_film(folder / "film.mov", ROUNDS), Kind.MUSIC)
        station.always_on("Film")
        station.plan()
        station.start()
        yield station


def _sign_in(station: LiveStation) -> str:
    with station.sessions.begin() as session:
        admin = AccountStore(session).create(
            "penjaga", "kata sandi uji", [Role.ADMIN], now=CLOCK.now()
        )
        return f"{COOKIE}={BrowserSessions(session).open(admin.id, CLOCK.now())}"


@contextmanager
def _rtmp(folder: Path) -> Iterator[Endpoint]:
    with rtmp_server(folder) as server, TcpLine(urlsplit(server.url).port) as line:
        yield Endpoint("push:rtmp", server.stop, server.start, line)


@contextmanager
def _srt() -> Iterator[Endpoint]:
    port = unused_port()
    where = f"srt://127.0.0.1:{port}?mode=listener"
    command = ["srt-live-transmit", "-q", where, "file://con"]
    with Server(command, Path("/dev/null")) as server, UdpLine(port) as line:
        yield Endpoint("push:srt", server.stop, server.start, line)


@contextmanager
def _icecast() -> Iterator[Endpoint]:
    port = unused_port()
    with tempfile.TemporaryDirectory() as name, TcpLine(port) as line:
        folder = Path(name)
        folder.chmod(0o777)
        server = Icecast(folder, port)
        server.start()
        try:
            yield Endpoint("icecast:icecast", server.stop, server.start, line)
        finally:
            server.stop()


class OthersAreUntouched:
    """What is claimed of any number of cuts."""

    times = 0

    def test_every_service_was_cut_so_often_and_came_back(self, cuts: Cuts):
        """How soon is a figure of the report; on a busy machine it would be no promise."""
        assert len(cuts.cuts) == 3 * self.times

    def test_no_other_output_was_touched(self, cuts: Cuts):
        assert [one for one in cuts.cuts if one.touched] == []

    def test_the_desk_has_told_of_every_cut_that_was_long(self, cuts: Cuts):
        long = [one for one in cuts.cuts if one.seconds > NOTICED.total_seconds()]
        assert [one for one in long if one.told is None] == []
