"""Who may come in at the presenters' door, and to which channel. Waits for nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from threading import Lock

from station.presenters import Presenter
from station.presenters import key_sha256 as digest
from streaming.live.http_head import Head, credentials
from streaming.live.presenter_list import PresenterList
from streaming.live.throttle import WHILE, Throttle

_NOBODY = Presenter("", "", digest("nobody"), ())
"""Compared with in place of an unknown presenter, so that both answers take the same time."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody does not come in; the sentence is for the presenter's program to show."""

    status: HTTPStatus
    sentence: str
    headers: tuple[tuple[str, str], ...] = ()


class Admission:
    """Asks for the key first, so that nobody learns anything without one."""

    def __init__(self, channels: Collection[str], presenters: PresenterList) -> None:
        self._channels = channels
        self._presenters = presenters
        self._throttle = Throttle()
        self._lock = Lock()

    def presenter(self, head: Head, address: str, now: datetime) -> Presenter | Refusal:
        """Return who it is."""
        if waits := self._slowed(address, now):
            return waits
        told = credentials(head)
        if told is None:
            return _unknown("Name and key are needed.")
        login, key = told
        found = self._presenters.find(login)
        right = (found or _NOBODY).has_key(key)
        if found and right:
            return found
        with self._lock:
            self._throttle.failed(address, now)
        return _unknown("Wrong name or key.")

    def by_key(self, key: str, address: str, now: datetime) -> Presenter | Refusal:
        """Return whose key it is; no two people have the same."""
        if waits := self._slowed(address, now):
            return waits
        if found := self._presenters.with_key(key):
            return found
        with self._lock:
            self._throttle.failed(address, now)
        return Refusal(HTTPStatus.UNAUTHORIZED, "Wrong key.")

    def _slowed(self, address: str, now: datetime) -> Refusal | None:
        with self._lock:
            if not self._throttle.blocks(address, now):
                return None
        wait = ("Retry-After", str(int(WHILE.total_seconds())))
        return Refusal(HTTPStatus.TOO_MANY_REQUESTS, "Too many wrong keys: wait a minute.", (wait,))

    def channel(self, mount: str, presenter: Presenter) -> str | Refusal:
        """Return the channel of a mount, `/CHANNEL` or `/live/CHANNEL`."""
        channel = channel_of(mount)
        if channel not in self._channels:
            return Refusal(
                HTTPStatus.NOT_FOUND,
                f"There is no such mount; there are: {', '.join(f'/{c}' for c in self._channels)}.",
            )
        if channel not in presenter.channels:
            return Refusal(HTTPStatus.FORBIDDEN, f"You are no presenter of {channel}.")
        return channel

    def still_admits(self, login: str, channel: str, *, interprets: bool) -> bool:
        """Whether the desk has not taken back what it allowed."""
        found = self._presenters.find(login)
        return found is not None and channel in found.channels and found.interprets == interprets


def channel_of(mount: str) -> str:
    return mount.removeprefix("/live/").removeprefix("/")


def _unknown(sentence: str) -> Refusal:
    challenge = ("WWW-Authenticate", 'Basic realm="Mengudara live"')
    return Refusal(HTTPStatus.UNAUTHORIZED, sentence, (challenge,))
