"""Writes the programmes of a channel as XMLTV, for guides of other services."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from station.config import Channel
from web.week import Airtime

_CONTROLS = [code for code in range(32) if code not in (9, 10, 13)]
_FORBIDDEN = dict.fromkeys([*_CONTROLS, 0xFFFE, 0xFFFF])


def xmltv(station: str, channel: Channel, found: Iterable[Airtime], zone: ZoneInfo) -> bytes:
    """Return the file; times are local, with what they are ahead of UTC."""
    name = f"{channel.slug}.mengudara"
    root = Element("tv", {"generator-info-name": "Mengudara", "source-info-name": _text(station)})
    about = SubElement(root, "channel", id=name)
    SubElement(about, "display-name").text = _text(channel.name)
    for each in found:
        occurrence, programme = each.occurrence, each.programme
        entry = SubElement(
            root,
            "programme",
            start=_instant(occurrence.begins, zone),
            stop=_instant(occurrence.ends, zone),
            channel=name,
        )
        SubElement(entry, "title", lang="id").text = _text(programme.name)
        SubElement(entry, "category", lang="en").text = str(programme.category)
        rating = SubElement(entry, "rating", system="KPI")
        SubElement(rating, "value").text = str(programme.rating)
    indent(root)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tv SYSTEM "xmltv.dtd">\n'
    return head + tostring(root, encoding="unicode").encode() + b"\n"


def _instant(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y%m%d%H%M%S %z")


def _text(text: str) -> str:
    return text.translate(_FORBIDDEN)
