"""A browser's microphone on its way to the live process: who may speak, and the bridge itself.

Everything here runs in asyncio; what needs the database is handed to the thread pool.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import anyio
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from station.config import Config
from station.live import MAX_LINE, MICROPHONE, WORD, Microphone, Word
from station.snapshot import LiveState
from web.accounts import Account, Role
from web.presenter_keys import PRESENTING, PresenterKey

LARGEST_CHUNK = 64_000
BYTES_PER_SECOND = 64_000
"""Twice what Opus can make of stereo."""
BURST = 512_000
WITH_PICTURES = 16
"""How many times as much a camera may send: 8 Mbit a second."""
ASKED_AGAIN_SECONDS = 30.0
"""How long an account that was disabled can go on speaking."""
STUCK_SECONDS = 5.0
"""How long the live process may leave sound lying."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much more may come: fills up with time, pays for every chunk."""

    left: float
    at: datetime
    times: int = 1
    """How many times as much as a microphone's."""

    def take(self, size: int, now: datetime) -> "Allowance | None":
        """Return what is left behind a chunk; None when it is too much."""
        passed = max(now - self.at, timedelta(0)).total_seconds()
        most, a_second = BURST * self.times, BYTES_PER_SECOND * self.times
        left = min(most, self.left + passed * a_second) - size
        fits = left >= 0 and size <= LARGEST_CHUNK * self.times
        return Allowance(left, now, self.times) if fits else None


def channels_open_to(account: Account, key: PresenterKey | None, config: Config) -> Sequence[str]:
    """Return where the account may speak; a key narrows that down for a presenter.

    An interpreter is seen and never heard.
    """
    slugs = [channel.slug for channel in config.channels]
    if not account.has(*PRESENTING) or account.must_change_password:
        return []
    if key is None or account.has(Role.OPERATOR):
        return slugs
    if key.interprets:
        return []
    return [slug for slug in slugs if slug in key.channels]


def always_open_to(account: Account, key: PresenterKey | None) -> bool:
    """Return whether the account may take the air outside the live slots."""
    return account.has(Role.OPERATOR) or (key is not None and key.always)


class Microphones:
    """Who speaks through a browser now: one connection an account, the newest one."""

    def __init__(self) -> None:
        self._replaced: dict[str, anyio.Event] = {}

    def enter(self, login: str) -> anyio.Event:
        """Return what is set as soon as the account speaks from somewhere else."""
        if login in self._replaced:
            self._replaced[login].set()
        own = self._replaced[login] = anyio.Event()
        return own

    def leave(self, login: str, own: anyio.Event) -> None:
        if self._replaced.get(login) is own:
            del self._replaced[login]


@dataclass(frozen=True, slots=True)
class Bridge:
    """Carries the sound of one browser to the live process, and its words back."""

    websocket: WebSocket
    socket: Path
    hello: Microphone
    now: Callable[[], datetime]
    may_stay: Callable[[], bool]
    """Asked in a thread now and then."""

    async def carry(self, replaced: anyio.Event) -> str:
        """Carry until one side ends; return why, empty when the browser left by itself."""
        try:
            reader, writer = await asyncio.open_unix_connection(str(self.socket), limit=MAX_LINE)
        except OSError:
            return "live_away"
        why = "live_away"
        try:
            writer.write(MICROPHONE.dump_json(self.hello) + b"\n")
            why = await _first(
                partial(self._sound, writer),
                partial(self._words, reader),
                partial(self._replaced, replaced),
                self._leave,
            )
        finally:
            await _hang_up(writer, flush=not why)
        return why

    async def _sound(self, writer: asyncio.StreamWriter) -> str:
        times = WITH_PICTURES if self.hello.is_camera else 1
        allowance = Allowance(BURST * times, self.now(), times)
        while True:
            message = await self.websocket.receive()
            if message["type"] == "websocket.disconnect":
                return ""
            chunk = message.get("bytes") or b""
            left = allowance.take(len(chunk) + len(message.get("text") or ""), self.now())
            if left is None:
                return "too_much"
            allowance = left
            try:
                writer.write(chunk)
                with anyio.fail_after(STUCK_SECONDS):
                    await writer.drain()
            except (OSError, TimeoutError):
                return "live_away"

    async def _words(self, reader: asyncio.StreamReader) -> str:
        try:
            while line := await reader.readline():
                word = WORD.validate_json(line)
                if word.ended:
                    return word.ended
                await tell(self.websocket, word)
        except (OSError, ValueError):
            return "live_away"
        except WebSocketDisconnect:
            return ""
        return "live_away"

    async def _replaced(self, event: anyio.Event) -> str:
        await event.wait()
        return "replaced"

    async def _leave(self) -> str:
        while True:
            await anyio.sleep(ASKED_AGAIN_SECONDS)
            try:
                if not await run_in_threadpool(self.may_stay):
                    return "signed_out"
            except DBAPIError:
                continue  # nobody is silenced because the database is away


async def _hang_up(writer: asyncio.StreamWriter, *, flush: bool) -> None:
    """Close a connection; what the live process leaves lying is given up in the end."""
    with anyio.CancelScope(shield=True), contextlib.suppress(OSError):
        if flush:
            writer.close()
            with anyio.move_on_after(STUCK_SECONDS, shield=True):
                await writer.wait_closed()
        writer.transport.abort()
        await writer.wait_closed()


async def tell(websocket: WebSocket, word: Word) -> None:
    await websocket.send_text(WORD.dump_json(word).decode())


def ended(why: str) -> Word:
    return Word(LiveState.LOST, ended=why)


async def _first(*ways: Callable[[], Awaitable[str]]) -> str:
    """Return what ends first, and end the others."""
    said: list[str] = []

    async def run(way: Callable[[], Awaitable[str]]) -> None:
        said.append(await way())
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        for way in ways:
            group.start_soon(run, way)
    return said[0]
