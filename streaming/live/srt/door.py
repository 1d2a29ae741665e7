"""The SRT door: one UDP port, behind which every caller who shows a key has a child of his own."""

import contextlib
import logging
import secrets
import select
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from threading import Event, Thread

from station.config import SrtDoor
from streaming.backoff import Backoff
from streaming.live.admission import Refusal
from streaming.live.by_key import CROWDED, admitted, note
from streaming.live.srt import handshake
from streaming.live.srt.call import Call
from streaming.live.srt.handshake import Cookies, Handshake
from streaming.live.visit import House

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
SILENT = timedelta(seconds=5)
"""A caller of whom nothing comes for so long is gone."""
CLOSE_SECONDS = 5.0
AT_ONCE = 64
"""Packets that are taken in a row."""
RECEIVED_BYTES = 1 << 20
Address = tuple[str, int]


class SrtPort:
    """A port that is taken is no reason to stop: it is asked for again and again."""

    def __init__(self, settings: SrtDoor, house: House) -> None:
        self._settings = settings
        self._house = house
        self._cookies = Cookies(secrets.token_bytes(32))
        self._calls: dict[Address, Call] = {}
        self._heard: dict[Address, datetime] = {}
        self._stop = Event()
        self._thread = Thread(target=self._run, name="SRT door", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        backoff = Backoff(Random(), longest=5.0)
        while not self._stop.is_set():
            try:
                with _bound(self._settings) as front:
                    backoff.reset()
                    self._serve(front)
            except OSError as error:
                where = (self._settings.host, self._settings.port, error)
                message = "presenters cannot call by SRT on %s:%s: %s"
                logger.error(message, *where, extra={"action": "live_door_closed"})
                self._stop.wait(backoff.next())
            finally:
                self._end(list(self._calls))

    def _serve(self, front: socket.socket) -> None:
        while not self._stop.is_set():
            backs = {call.back: address for address, call in self._calls.items()}
            ready, _, _ = select.select([front, *backs], [], [], LOOK_SECONDS)
            for each in ready:
                if each is front:
                    self._hear(front)
                else:
                    self._answer(front, backs[each])
            self._look()

    def _hear(self, front: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            for _ in range(AT_ONCE):
                try:
                    packet, sender = front.recvfrom(handshake.LARGEST)
                except ConnectionError:
                    continue
                address = (str(sender[0]), int(sender[1]))
                call = self._calls.get(address)
                if call is not None:
                    self._heard[address] = self._house.clock.now()
                    call.take(packet)
                elif (said := handshake.read(packet)) and (reply := self._greeted(said, address)):
                    with contextlib.suppress(OSError):
                        front.sendto(reply, sender)

    def _greeted(self, said: Handshake, address: Address) -> bytes | None:
        """Return what somebody is told who is not connected; None: his child will answer."""
        second = int(self._house.clock.now().timestamp())
        if said.kind == handshake.INDUCTION:
            return handshake.induced(said, self._cookies.make(address, second))
        is_known = self._cookies.is_his(said.cookie, address, second)
        if said.kind != handshake.CONCLUSION or said.version != 5 or not is_known:
            return None
        refused = self._begin(said, address)
        if refused is None:
            return None
        note(self._house, "SRT", refused, address[0])
        return handshake.rejected(said, int(refused.status))

    def _begin(self, said: Handshake, address: Address) -> Refusal | None:
        channel, key = handshake.named(said.stream_id)
        found = admitted(self._house, key, channel, address[0])
        if isinstance(found, Refusal):
            return found
        call = Call(said, *found, self._house, self._settings)
        if not call.start():
            call.close()
            return CROWDED
        self._calls[address] = call
        self._heard[address] = self._house.clock.now()
        return None

    def _answer(self, front: socket.socket, address: Address) -> None:
        if call := self._calls.get(address):
            for packet in call.answers():
                with contextlib.suppress(OSError):
                    front.sendto(packet, address)

    def _look(self) -> None:
        """Greet children that have not answered, and let go of who is gone."""
        now = self._house.clock.now()
        for call in self._calls.values():
            call.knock()
        self._end(
            address
            for address, call in list(self._calls.items())
            if call.is_over or now - self._heard[address] > SILENT
        )

    def _end(self, addresses: Iterable[Address]) -> None:
        for address in addresses:
            del self._heard[address]
            call = self._calls.pop(address)
            call.hang_up()
            Thread(target=call.close, name="SRT call ends", daemon=True).start()


def _bound(settings: SrtDoor) -> socket.socket:
    """Return a bound socket that never waits; raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_DGRAM, flags=socket.AI_PASSIVE
    )[0]
    front = socket.socket(family, kind, protocol)
    try:
        front.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED_BYTES)
        front.setblocking(False)
        front.bind(address)
    except OSError:
        front.close()
        raise
    return front
