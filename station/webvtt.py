"""Captions: WebVTT and SubRip read strictly, WebVTT written. Pure.

Only what is said is kept, with its times: styles, positions and voices are left to the player.
"""

import codecs
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from station.errors import StationError

LARGEST = 2_000_000
"""Bytes; a whole day of speech is half of it."""
MOST_LINES = 6
LONGEST_LINE = 300
_HEAD_BYTES = 2_000
_SAYS_LANGUAGE = re.compile(r"Language:\s*(\S+)\s*", re.IGNORECASE)
_TIMES = re.compile(
    r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})[ \t]+-->[ \t]+"
    r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})(?:[ \t].*)?"
)
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_UNSEEN = {"STYLE", "REGION"}


class CaptionFault(StrEnum):
    """What is wrong with captions; the words come from the message catalogue."""

    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    """Neither UTF-8 nor UTF-16."""
    NO_TIMES = "no_times"
    """A block of text without a line of times."""
    TIMES = "times"
    """A line of times that cannot be read."""
    BACKWARDS = "backwards"
    """Words that end before they begin."""
    TOO_LONG = "too_long"
    """More words at once than a screen holds."""
    EMPTY = "empty"
    """Nothing is said at all."""


class CaptionsInvalid(StationError):
    """A file of captions cannot be used."""

    def __init__(self, fault: CaptionFault, line: int = 0) -> None:
        super().__init__(f"captions, line {line}: {fault}")
        self.fault = fault
        self.line = line
        """Counts from 1; 0 for the whole file."""


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """Words and when they are seen, in milliseconds from the first picture."""

    begins: int
    ends: int
    text: str
    """Plain, with line breaks."""


def read(data: bytes) -> tuple[Cue, ...]:
    """Return the captions of a file in order of their beginning; raises CaptionsInvalid."""
    if len(data) > LARGEST:
        raise CaptionsInvalid(CaptionFault.TOO_LARGE)
    lines = _text(data).splitlines()
    cues = sorted(cue for number, block in _blocks(lines) for cue in _cue(number, block))
    if not cues:
        raise CaptionsInvalid(CaptionFault.EMPTY)
    return tuple(cues)


def language(data: bytes) -> str:
    """Return the language that the head of a file says, as it is written; empty for none."""
    start = data[:_HEAD_BYTES].decode("utf-8-sig", "replace")
    head, *_ = re.split(r"\r?\n\r?\n", start, maxsplit=1)
    first, *lines = head.splitlines() or [""]
    said = (_SAYS_LANGUAGE.fullmatch(line) for line in lines if first.startswith("WEBVTT"))
    return next((found[1] for found in said if found), "")


def write(cues: Iterable[Cue]) -> bytes:
    """Return a file of captions that `read` and every player understands."""
    return document(
        f"{stamp(each.begins)} --> {stamp(each.ends)}\n{escaped(each)}" for each in cues
    )


def document(blocks: Iterable[str], head: str = "WEBVTT") -> bytes:
    return ("\n\n".join([head, *blocks]) + "\n").encode()


def escaped(cue: Cue) -> str:
    """Return the words so that nothing in them is taken for a tag or a line of times."""
    return html.escape(cue.text, quote=False).replace("{\\", "&#123;\\")


def stamp(ms: int) -> str:
    """01:02:03.456"""
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1_000 % 60:02d}.{ms % 1_000:03d}"


def during(cues: Sequence[Cue], begins: int, ends: int) -> list[Cue]:
    """Return what is seen in some part of a span."""
    return [each for each in cues if each.begins < ends and each.ends > begins]


def _text(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise CaptionsInvalid(CaptionFault.ENCODING) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", " ")


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each run of lines that are not empty, with the number of its first."""
    block: list[str] = []
    for number, text in enumerate([*lines, ""], 1):
        if text.strip():
            block.append(text.strip())
        elif block:
            yield number - len(block), block
            block = []


def _cue(number: int, block: Sequence[str]) -> Iterator[Cue]:
    """Yield what a block says: nothing, or some words."""
    first = block[0].split()[0]
    if first == "NOTE" or first in _UNSEEN or (number == 1 and first == "WEBVTT"):
        return
    place = next((at for at, text in enumerate(block[:2]) if "-->" in text), None)
    if place is None:
        raise CaptionsInvalid(CaptionFault.NO_TIMES, number)
    begins, ends = _span(block[place], number + place)
    words = [each for text in block[place + 1 :] if (each := _plain(text))]
    if len(words) > MOST_LINES or any(len(each) > LONGEST_LINE for each in words):
        raise CaptionsInvalid(CaptionFault.TOO_LONG, number)
    if words:
        yield Cue(begins, ends, "\n".join(words))


def _span(text: str, number: int) -> tuple[int, int]:
    found = _TIMES.fullmatch(text)
    if found is None:
        raise CaptionsInvalid(CaptionFault.TIMES, number)
    begins, ends = _ms(found.groups()[:4]), _ms(found.groups()[4:])
    if ends <= begins:
        raise CaptionsInvalid(CaptionFault.BACKWARDS, number)
    return begins, ends


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, ms = (int(each or 0) for each in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + ms


def _plain(text: str) -> str:
    """Return a line without tags, entities and what cannot be printed."""
    words = html.unescape(_TAG.sub("", text))
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())
