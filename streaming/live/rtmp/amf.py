"""Reads and writes the values of RTMP commands: AMF0, as far as publishers use it. Pure."""

import enum
import struct
from collections.abc import Iterator

from station.errors import StationError

DEEPEST = 8
Value = float | bool | str | None | dict[str, "Value"] | list["Value"]


class Mark(enum.IntEnum):
    """What stands before a value."""

    NUMBER = 0
    BOOLEAN = 1
    STRING = 2
    OBJECT = 3
    NULL = 5
    UNDEFINED = 6
    MAP = 8
    END = 9
    LIST = 10
    DATE = 11
    LONG_STRING = 12


class BadAmf(StationError):
    """These bytes are no AMF0."""


def write(*values: Value) -> bytes:
    """Return values one behind the other; lists are not written."""
    return b"".join(_written(value) for value in values)


def _written(value: Value) -> bytes:
    match value:
        case None:
            return bytes([Mark.NULL])
        case bool():
            return bytes([Mark.BOOLEAN, value])
        case int() | float():
            return struct.pack(">Bd", Mark.NUMBER, value)
        case str():
            return bytes([Mark.STRING]) + _name(value)
        case dict():
            members = b"".join(_name(name) + _written(each) for name, each in value.items())
            return bytes([Mark.OBJECT]) + members + _name("") + bytes([Mark.END])
    raise TypeError(value)


def _name(name: str) -> bytes:
    return struct.pack(">H", len(name.encode())) + name.encode()


def read(data: bytes) -> Iterator[Value]:
    """Yield the values in `data`; raises BadAmf."""
    reader = _Reader(data)
    while reader.left:
        yield reader.value()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def value(self, depth: int = 0) -> Value:
        kind = self._take(1)[0]
        if depth > DEEPEST:
            raise BadAmf("too deep")
        match kind:
            case Mark.NUMBER:
                return float(self._unpack(">d"))
            case Mark.BOOLEAN:
                return bool(self._take(1)[0])
            case Mark.STRING:
                return self._text(">H")
            case Mark.OBJECT:
                return self._members(depth)
            case Mark.NULL | Mark.UNDEFINED:
                return None
            case Mark.MAP:
                self._take(4)
                return self._members(depth)
            case Mark.LIST:
                return [self.value(depth + 1) for _ in range(min(self._unpack(">I"), self.left))]
            case Mark.DATE:
                return float(struct.unpack(">d", self._take(10)[:8])[0])
            case Mark.LONG_STRING:
                return self._text(">I")
        raise BadAmf(f"unknown kind {kind}")

    def _members(self, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while True:
            name = self._text(">H")
            if not name and self.left and self._data[self._at] == Mark.END:
                self._take(1)
                return found
            found[name] = self.value(depth + 1)

    def _text(self, size: str) -> str:
        return self._take(self._unpack(size)).decode(errors="replace")

    def _unpack(self, form: str) -> int:
        (value,) = struct.unpack(form, self._take(struct.calcsize(form)))
        return value  # type: ignore[no-any-return]

    def _take(self, size: int) -> bytes:
        if size > self.left:
            raise BadAmf("cut short")
        self._at += size
        return self._data[self._at - size : self._at]
