"""Reads the head of a request to the presenters' door. Holds no socket."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from station.errors import StationError

HEAD_LIMIT = 8_192
FIELD_LIMIT = 64
_END = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"\r?\n")
_REQUEST = re.compile(r"([A-Z]{1,16}) (\S{1,2048}) (HTTP/1\.[01]|ICE/1\.0)")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class BadHead(StationError):
    """What came is no request, or too large a one."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Head:
    """One request; header names are lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def expects_continue(self) -> bool:
        return self.headers.get("expect", "").strip().lower() == "100-continue"

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")


class HeadReader:
    """Collects bytes until a head is whole."""

    def __init__(self) -> None:
        self.rest = b""
        """What came behind the head: the beginning of the body."""
        self._buffer = b""

    def feed(self, data: bytes) -> Head | None:
        """Return the head once it is whole; raises BadHead."""
        self._buffer += data
        found = _END.search(self._buffer)
        if (found.end() if found else len(self._buffer)) > HEAD_LIMIT:
            raise BadHead(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if found is None:
            return None
        self.rest = self._buffer[found.end() :]
        return _parse(self._buffer[: found.start()])


def credentials(head: Head) -> tuple[str, str] | None:
    """Return login and key, None without any.

    A program that can only send the user `source` has both in its password, as `login:key`.
    """
    scheme, _, coded = head.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        plain = base64.b64decode(coded.strip(), validate=True)
        user, colon, key = plain.decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    if not colon:
        return None
    if user in ("source", "") and ":" in key:
        user, _, key = key.partition(":")
    return user, key


def _parse(text: bytes) -> Head:
    first, *lines = (line.decode("latin-1") for line in _LINE.split(text))
    request = _REQUEST.fullmatch(first)
    if request is None:
        raise BadHead(HTTPStatus.BAD_REQUEST)
    if len(lines) > FIELD_LIMIT:
        raise BadHead(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    path, query = _target(request[2])
    return Head(request[1], path, query, dict(map(_field, lines)))


def _target(target: str) -> tuple[str, dict[str, str]]:
    """Split a target; one that lacks its slash is given it, for some programs forget it."""
    try:
        parts = urlsplit(target)
        query = parse_qsl(parts.query, keep_blank_values=True, errors="strict", max_num_fields=32)
    except UnicodeDecodeError:
        query = parse_qsl(parts.query, True, encoding="latin-1", max_num_fields=32)
    except ValueError as error:
        raise BadHead(HTTPStatus.BAD_REQUEST) from error
    return "/" + unquote(parts.path).lstrip("/"), dict(query)


def _field(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name or name != name.strip() or _CONTROL.search(line):
        raise BadHead(HTTPStatus.BAD_REQUEST)
    return name.lower(), value.strip()
