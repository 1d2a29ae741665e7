"""The HLS files of a channel as the listener server hands them out: from memory, all at once.

A rendition that lacks a segment of the window is not on offer: it was left out for a while, and
is back when its window is whole. Players that hear a 404 of it go on with another one.
"""

import hashlib
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from streaming.hls import playlist
from streaming.hls.playlist import Variant
from streaming.hls.window import Window
from streaming.http_message import Answer, refusal

_PLAYLIST = "application/vnd.apple.mpegurl"
_FOREVER = ("Cache-Control", "public, max-age=31536000, immutable")
_LEFT_OUT = refusal(HTTPStatus.NOT_FOUND, ("Cache-Control", "no-store"))

_NOT_YET = refusal(HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "1"))
"""Of a playlist without a segment: one is on its way."""


class Published:
    """Replaced as a whole with every segment, so no reader sees half a change."""

    def __init__(self, slug: str, variants: Sequence[Variant]) -> None:
        self._slug = slug
        self._variants = variants
        folders = [f"/{slug}/{each.name}" for each in variants]
        self._master = f"/{slug}/live.m3u8"
        self._playlists = {f"{folder}/live.m3u8" for folder in (f"/{slug}", *folders)}
        self._contents: dict[str, Answer] = {}
        self._files: Mapping[str, Answer] = {}

    def answer(self, path: str) -> Answer | None:
        if path in self._playlists and path not in self._files:
            return _NOT_YET if self._master not in self._files else _LEFT_OUT
        return self._files.get(path)

    def add(self, rendition: str, file: str, content: bytes) -> None:
        """Hold a segment; it is served once a window names it."""
        answer = Answer(content, "video/mp2t", headers=(_FOREVER,))
        self._contents[f"/{self._slug}/{rendition}/{file}"] = answer

    def show(self, window: Window) -> None:
        """Serve what the window holds, and nothing else."""
        folders = [f"/{self._slug}/{each.name}" for each in self._variants]
        held = [f"{folder}/{each.file}" for folder in folders for each in window.held]
        self._contents = {path: self._contents[path] for path in held if path in self._contents}
        files = dict(self._contents)
        if window.segments:
            media = _text(playlist.media(window), window)
            whole = [each for each in self._variants if self._is_whole(each, window)]
            files |= {f"/{self._slug}/{each.name}/live.m3u8": media for each in whole}
            files[self._master] = _text(playlist.master(whole), window)
        self._files = files

    def _is_whole(self, variant: Variant, window: Window) -> bool:
        folder = f"/{self._slug}/{variant.name}"
        return all(f"{folder}/{each.file}" in self._contents for each in window.segments)


def _text(text: str, window: Window) -> Answer:
    """Return a playlist that is fresh for half a segment."""
    body = text.encode()
    fresh = ("Cache-Control", f"max-age={(window.target_seconds - 1) // 2}")
    tag = ("ETag", f'"{hashlib.sha256(body).hexdigest()[:16]}"')
    return Answer(body, _PLAYLIST, headers=(fresh, tag))
