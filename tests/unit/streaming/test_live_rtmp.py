"""RTMP, as publishers speak it: greeting, commands, and sound and pictures that become FLV."""

import contextlib
import itertools
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaming.live.rtmp import amf
from streaming.live.rtmp.chunks import BadChunk, ChunkReader, Kind, Message, chunked
from streaming.live.rtmp.publishing import (
    FLV_HEADER,
    GREETING,
    LARGEST_UNKNOWN,
    TRANSITIONS,
    WINDOW,
    BadRtmp,
    Publishing,
    Step,
)

NAMES = st.text(max_size=20).filter(lambda name: name.isprintable())
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | NAMES,
    lambda inner: st.dictionaries(NAMES.filter(bool), inner, max_size=4),
    max_leaves=8,
)


@given(st.lists(VALUES, max_size=6))
def test_what_is_written_is_read_again(values):
    assert list(amf.read(amf.write(*values))) == values


def test_what_others_write_is_read():
    date = struct.pack(">Bdh", 11, 5.0, 0)
    array = b"\x08" + struct.pack(">I", 1) + b"\x00\x01a\x05" + b"\x00\x00\x09"
    lists = b"\x0a" + struct.pack(">I", 2) + b"\x05\x06"
    long = b"\x0c" + struct.pack(">I", 3) + b"abc"
    assert list(amf.read(date + array + lists + long)) == [5.0, {"a": None}, [None, None], "abc"]


@pytest.mark.parametrize(
    "data", [b"\x02\x00\x05ab", b"\x00", b"\x63", b"\x03" + b"\x00\x01a\x03" * 20, b"\x03\x00\x01a"]
)
def test_what_is_no_amf_is_refused(data):
    with pytest.raises(amf.BadAmf):
        list(amf.read(data))


@given(st.binary(max_size=200))
def test_whatever_comes_is_read_or_refused(data):
    with contextlib.suppress(amf.BadAmf):
        list(amf.read(data))


def split(data, cuts):
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in itertools.pairwise(edges)]


@given(st.lists(st.binary(max_size=700), max_size=6), st.lists(st.integers(0, 5_000), max_size=20))
def test_however_the_bytes_are_cut_the_same_messages_come_out(bodies, cuts):
    data = b"".join(
        chunked(Kind.SOUND, body, name=2 + n, stream=1) for n, body in enumerate(bodies)
    )
    reader = ChunkReader(1_000)
    got = [message for piece in split(data, cuts) for message in reader.feed(piece)]
    assert got == [Message(Kind.SOUND, 0, 1, body) for body in bodies]


def header(form, name, stamp=0, size=0, kind=9, *, extended=b""):
    told = b"\xff\xff\xff" if extended else stamp.to_bytes(3)
    parts = told + size.to_bytes(3) + bytes([kind]) + (1).to_bytes(4, "little")
    return bytes([form << 6 | name]) + parts[: (11, 7, 3, 0)[form]] + extended


def read(data, largest=1_000_000):
    return list(ChunkReader(largest).feed(data))


def test_what_a_header_leaves_out_is_as_it_was():
    data = header(0, 4, 1000, 2) + b"aa" + header(1, 4, 40, 3, 8) + b"bbb"
    data += header(2, 4, 20) + b"ccc" + header(3, 4) + b"ddd"
    assert [(m.at_ms, m.kind, m.body) for m in read(data)] == [
        (1000, 9, b"aa"), (1040, 8, b"bbb"), (1060, 8, b"ccc"), (1080, 8, b"ddd"),
    ]  # fmt: skip


def test_messages_of_two_streams_may_be_interleaved():
    data = header(0, 4, 0, 200) + b"a" * 128 + header(0, 6, 5, 3, 8) + b"bbb"
    data += header(3, 4) + b"a" * 72
    assert [(m.kind, len(m.body)) for m in read(data)] == [(8, 3), (9, 200)]


def test_a_time_that_does_not_fit_stands_in_every_chunk_of_its_message():
    late = struct.pack(">I", 0x01000001)
    data = header(0, 4, 0, 130, extended=late) + b"a" * 128
    data += header(3, 4, extended=late) + b"aa"
    assert [(m.at_ms, m.body) for m in read(data)] == [(0x01000001, b"a" * 130)]


def test_larger_chunks_are_understood_once_they_are_announced():
    data = chunked(Kind.CHUNK_SIZE, struct.pack(">I", 4096)) + header(0, 4, 0, 4000) + b"a" * 4000
    assert [len(m.body) for m in read(data)] == [4000]


@pytest.mark.parametrize("name", [b"\x00\x05", b"\x01\x05\x01"])
def test_chunk_streams_with_long_names_are_understood(name):
    first = bytes([name[0]]) + name[1:] + header(0, 2, 7, 3)[1:] + b"abc"
    again = bytes([0xC0 | name[0]]) + name[1:] + b"def"
    assert [m.body for m in read(first + again)] == [b"abc", b"def"]


@given(st.binary(max_size=400))
def test_whatever_comes_is_cut_into_messages_or_refused(data):
    with contextlib.suppress(BadChunk):
        assert all(len(message.body) <= 1_000 for message in read(data, largest=1_000))


def test_a_header_inside_of_a_message_does_not_make_it_shorter():
    data = header(0, 4, 0, 200) + b"a" * 128 + header(0, 4, 0, 3) + b"a" * 72
    assert [len(m.body) for m in read(data)] == [200]


def test_a_message_that_is_given_up_leaves_nothing():
    data = header(0, 4, 0, 200) + b"a" * 128 + chunked(Kind.ABORT, struct.pack(">I", 4))
    assert [m.body for m in read(data + header(0, 4, 0, 1) + b"b")] == [b"b"]


@pytest.mark.parametrize(
    "data",
    [
        header(0, 4, 0, 2_000),
        chunked(Kind.CHUNK_SIZE, bytes(4)),
        b"".join(bytes([0, n]) + header(0, 2, 0, 1)[1:] + b"a" for n in range(70)),
    ],
)
def test_more_than_is_taken_is_refused_before_it_is_waited_for(data):
    with pytest.raises(BadChunk):
        read(data, largest=1_000)


class Program:
    """A presenter's program, and what it is told."""

    def __init__(self):
        self.publishing = Publishing()
        self._reader = ChunkReader(1 << 20)

    def send(self, data):
        self.publishing.feed(data)
        return self.publishing.replies()

    def greet(self):
        hello = bytes(range(256)) * 6
        answer = self.send(b"\x03" + hello)
        assert answer[:1] == b"\x03"
        assert answer[1 + GREETING :] == hello
        assert self.send(answer[1 : 1 + GREETING]) == b""
        return self

    def command(self, *values):
        """Return the answer to a command."""
        said = self.send(chunked(Kind.COMMAND, amf.write(*values), name=3))
        heard = self._reader.feed(said)
        return [list(amf.read(m.body)) for m in heard if m.kind == Kind.COMMAND]

    def ask(self, application="tv", name="sesame"):
        self.greet()
        (connected,) = self.command("connect", 1, {"app": application})
        assert connected[:2] == ["_result", 1.0]
        assert connected[3]["code"] == "NetConnection.Connect.Success"
        self.command("releaseStream", 2, None, name)
        self.command("FCPublish", 3, None, name)
        assert self.command("createStream", 4, None) == [["_result", 4.0, None, 1.0]]
        assert self.command("publish", 5, None, name, "live") == []
        return self

    def told(self):
        (message,) = self._reader.feed(self.publishing.replies())
        return list(amf.read(message.body))[3]


def test_a_program_asks_to_publish_a_name_to_an_application():
    program = Program().ask()
    assert program.publishing.step is Step.ASKING
    assert (program.publishing.application, program.publishing.name) == ("tv", "sesame")


def test_what_is_published_becomes_flv():
    program = Program().ask()
    program.publishing.accept()
    assert program.told()["code"] == "NetStream.Publish.Start"
    about = amf.write("@setDataFrame", "onMetaData", {"width": 640})
    program.send(chunked(Kind.ABOUT, about, name=4, stream=1))
    program.send(header(0, 6, 0x123456, 3, 9) + b"\x17\x01x")
    program.send(header(0, 4, 40, 2, 8) + b"\xaf\x01")
    flv = program.publishing.published()
    meta = amf.write("onMetaData", {"width": 640})
    tags = [(18, 0, meta), (9, 0x123456, b"\x17\x01x"), (8, 40, b"\xaf\x01")]
    expected = FLV_HEADER
    for kind, stamp, body in tags:
        tag = bytes([kind]) + len(body).to_bytes(3) + stamp.to_bytes(3) + bytes(4) + body
        expected += tag + len(tag).to_bytes(4)
    assert flv == expected
    assert program.publishing.published() == b""


def test_nothing_counts_before_it_is_accepted():
    program = Program().ask()
    program.send(header(0, 6, 0, 3, 9) + b"\x17\x01x")
    assert program.publishing.published() == b""


def test_a_program_that_is_refused_is_told_why():
    program = Program().ask()
    program.publishing.refuse("Wrong key.")
    assert program.told() == {
        "level": "error", "code": "NetStream.Publish.BadName", "description": "Wrong key.",
    }  # fmt: skip
    assert program.publishing.step is Step.OVER


@pytest.mark.parametrize("goodbye", ["FCUnpublish", "deleteStream", "closeStream"])
def test_a_program_says_when_it_ends(goodbye):
    program = Program().ask()
    program.publishing.accept()
    program.publishing.replies()
    program.command(goodbye, 6, None, 1)
    assert program.publishing.step is Step.OVER


def test_what_has_been_received_is_confirmed():
    program = Program().ask()
    program.publishing.accept()
    program.publishing.replies()
    said = b""
    for _ in range(2):
        size = WINDOW // 4 + 1
        pieces = b"\xc6".join([bytes(128)] * (size // 128))
        said += program.send(header(0, 6, 0, len(pieces) - size // 128 + 1, 9) + pieces)
    (message,) = ChunkReader(100).feed(said)
    assert message.kind == Kind.ACKNOWLEDGED
    assert int.from_bytes(message.body) >= WINDOW // 2


def test_a_ping_is_answered():
    said = Program().ask().send(chunked(Kind.CONTROL, b"\x00\x06\x00\x00\x01\x02"))
    (message,) = ChunkReader(100).feed(said)
    assert (message.kind, message.body) == (Kind.CONTROL, b"\x00\x07\x00\x00\x01\x02")


@pytest.mark.parametrize("data", [b"GET / HTTP/1.1", b"\x06" + bytes(GREETING)])
def test_what_is_no_rtmp_is_refused_at_once(data):
    with pytest.raises(BadRtmp):
        Publishing().feed(data)


@pytest.mark.parametrize(
    "again",
    [
        chunked(Kind.COMMAND, amf.write("publish", 5, None, "x")),
        chunked(Kind.COMMAND, amf.write("play", 5, None, "x")),
        chunked(Kind.COMMAND, b"\x63"),
        header(0, 6, 0, LARGEST_UNKNOWN + 1, 9),
    ],
)
def test_what_a_publisher_does_not_do_ends_the_connection(again):
    program = Program().ask()
    with pytest.raises(BadRtmp):
        program.send(again)


@given(st.binary(max_size=500))
def test_whatever_comes_behind_the_greeting_is_taken_or_refused(data):
    program = Program().greet()
    with contextlib.suppress(BadRtmp):
        program.send(data)


def test_the_table_of_steps_ends_in_over():
    assert all(Step.OVER in ends for step, ends in TRANSITIONS.items() if step is not Step.OVER)
    with pytest.raises(BadRtmp):
        Publishing().accept()
