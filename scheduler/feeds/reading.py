"""Reads headlines out of RSS, Atom and CAP. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from station.errors import StationError

MOST = 20
"""Headlines of one feed, its newest."""
LONGEST = 240
"""Letters of a headline."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


class FeedUnreadable(StationError):
    """What came is no feed."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One thing a feed tells."""

    text: str
    source: str = ""
    """Name of the feed."""


def headlines(body: bytes, now: datetime) -> tuple[Headline, ...]:
    """Return what a feed tells, each once, in its own order; raises FeedUnreadable.

    A document that declares entities is refused: it could be made to grow without end.
    """
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise FeedUnreadable("it declares a document type")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise FeedUnreadable(str(error)) from error
    return once(_told(root, now))[:MOST]


def once(found: Iterable[Headline]) -> tuple[Headline, ...]:
    """Return each headline once: some feeds repeat themselves, and each other."""
    first: dict[str, Headline] = {}
    for one in found:
        if one.text:
            first.setdefault(one.text.casefold(), one)
    return tuple(first.values())


def _told(root: Element, now: datetime) -> Iterator[Headline]:
    if root.tag == f"{_CAP}alert":
        yield from _warning(root, now)
    elif root.tag == f"{_ATOM}feed":
        source = _text(root, f"{_ATOM}title")
        for entry in root.iter(f"{_ATOM}entry"):
            yield Headline(_text(entry, f"{_ATOM}title"), source)
    elif root.tag in ("rss", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"):
        source = _text(root, "channel/title")
        for item in root.iter("item"):
            yield Headline(_text(item, "title"), source)
    else:
        raise FeedUnreadable(f"{root.tag} is no feed")


def _warning(alert: Element, now: datetime) -> Iterator[Headline]:
    """Yield the headline of a warning that is meant, not called off, and not over."""
    if _text(alert, f"{_CAP}status") != "Actual" or _text(alert, f"{_CAP}msgType") == "Cancel":
        return
    infos = alert.findall(f"{_CAP}info")
    ours = [one for one in infos if _text(one, f"{_CAP}language").lower().startswith("id")]
    for info in (ours or infos)[:1]:
        expires = _text(info, f"{_CAP}expires")
        if not expires or not _is_over(expires, now):
            yield Headline(_text(info, f"{_CAP}headline"), _text(info, f"{_CAP}senderName"))


def _is_over(expires: str, now: datetime) -> bool:
    try:
        return datetime.fromisoformat(expires) <= now
    except (ValueError, TypeError):
        return False


def _text(within: Element, path: str) -> str:
    """Return one line."""
    return " ".join((within.findtext(path) or "").split())[:LONGEST]
