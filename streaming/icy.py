"""ICY metadata: titles woven into the sound after every so many bytes."""

from typing import NamedTuple

from streaming.captions import Caption, no_caption
from streaming.ring import Chunk

UNCHANGED = b"\0"
LONGEST = 255 * 16
_FRAME = "StreamTitle='';"


class Woven(NamedTuple):
    """Where a listener stands between two titles."""

    left: int
    """Bytes of sound until the next title is due."""
    told: str | None
    """The title told last."""


def clean(title: str) -> str:
    """Return a title that cannot end the field early, on one line."""
    printable = "".join(each if each.isprintable() else " " for each in title)
    return printable.replace("';", "’").replace(";", ",").strip()


def title_block(title: str) -> bytes:
    """Return the length byte and the padded field; a title too long is cut between letters."""
    room = LONGEST - len(_FRAME)
    text = clean(title).encode(errors="replace")[:room].decode(errors="ignore")
    field = f"StreamTitle='{text}';".encode()
    blocks = -(-len(field) // 16)
    return bytes([blocks]) + field.ljust(blocks * 16, b"\0")


def weave(
    chunks: list[Chunk],
    state: Woven,
    metaint: int,
    *,
    unnamed: str,
    caption: Caption = no_caption,
) -> tuple[bytes, Woven]:
    """Return the sound of `chunks` with the titles due in it, and where the listener then stands.

    `unnamed` is shown while nothing that has a title is on; a `caption` is shown instead of both.
    """
    left, told = state
    parts: list[bytes | memoryview] = []
    for chunk in chunks:
        data, at = memoryview(chunk.data), 0
        while len(data) - at >= left:
            parts.append(data[at : at + left])
            at += left
            title = told_at(chunk, at, caption) or unnamed
            parts.append(UNCHANGED if title == told else title_block(title))
            left, told = metaint, title
        parts.append(data[at:])
        left -= len(data) - at
    return b"".join(parts), Woven(left, told)


def told_at(chunk: Chunk, offset: int, caption: Caption = no_caption) -> str:
    """Return the caption or title that is on at a byte of the chunk, empty when there is none."""
    playing = chunk.playing
    for mark in chunk.piece.marks:
        if mark.offset <= offset:
            playing = mark.metadata
    title = playing.stream_title if playing else ""
    return caption(chunk.piece.utc_us, playing) or title
