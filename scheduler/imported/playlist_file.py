"""Reads lists that other programs write: M3U, CSV, ZaraRadio's .lst, and times with titles. Pure.

RadioBOSS writes M3U and M3U8, its commands as lines that end in `.command`. ZaraRadio's .lst begins
with the number of lines, then milliseconds, a tab and the path on each; its commands begin with a
dot. Older programs write the code page of the computer, mostly Windows-1252.
"""

import csv
import enum
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from pathlib import PureWindowsPath

from media_library.fold import fold
from station.errors import StationError

LARGEST = 900_000
"""Bytes of a list at most."""
LONGEST = 2_000
"""Lines of a list at most."""


class Trouble(enum.StrEnum):
    """Why a line, or a whole list, cannot be read."""

    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    COMMAND = "command"
    """A command of the other program: it means nothing here."""
    TIME_UNREADABLE = "time_unreadable"
    NOTHING_NAMED = "nothing_named"
    """Neither a file nor a title."""


class ListUnreadable(StationError):
    """The list as a whole cannot be read."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list that names something."""

    line: int
    """Number of the line in the file, from 1."""
    text: str
    """As it stands there."""
    path: str = ""
    """The file, as the other computer calls it."""
    title: str = ""
    """Title, may be empty."""
    artist: str = ""
    """Performer, may be empty."""
    at: time | None = None
    """Local time of its airing, where the list has times."""
    trouble: Trouble | None = None
    """Why it cannot be used."""

    @property
    def file_name(self) -> str:
        return PureWindowsPath(self.path.replace("/", "\\")).name


def read(name: str, data: bytes) -> list[Entry]:
    """Return what a list names, in order; raises ListUnreadable."""
    if len(data) > LARGEST:
        raise ListUnreadable(Trouble.TOO_LARGE)
    lines = _decoded(data).splitlines()
    if sum(bool(line.strip()) for line in lines) > LONGEST * 2:
        raise ListUnreadable(Trouble.TOO_LONG)
    entries = list(_reader(name, lines)(lines))
    if not entries:
        raise ListUnreadable(Trouble.EMPTY)
    if len(entries) > LONGEST:
        raise ListUnreadable(Trouble.TOO_LONG)
    return [_checked(entry) for entry in entries]


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise ListUnreadable(Trouble.NOT_TEXT)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _reader(name: str, lines: Sequence[str]) -> Callable[[Sequence[str]], Iterator[Entry]]:
    """Return what reads a list, by its name and, where that says nothing, by its first line."""
    ending = name.rpartition(".")[2].casefold()
    first = next((line.strip() for line in lines if line.strip()), "")
    if ending in ("m3u", "m3u8") or first.startswith("#EXTM3U"):
        return _m3u
    if ending == "lst" or (first.isdecimal() and any("\t" in line for line in lines)):
        return _zara
    if ending == "csv" or (_TIMED.match(first) is None and first.count(";") + first.count(",") > 1):
        return _csv
    return _timed


def _checked(entry: Entry) -> Entry:
    if entry.trouble is None and not (entry.path or entry.title):
        return replace(entry, trouble=Trouble.NOTHING_NAMED)
    return entry


def _m3u(lines: Sequence[str]) -> Iterator[Entry]:
    said = ""
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if line.startswith("#EXTINF"):
            said = line.partition(":")[2]
            said = said.partition(",")[2].strip() or said
        elif line and not line.startswith("#"):
            artist, title = _split(said)
            trouble = Trouble.COMMAND if line.casefold().endswith(".command") else None
            yield Entry(number, line, line, title, artist, trouble=trouble)
            said = ""


def _zara(lines: Sequence[str]) -> Iterator[Entry]:
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        length, tab, path = line.partition("\t")
        if not line or (not tab and line.isdecimal()):
            continue
        path = path.strip() if tab and length.strip().lstrip("-").isdecimal() else line
        command = path.startswith(".") or path.casefold().endswith((".time", ".temp", ".dtmf"))
        artist, title = _split(PureWindowsPath(path).stem)
        trouble = Trouble.COMMAND if command else None
        yield Entry(number, line, path, title, artist, trouble=trouble)


_TIME = r"(?P<hour>[0-2]?\d)[.:](?P<minute>\d\d)(?:[.:](?P<second>\d\d))?"
_TIMED = re.compile(rf"^\s*{_TIME}(?:\s*[-–|;,\t]\s*|\s+)(?P<rest>\S.*)$")
_ONLY_TIME = re.compile(rf"^\s*{_TIME}(?:[.,]\d+)?\s*$")


def _timed(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield lines such as `08.00.00 Artist - Title` and `08:00<tab>C:\\music\\song.mp3`."""
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith(("#", ";")):
            continue
        found = _TIMED.match(line)
        rest = found["rest"].strip() if found else line
        entry = _named(number, line, rest)
        yield _with_time(entry, found) if found else entry


def _named(number: int, line: str, rest: str) -> Entry:
    """Return an entry of words that are a path, or an artist and a title."""
    if "\\" in rest or "/" in rest or re.search(r"\.\w{2,4}$", rest):
        artist, title = _split(PureWindowsPath(rest.replace("/", "\\")).stem)
        return Entry(number, line, rest, title, artist)
    artist, title = _split(rest.replace("\t", " - "))
    return Entry(number, line, "", title, artist)


_COLUMNS: Mapping[str, frozenset[str]] = {
    "at": frozenset({"time", "start", "start time", "jam", "waktu", "pukul", "mulai"}),
    "title": frozenset({"title", "track", "name", "song", "judul", "lagu", "materi", "judul lagu"}),
    "artist": frozenset({"artist", "performer", "artis", "penyanyi", "artist name"}),
    "path": frozenset({"file", "filename", "file name", "path", "location", "berkas", "file path"}),
}


def _csv(lines: Sequence[str]) -> Iterator[Entry]:
    mark = max(";\t,", key="\n".join(lines[:20]).count)
    rows = list(csv.reader(lines, delimiter=mark))
    head = _head(rows)
    for number, cells in enumerate(rows, 1):
        line = mark.join(cells).strip(mark + " ")
        if not line or (head and number == 1):
            continue
        yield _by_head(number, line, cells, head) if head else _by_looks(number, line, cells)


def _head(rows: Sequence[Sequence[str]]) -> Mapping[int, str]:
    """Return which column is what, nothing when the first row is no head."""
    first = [fold(cell) for cell in rows[0]] if rows else []
    found = {
        place: name
        for place, cell in enumerate(first)
        for name, words in _COLUMNS.items()
        if cell in words
    }
    return found if {"title", "path"} & set(found.values()) else {}


def _by_head(number: int, line: str, cells: Sequence[str], head: Mapping[int, str]) -> Entry:
    values = {name: cells[place].strip() for place, name in head.items() if place < len(cells)}
    entry = Entry(
        number, line, values.get("path", ""), values.get("title", ""), values.get("artist", "")
    )
    if not entry.artist and not entry.path:
        artist, title = _split(entry.title)
        entry = replace(entry, artist=artist, title=title)
    return _timed_by(entry, values.get("at", ""))


def _by_looks(number: int, line: str, cells: Sequence[str]) -> Entry:
    """Return an entry of cells without a head: a time, a path, words, in whatever order."""
    left = [cell.strip() for cell in cells if cell.strip()]
    at = next((cell for cell in left if _ONLY_TIME.match(cell)), "")
    path = next((cell for cell in left if "\\" in cell or "/" in cell), "")
    words = [cell for cell in left if cell not in (at, path) and not cell.isdecimal()]
    artist, title = (words[0], words[1]) if len(words) > 1 else _split(" ".join(words))
    return _timed_by(Entry(number, line, path, title, artist), at)


def _timed_by(entry: Entry, text: str) -> Entry:
    if not text:
        return entry
    found = _ONLY_TIME.match(text.rpartition(" ")[2])
    return _with_time(entry, found) if found else replace(entry, trouble=Trouble.TIME_UNREADABLE)


def _with_time(entry: Entry, found: re.Match[str]) -> Entry:
    try:
        at = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return replace(entry, trouble=Trouble.TIME_UNREADABLE)
    return replace(entry, at=at)


def _split(words: str) -> tuple[str, str]:
    """Return artist and title of `Artist - Title`; a number in front is a track's."""
    bare = re.sub(r"^\d{1,3}[\s._-]+(?=\D)", "", words.strip())
    artist, dash, title = bare.partition(" - ")
    return (artist.strip(), title.strip()) if dash and title.strip() else ("", bare)
