"""Reads the texts out of a PDF as reportlab writes it: streams, fonts and their Unicode maps."""

import base64
import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F[\w+]+) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def texts_of(data: bytes) -> list[str]:
    """Return every text of every page, in the order of drawing."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    maps = _fonts(objects)
    pages = (body for body in objects.values() if b"/Contents" in body)
    contents = (int(re.search(rb"/Contents (\d+) 0 R", page)[1]) for page in pages)
    return [text for number in contents for text in _drawn(_stream(objects[number]), maps)]


def _drawn(content: bytes, maps: dict[bytes, dict[int, str]]) -> list[str]:
    found, font = [], b""
    for name, literal in _SHOWN.findall(content):
        if name:
            font = name
            continue
        codes = _ESCAPED.sub(_unescaped, literal)
        known = maps.get(font, {})
        found.append("".join(known.get(code, chr(code)) for code in codes))
    return found


def _unescaped(match: re.Match[bytes]) -> bytes:
    told = match[1]
    return bytes([int(told, 8)]) if told.isdigit() else _PLAIN.get(told, told)


def _fonts(objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    """Return what each code of each font means."""
    found = {}
    for body in objects.values():
        for name, number in re.findall(rb"/(F[\w+]+) (\d+) 0 R", body):
            to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
            if to_unicode:
                found[name] = _codes(_stream(objects[int(to_unicode[1])]))
    return found


def _codes(table: bytes) -> dict[int, str]:
    listed = table[table.index(b"beginbfchar") :]
    return {
        int(code, 16): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for code, letter in re.findall(rb"<(\w+)> <(\w+)>", listed)
    }


def _stream(body: bytes) -> bytes:
    data = _STREAM.search(body)[1]
    if b"/ASCII85Decode" in body:
        data = base64.a85decode(data.strip().removesuffix(b"~>"))
    return zlib.decompress(data) if b"/FlateDecode" in body else data
