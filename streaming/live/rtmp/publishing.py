"""One publisher's side of RTMP: greets, answers, and makes FLV of what is sent. Holds no socket.

OBS, vMix, phones and FFmpeg publish this way: they connect to an application, here the channel,
and publish a name to it, here the presenter's key.
"""

import enum
import secrets
import struct

from station.errors import StationError
from streaming.live.rtmp import amf
from streaming.live.rtmp.chunks import BadChunk, ChunkReader, Kind, Message, chunked

VERSION = b"\x03"
GREETING = 1536
WINDOW = 2_500_000
"""Bytes after which either side says that it has got them."""
LARGEST_UNKNOWN, LARGEST = 1 << 14, 1 << 23
"""Bytes of a message before it is known who sends it, and behind."""
FLV_HEADER = b"FLV\x01\x05\x00\x00\x00\x09" + bytes(4)
STREAM = 1
_GOODBYES = ("FCUnpublish", "deleteStream", "closeStream")


class BadRtmp(StationError):
    """What came is not a publisher's RTMP."""


class Step(enum.Enum):
    """How far a publisher has come."""

    GREETING = "greeting"
    GREETED = "greeted"
    """He has been answered, and will say that he has heard it."""
    OPEN = "open"
    """Commands are taken."""
    ASKING = "asking"
    """He wants to publish and has not been told whether he may."""
    PUBLISHING = "publishing"
    OVER = "over"


_S = Step
TRANSITIONS: dict[Step, frozenset[Step]] = {
    _S.GREETING: frozenset({_S.GREETED, _S.OVER}),
    _S.GREETED: frozenset({_S.OPEN, _S.OVER}),
    _S.OPEN: frozenset({_S.ASKING, _S.OVER}),
    _S.ASKING: frozenset({_S.PUBLISHING, _S.OVER}),
    _S.PUBLISHING: frozenset({_S.OVER}),
    _S.OVER: frozenset(),
}


class Publishing:
    """Bytes are fed in; what is to be sent and what was published is taken out."""

    def __init__(self) -> None:
        self.step = Step.GREETING
        self.application = ""
        self.name = ""
        """What he wants to publish as, with ASKING."""
        self._buffer = b""
        self._chunks = ChunkReader(LARGEST_UNKNOWN)
        self._replies = bytearray()
        self._flv = bytearray()
        self._received = self._told = 0

    def feed(self, data: bytes) -> None:
        """Take bytes; raises BadRtmp."""
        self._received += len(data)
        try:
            self._take(data)
        except (BadChunk, amf.BadAmf) as error:
            raise BadRtmp(str(error)) from error
        if self._received - self._told >= WINDOW // 2:
            self._told = self._received
            self._say(Kind.ACKNOWLEDGED, struct.pack(">I", self._received & 0xFFFFFFFF))

    def replies(self) -> bytes:
        """Return what is to be sent now."""
        said, self._replies = bytes(self._replies), bytearray()
        return said

    def published(self) -> bytes:
        """Return what has been published since, as FLV."""
        flv, self._flv = bytes(self._flv), bytearray()
        return flv

    def accept(self) -> None:
        """Let him publish."""
        self._move(Step.PUBLISHING)
        self._chunks.largest = LARGEST
        self._flv += FLV_HEADER
        self._status("status", "NetStream.Publish.Start", "On the way to the air.")

    def refuse(self, why: str) -> None:
        """Tell him that he may not publish."""
        self._move(Step.OVER)
        self._status("error", "NetStream.Publish.BadName", why)

    def _move(self, step: Step) -> None:
        if step not in TRANSITIONS[self.step]:
            raise BadRtmp(f"{step.value} behind {self.step.value}")
        self.step = step

    def _take(self, data: bytes) -> None:
        if self.step in (Step.GREETING, Step.GREETED):
            self._buffer += data
            data = self._greeted()
        if self.step not in (Step.GREETING, Step.GREETED):
            for message in self._chunks.feed(data):
                self._obey(message)

    def _greeted(self) -> bytes:
        """Go through the greeting; return what has come behind it."""
        if self.step is Step.GREETING:
            if not VERSION.startswith(self._buffer[:1]):
                raise BadRtmp("not RTMP")
            if len(self._buffer) <= GREETING:
                return b""
            his = self._buffer[1 : 1 + GREETING]
            self._buffer = self._buffer[1 + GREETING :]
            own = bytes(8) + secrets.token_bytes(GREETING - 8)
            self._replies += VERSION + own + his
            self._move(Step.GREETED)
        if len(self._buffer) < GREETING:
            return b""
        rest, self._buffer = self._buffer[GREETING:], b""
        self._move(Step.OPEN)
        return rest

    def _obey(self, message: Message) -> None:
        match message.kind:
            case Kind.COMMAND:
                self._command(list(amf.read(message.body)))
            case Kind.COMMAND_AMF3:
                self._command(list(amf.read(message.body[1:])))
            case Kind.CONTROL if message.body[:2] == b"\x00\x06":
                self._say(Kind.CONTROL, b"\x00\x07" + message.body[2:6])
            case Kind.SOUND | Kind.PICTURES | Kind.ABOUT if self.step is Step.PUBLISHING:
                self._flv += _tag(message)

    def _command(self, values: list[amf.Value]) -> None:
        name = values[0] if values else None
        number = values[1] if len(values) > 1 else 0
        match name:
            case "connect":
                self._connected(number, values[2] if len(values) > 2 else None)
            case "createStream":
                self._command_back("_result", number, None, STREAM)
            case "releaseStream" | "FCPublish":
                self._command_back("_result", number, None, None)
            case "publish":
                self._asked(values[3] if len(values) > 3 else None)
            case "play":
                raise BadRtmp("nothing is played here")
            case str() if name in _GOODBYES and self.step is Step.PUBLISHING:
                self._move(Step.OVER)

    def _connected(self, number: amf.Value, about: amf.Value) -> None:
        application = about.get("app") if isinstance(about, dict) else None
        self.application = application if isinstance(application, str) else ""
        self._say(Kind.WINDOW, struct.pack(">I", WINDOW))
        self._say(Kind.BANDWIDTH, struct.pack(">IB", WINDOW, 2))
        self._command_back(
            "_result",
            number,
            {"fmsVer": "FMS/3,0,1,123", "capabilities": 31},
            {
                "level": "status",
                "code": "NetConnection.Connect.Success",
                "description": "Connected.",
                "objectEncoding": 0,
            },
        )

    def _asked(self, name: amf.Value) -> None:
        self.name = name if isinstance(name, str) else ""
        self._move(Step.ASKING)

    def _status(self, level: str, code: str, why: str) -> None:
        about: amf.Value = {"level": level, "code": code, "description": why}
        body = amf.write("onStatus", 0, None, about)
        self._replies += chunked(Kind.COMMAND, body, name=5, stream=STREAM)

    def _command_back(self, *values: amf.Value) -> None:
        self._replies += chunked(Kind.COMMAND, amf.write(*values), name=3)

    def _say(self, kind: Kind, body: bytes) -> None:
        self._replies += chunked(kind, body)


def _tag(message: Message) -> bytes:
    """Return a message as a tag of FLV."""
    body = message.body
    if message.kind == Kind.ABOUT:
        first = amf.write("@setDataFrame")
        body = body[len(first) :] if body.startswith(first) else body
    stamp = (message.at_ms & 0xFFFFFF).to_bytes(3) + bytes([message.at_ms >> 24 & 0xFF])
    tag = bytes([message.kind]) + len(body).to_bytes(3) + stamp + bytes(3) + body
    return tag + len(tag).to_bytes(4)
