"""The HLS files of a channel as the listener server hands them out: from memory, all at once.

A rendition that lacks a segment of the window is not on offer: it was left out for a while, and
is back when its window is whole. Players that hear a 404 of it go on with another one.
"""

import hashlib
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from station.languages import LANGUAGES, Language
from streaming.hls import playlist
from streaming.hls.playlist import Variant
from streaming.hls.window import ALL_CAPTIONS, Segment, Window, captions_in
from streaming.http_message import Answer, refusal

_PLAYLIST = "application/vnd.apple.mpegurl"
_TYPES = {".ts": "video/mp2t", ".vtt": "text/vtt; charset=utf-8"}
_FOREVER = ("Cache-Control", "public, max-age=31536000, immutable")
_LEFT_OUT = refusal(HTTPStatus.NOT_FOUND, ("Cache-Control", "no-store"))

_NOT_YET = refusal(HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "1"))
"""Of a playlist without a segment: one is on its way."""


class Published:
    """Replaced as a whole with every segment, so no reader sees half a change."""

    def __init__(self, slug: str, variants: Sequence[Variant], *, captions: bool = False) -> None:
        """`captions`: whether there are renditions that are read, in any language."""
        self._slug = slug
        self._variants = variants
        self._names = [*(each.name for each in variants), *(ALL_CAPTIONS if captions else ())]
        folders = [f"/{slug}/{name}" for name in self._names]
        self._master = f"/{slug}/live.m3u8"
        self._playlists = {f"{folder}/live.m3u8" for folder in (f"/{slug}", *folders)}
        self._playlists |= {f"/{slug}/{each.name}.m3u8" for each in variants if each.shape}
        self._contents: dict[str, Answer] = {}
        self._files: Mapping[str, Answer] = {}

    def answer(self, path: str) -> Answer | None:
        if path in self._playlists and path not in self._files:
            return _NOT_YET if self._master not in self._files else _LEFT_OUT
        return self._files.get(path)

    def add(self, rendition: str, file: str, content: bytes) -> None:
        """Hold a segment; it is served once a window names it."""
        kind = _TYPES[file[file.rindex(".") :]]
        answer = Answer(content, kind, headers=(_FOREVER,))
        self._contents[f"/{self._slug}/{rendition}/{file}"] = answer

    def show(self, window: Window) -> None:
        """Serve what the window holds, and nothing else."""
        held = [self._path(name, each) for name in self._names for each in window.held]
        self._contents = {path: self._contents[path] for path in held if path in self._contents}
        files = dict(self._contents)
        if window.segments:
            files |= self._lists(window)
        self._files = files

    def _lists(self, window: Window) -> dict[str, Answer]:
        """Return the playlists: of all that is whole, of each size with captions, of each alone."""
        media = _text(playlist.media(window), window)
        whole = [each for each in self._variants if self._is_whole(each.name, window)]
        lists = {f"/{self._slug}/{each.name}/live.m3u8": media for each in whole}
        captions = [each for each in LANGUAGES if self._is_read(each, window)]
        for language in captions:
            name = captions_in(language.code)
            path = f"/{self._slug}/{name}/live.m3u8"
            lists[path] = _text(playlist.media(window, name), window)
        for each in whole:
            if each.shape:
                one = playlist.master([each], captions)
                lists[f"/{self._slug}/{each.name}.m3u8"] = _text(one, window)
        lists[self._master] = _text(playlist.master(whole, captions), window)
        return lists

    def _is_read(self, language: Language, window: Window) -> bool:
        name = captions_in(language.code)
        return name in self._names and self._is_whole(name, window)

    def _is_whole(self, rendition: str, window: Window) -> bool:
        return all(self._path(rendition, each) in self._contents for each in window.segments)

    def _path(self, rendition: str, segment: Segment) -> str:
        return f"/{self._slug}/{rendition}/{segment.file(rendition)}"


def _text(text: str, window: Window) -> Answer:
    """Return a playlist that is fresh for half a segment."""
    body = text.encode()
    fresh = ("Cache-Control", f"max-age={(window.target_seconds - 1) // 2}")
    tag = ("ETag", f'"{hashlib.sha256(body).hexdigest()[:16]}"')
    return Answer(body, _PLAYLIST, headers=(fresh, tag))
