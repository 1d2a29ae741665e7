"""What a file says about itself, cleaned: tags in any encoding, and its name."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

_LONGEST = 300
_PLACEHOLDERS = frozenset(
    {
        "unknown", "unknown artist", "unknown title", "unknown album", "untitled", "no title",
        "no artist", "various", "tidak diketahui", "n/a", "none", "null", "-", "?",
    }
)  # fmt: skip
_TRACK = re.compile(r"(?:audio ?)?track ?\d*", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"^\(?\d{1,3}\)?(?:[._)]+\s*|\s*-\s+|\s+-?\s*)(?=\D)")
_DASH = re.compile(r"\s+[-–—]\s+")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_ID3_GENRE = re.compile(r"^\(?\d+\)?")


@dataclass(frozen=True, slots=True)
class Labels:
    """Cleaned words about a recording; empty where nothing is known."""

    title: str
    """From the tag, else from the file name; never empty."""
    artist: str = ""
    """Performer."""
    album: str = ""
    """Album."""
    composer: str = ""
    """Composer."""
    isrc: str = ""
    """Twelve characters, or empty."""
    year: int | None = None
    """Year of release."""
    language: str = ""
    """As tagged."""
    genres: tuple[str, ...] = ()
    """Lower case."""
    comment: str = ""
    """As tagged."""


def parse(ffmetadata: bytes) -> dict[str, str]:
    """Return the tags by lower-case key; those of the file go before those of its tracks."""
    found: dict[str, str] = {}
    for line in re.split(rb"(?<!\\)(?:\\\\)*\n", ffmetadata):
        parts = re.split(rb"(?<!\\)=", line, maxsplit=1)
        if len(parts) == 2 and not line.startswith(b";"):
            key, value = (_text(_ESCAPED.sub(rb"\1", part)) for part in parts)
            found.setdefault(key.strip().lower(), value)
    return found


def labels(tags: Mapping[str, str], name: str) -> Labels:
    """Return the labels of a file called `name`."""
    artist = _known(tags, "artist", "album_artist", "performer", "author")
    title = _known(tags, "title", "tit2")
    if not title or _TRACK.fullmatch(title):
        named_artist, title = from_name(name)
        artist = artist or named_artist
    year = _YEAR.search(_first(tags, "date", "year", "originaldate", "tdrc", "creation_time"))
    isrc = re.sub(r"[\s-]", "", _first(tags, "isrc", "tsrc")).upper()
    return Labels(
        title=title,
        artist=artist,
        album=_known(tags, "album"),
        composer=_known(tags, "composer", "tcom", "writer"),
        isrc=isrc if _ISRC.fullmatch(isrc) else "",
        year=int(year[1]) if year else None,
        language=_first(tags, "language", "tlan")[:64],
        genres=_genres(_first(tags, "genre", "tcon")),
        comment=_first(tags, "comment", "description"),
    )


def from_name(name: str) -> tuple[str, str]:
    """Return artist and title as a file name like `07. Artist - Title.mp3` gives them."""
    stem = PurePath(name).stem
    tidy = clean(stem.replace("_", " "))
    tidy = _LEADING_NUMBER.sub("", tidy) or tidy
    parts = [part for part in _DASH.split(tidy, maxsplit=1) if part]
    if len(parts) == 2:
        return parts[0], parts[1]
    return "", tidy.strip(" -") or "?"


def clean(text: str) -> str:
    """Return one line of composed, printable text, of bounded length."""
    text = unicodedata.normalize("NFC", _unscramble(text[: 8 * _LONGEST]))
    shown = (
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
        for char in text
        if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(shown).split())[:_LONGEST].strip()


def _unscramble(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 or Latin-1 (`Ã©` for `é`)."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _text(value: bytes) -> str:
    """Decode a tag: UTF-8, or the bytes of an ID3v1 tag that no one converted."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _first(tags: Mapping[str, str], *keys: str) -> str:
    return next((found for key in keys if (found := clean(tags.get(key, "")))), "")


def _known(tags: Mapping[str, str], *keys: str) -> str:
    values = (clean(tags.get(key, "")) for key in keys)
    return next((text for text in values if text.strip("<>[] ").lower() not in _NOTHING), "")


_NOTHING = _PLACEHOLDERS | {""}


def _genres(text: str) -> tuple[str, ...]:
    parts = (_ID3_GENRE.sub("", part).strip().lower() for part in re.split(r"[;,/|]", text))
    return tuple(dict.fromkeys(part[:64] for part in parts if part not in _NOTHING | {"other"}))
