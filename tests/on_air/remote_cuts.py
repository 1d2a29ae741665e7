"""Cuts the services a channel is sent to, side by side, and watches what the desk knows of it."""

import json
import signal
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from station.kinds import Kind
from station.outputs import OUTPUTS, Output, OutputState
from tests.integration.test_streaming_icecast import Icecast
from tests.integration.test_streaming_remote import Server
from tests.on_air.line import TcpLine, UdpLine
from tests.on_air.live_station import CLOCK, LiveStation, live_station
from tests.on_air.television_film import numbered_film
from tests.on_air.television_kills import CHANNEL, ROUNDS, rtmp_server
from tests.ports import unused_port
from tests.waiting import until
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
[[push]]
name = "udp"
url = "udp://127.0.0.1:{udp}"
[[icecast]]
name = "icecast"
channel = "tv"
host = "127.0.0.1"
port = {icecast}
mount = "/tv.mp3"
password = "sesame"
"""
GONE, CUT, STILL = "gone", "cut", "still"
"""The server itself ends, only the line to it, or it stands still without ending."""
WAYS = (GONE, CUT, STILL)
NOTICED = timedelta(seconds=20)
"""A longer cut must have been noticed."""
RESTS = (4.0, 12.0)
"""Seconds of peace between two cuts, from and to."""
OWN = (f"{CHANNEL}/live.m3u8", f"{CHANNEL}.mp3", "encoder:tv/pictures")
"""What nobody but the station itself can cut."""
DATAGRAMS = "push:udp"
LOOK_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A service, the line to it, and how it goes and comes back."""

    name: str
    """Of its output."""
    port: int
    ends: dict[str, tuple[Callable[[], None], Callable[[], None]]]
    """By the way it is cut: how that begins and ends."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One absence of a service."""

    name: str
    how: str
    at: datetime
    returned: datetime
    confirmed: datetime
    """When bytes were confirmed again."""

    @property
    def seconds(self) -> float:
        return (self.returned - self.at).total_seconds()

    @property
    def back(self) -> float:
        """Seconds from its return until bytes were confirmed again."""
        return (self.confirmed - self.returned).total_seconds()


@dataclass(frozen=True, slots=True)
class Look:
    """All outputs as one that was asked knew them."""

    at: datetime
    """When it had answered."""
    outputs: dict[str, Output]

    def is_up(self, name: str) -> bool:
        return name in self.outputs and self.outputs[name].state is OutputState.UP


class Watch:
    """Asks the desk, and the streaming process itself, again and again."""

    def __init__(self, station: LiveStation) -> None:
        self.desk: list[Look] = []
        self.truth: list[Look] = []
        cookie = {"Cookie": _sign_in(station)}
        self._desk = Request(station.web("/api/v1/outputs"), headers=cookie)
        self._truth = Request(station.stream("/outputs.json"))
        self._stop = Event()
        self._threads = [
            Thread(target=self._run, args=each, name="watch")
            for each in ((self._desk, self.desk), (self._truth, self.truth))
        ]

    def __enter__(self) -> "Watch":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, request: Request, looks: list[Look]) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            with urlopen(request, timeout=30) as answer:
                found = OUTPUTS.validate_python(json.loads(answer.read()))
            looks.append(Look(CLOCK.now(), {one.name: one for one in found}))


@dataclass
class Cuts:
    """What the cuts left behind."""

    cuts: list[Cut] = field(default_factory=list)
    desk: list[Look] = field(default_factory=list)
    truth: list[Look] = field(default_factory=list)

    def noticed(self, cut: Cut) -> float | None:
        """Return the seconds until the desk called it up no more; None: it was over before."""
        for look in self.desk:
            if cut.at <= look.at <= cut.returned and not look.is_up(cut.name):
                return (look.at - cut.at).total_seconds()
        return None

    def noticed_back(self, cut: Cut) -> float:
        """Return the seconds from the first byte confirmed again until the desk called it up."""
        return next(
            (look.at - cut.confirmed).total_seconds()
            for look in self.desk
            if look.at >= cut.confirmed and look.is_up(cut.name)
        )

    def touched(self) -> list[tuple[str, datetime]]:
        """Return which outputs lost their connection while they were not cut themselves, and when.

        A busy machine may call one stalled for a moment, which harms nobody.
        """
        return sorted(
            (name, after.at)
            for before, after in zip(self.truth, self.truth[1:], strict=False)
            for name in before.outputs
            if name not in after.outputs
            or after.outputs[name].restarts != before.outputs[name].restarts
            if not self._is_cut(name, after.at)
        )

    def flickers(self) -> int:
        """Return how often the desk did not call something up that was not cut."""
        names = {*OWN, *(one.name for one in self.cuts)}
        return sum(
            before.is_up(name) and not after.is_up(name) and not self._is_cut(name, after.at)
            for before, after in zip(self.desk, self.desk[1:], strict=False)
            for name in names
        )

    def claims(self, name: str) -> set[OutputState]:
        """Return what the desk ever said of an output."""
        return {look.outputs[name].state for look in self.desk if name in look.outputs}

    def told(self) -> str:
        """Return the figures as a sentence."""
        parts = [self._of(name) for name in dict.fromkeys(one.name for one in self.cuts)]
        touched = sorted({name for name, _ in self.touched()})
        minutes = (self.truth[-1].at - self.truth[0].at).total_seconds() / 60
        return (
            f"{'; '.join(parts)}; datagrams called {', '.join(self.claims(DATAGRAMS))};"
            f" in {minutes:.0f} min others touched: {', '.join(touched) or 'none'}, called"
            f" something else than up for a moment: {self.flickers()}"
        )

    def _of(self, name: str) -> str:
        mine = [one for one in self.cuts if one.name == name]
        back = [one.back for one in mine]
        told = {one: self.noticed(one) for one in mine}
        known = [seconds for seconds in told.values() if seconds is not None]
        ways = ", ".join(
            f"{how} {max((told[one] or 0.0 for one in mine if one.how == how), default=0):.1f}"
            for how in WAYS
        )
        return (
            f"{name}: {len(mine)} cuts of {min(one.seconds for one in mine):.0f} to"
            f" {max(one.seconds for one in mine):.0f} s, back after {max(back):.1f} s at most,"
            f" {sum(one <= 10 for one in back)} of {len(back)} within 10 s; the desk said so after"
            f" {max(known, default=0):.1f} s at most ({ways}), {sum(one <= 5 for one in known)} of"
            f" {len(known)} within 5 s, {len(mine) - len(known)} were over before; and its return"
            f" after {max(self.noticed_back(one) for one in mine):.1f} s"
        )

    def _is_cut(self, name: str, at: datetime) -> bool:
        """Return whether it was cut then, or the look before may have been the last of a cut."""
        late = timedelta(seconds=2)
        return any(one.name == name and one.at <= at <= one.confirmed + late for one in self.cuts)


def lengths(times: int, longest: float) -> list[float]:
    """Return so many lengths from one second to the longest, evenly on a logarithmic scale."""
    return [longest ** (place / (times - 1)) for place in range(times)]


def cut_everything(folder: Path, times: int, longest: int, seed: int) -> Cuts:
    """Cut each service so many times for up to `longest` seconds, by a schedule of its own."""
    with ExitStack() as stack:
        endpoints = [
            stack.enter_context(_rtmp(folder / "rtmp")),
            stack.enter_context(_srt()),
            stack.enter_context(_icecast()),
        ]
        rtmp, srt, icecast = (one.port for one in endpoints)
        udp = stack.enter_context(_receiver())
        settings = SETTINGS.format(rtmp=rtmp, srt=srt, icecast=icecast, udp=udp)
        station = stack.enter_context(_station(folder, settings))
        watch = stack.enter_context(Watch(station))
        names = [*(one.name for one in endpoints), *OWN]
        for looks in (watch.desk, watch.truth):
            station.wait(lambda looks=looks: _all_up(looks, names), "all outputs up")
        with ThreadPoolExecutor(len(endpoints)) as pool:
            cuts = [
                pool.submit(_cut_one, watch, one, _schedule(times, longest, seed + place, place))
                for place, one in enumerate(endpoints)
            ]
            done = [cut for each in cuts for cut in each.result()]
        last = CLOCK.now()
        until(lambda: watch.desk[-1].at > last and _all_up(watch.desk, names), "the desk")
        return Cuts(done, watch.desk, watch.truth)


@dataclass(frozen=True, slots=True)
class Planned:
    """One cut to come."""

    rest: float
    """Seconds of peace before it."""
    how: str
    seconds: float


def _schedule(times: int, longest: float, seed: int, place: int) -> list[Planned]:
    """Return a service's cuts: each way of cutting has short and long ones."""
    random = Random(seed)
    planned = [
        Planned(random.uniform(*RESTS), WAYS[(number + place) % len(WAYS)], seconds)
        for number, seconds in enumerate(lengths(times, longest))
    ]
    random.shuffle(planned)
    return planned


def _cut_one(watch: Watch, endpoint: Endpoint, planned: Iterable[Planned]) -> list[Cut]:
    return [_cut(watch, endpoint, each) for each in planned]


def _cut(watch: Watch, endpoint: Endpoint, planned: Planned) -> Cut:
    _sleep(planned.rest)
    begin, end = endpoint.ends[planned.how]
    at = CLOCK.now()
    begin()
    _sleep(planned.seconds)
    end()
    returned = CLOCK.now()
    first = until(lambda: _after(watch.truth, returned), "an answer")
    base = first.outputs[endpoint.name].bytes_out
    confirming = until(
        lambda: _confirming(watch.truth[-1], endpoint.name, base), f"{endpoint.name} again"
    )
    return Cut(endpoint.name, planned.how, at, returned, confirming.at)


def _after(looks: list[Look], at: datetime) -> Look | None:
    return looks[-1] if looks[-1].at > at else None


def _confirming(look: Look, name: str, base: int) -> Look | None:
    """Return a look at which more bytes are confirmed than after the return."""
    return look if look.is_up(name) and look.outputs[name].bytes_out > base else None


def _all_up(looks: list[Look], names: list[str]) -> bool:
    return bool(looks) and all(looks[-1].is_up(name) for name in names)


def _sleep(seconds: float) -> None:
    CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=seconds))


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


def _endpoint(name: str, port: int, server: Server | Icecast, line: TcpLine | UdpLine) -> Endpoint:
    return Endpoint(
        name,
        port,
        {
            GONE: (server.stop, server.start),
            CUT: (line.cut, line.restore),
            STILL: (
                lambda: server.signal(signal.SIGSTOP),
                lambda: server.signal(signal.SIGCONT),
            ),
        },
    )


@contextmanager
def _rtmp(folder: Path) -> Iterator[Endpoint]:
    server = rtmp_server(folder)
    config = folder / "nginx.conf"
    # By itself, nginx keeps the name of a stream for a publisher whose line was cut for ever.
    text = config.read_text().replace("live on;", "live on; drop_idle_publisher 5s;")
    config.write_text(text)
    with server:
        yield _endpoint("push:rtmp", urlsplit(server.url).port, server, TcpLine(server))


@contextmanager
def _srt() -> Iterator[Endpoint]:
    port = unused_port()
    where = f"srt://127.0.0.1:{port}?mode=listener"
    command = ["srt-live-transmit", "-q", where, "file://con"]
    with Server(command, Path("/dev/null")) as server, UdpLine(port) as line:
        yield _endpoint("push:srt", line.port, server, line)


@contextmanager
def _icecast() -> Iterator[Endpoint]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        server = Icecast(folder, unused_port())
        server.start()
        try:
            yield _endpoint("icecast:icecast", server.port, server, TcpLine(server))
        finally:
            server.stop()


@contextmanager
def _receiver() -> Iterator[int]:
    """Yield the port of one who gets datagrams and never says a word."""
    with socket.socket(type=socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        yield receiver.getsockname()[1]


class OthersAreUntouched:
    """What is claimed of any number of cuts."""

    times = 0

    def test_every_service_was_cut_so_often_and_came_back(self, cuts: Cuts):
        """How soon is a figure of the report; on a busy machine it would be no promise."""
        assert len(cuts.cuts) == 3 * self.times

    def test_no_output_was_touched_that_was_not_cut(self, cuts: Cuts):
        assert cuts.touched() == []

    def test_the_desk_has_told_of_every_cut_that_was_long(self, cuts: Cuts):
        long = [one for one in cuts.cuts if one.seconds > NOTICED.total_seconds()]
        assert [one for one in long if cuts.noticed(one) is None] == []

    def test_datagrams_were_never_called_up(self, cuts: Cuts):
        assert OutputState.UP not in cuts.claims(DATAGRAMS)
