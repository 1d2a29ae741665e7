"""What the terminal of `mengudara up` shows: addresses, and what changes."""

import http.client
import json
import signal
from datetime import datetime
from threading import Event, Lock
from zoneinfo import ZoneInfo

from mengudara.child import Ended
from station.broadcast_day import zone_label
from station.clock import Clock
from station.config import Channel, Config
from station.paths import StatePaths

LOOK_SECONDS = 0.1
_CARRIES = {"radio": "Stream", "tv": "Television"}


class Terminal:
    """A calm terminal: one line for each thing that changed, at station time."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        self.clock = clock
        self._zone = zone
        self._lock = Lock()

    def say(self, sentence: str) -> None:
        now = self.clock.now()
        stamp = f"{now.astimezone(self._zone):%H:%M:%S} {zone_label(self._zone, now)}"
        with self._lock:
            print(f"{stamp}  {sentence}", flush=True)

    def ended(self, end: Ended) -> None:
        """Tell that a process died and when it comes back."""
        how = f"was ended by {_signal_name(-end.status)}" if end.status < 0 else (
            f"ended with status {end.status}"
        )  # fmt: skip
        rest = end.rest.total_seconds()
        again = f"in {rest:g} s" if rest else "at once"
        self.say(f"{end.role} {how}; it starts again {again} (logs/{end.role}.log)")

    def addresses(self, config: Config, paths: StatePaths) -> None:
        """Show where everything is to be found."""
        desk = f"http://{_reachable(config.web.host)}:{config.web.port}"
        lines = [f"{config.name}", f"  Listener page  {desk}/", f"  Studio         {desk}/studio"]
        lines += [
            f"  {_CARRIES[channel.kind]:<15}{stream_address(config, channel)}"
            for channel in config.channels
        ]
        lines += [f"  Logs           {paths.home / 'logs'}", "  Ctrl-C stops everything."]
        with self._lock:
            print("\n".join(lines), flush=True)


def stream_address(config: Config, channel: Channel) -> str:
    server = f"http://{_reachable(config.streams.host)}:{config.streams.port}"
    return f"{server}/{public_stream(channel)}"


def public_stream(channel: Channel) -> str:
    """Return the stream of a channel that most players can play."""
    return f"{channel.slug}.mp3" if "mp3" in channel.renditions else f"{channel.slug}/live.m3u8"


def announce_streams(
    config: Config, terminal: Terminal, began: datetime, served: Event, stop: Event
) -> None:
    """Wait for every public stream to be served and say how long that took.

    `served` is set when the radio is: television takes longer, and nobody waits for it.
    """
    waiting = {public_stream(channel): channel.kind for channel in config.channels}
    while waiting and not stop.wait(LOOK_SECONDS):
        for name in waiting.keys() & _outputs_up(config):
            del waiting[name]
            took = (terminal.clock.now() - began).total_seconds()
            terminal.say(f"/{name} is served, {took:.1f} s after the start.")
        if set(waiting.values()) <= {"tv"}:
            served.set()


def _outputs_up(config: Config) -> set[str]:
    server = http.client.HTTPConnection(
        _reachable(config.streams.host), config.streams.port, timeout=1
    )
    try:
        server.request("GET", "/outputs.json")
        outputs = json.loads(server.getresponse().read())
        return {one["name"] for one in outputs if one["state"] == "up"}
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return set()
    finally:
        server.close()


def _reachable(host: str) -> str:
    """Return an address this computer can call a server by that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
