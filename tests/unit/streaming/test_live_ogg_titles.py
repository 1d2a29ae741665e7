"""Titles inside an Ogg stream are found, however it is cut, and nothing damaged harms."""

import itertools
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaming.live.ogg_titles import OggTitles


def page(packets, *, serial=1, flags=0):
    """One page that holds whole packets; its checksum is not looked at."""
    table = b"".join(bytes([255] * (len(each) // 255) + [len(each) % 255]) for each in packets)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, 0, serial, 0, 0, len(table))
    return head + table + b"".join(packets)


def comments(**said):
    lines = [f"{name.upper()}={value}".encode() for name, value in said.items()]
    text = b"".join(struct.pack("<I", len(line)) + line for line in lines)
    return struct.pack("<I", 4) + b"test" + struct.pack("<I", len(lines)) + text


def vorbis(serial=1, **said):
    first = page([b"\x01vorbis" + bytes(23)], serial=serial, flags=2)
    return first + page([b"\x03vorbis" + comments(**said), b"\x05vorbis"], serial=serial)


def opus(serial=1, **said):
    first = page([b"OpusHead" + bytes(11)], serial=serial, flags=2)
    return first + page([b"OpusTags" + comments(**said)], serial=serial)


def flac(serial=1, **said):
    block = comments(**said)
    first = page([b"\x7fFLAC" + bytes(46)], serial=serial, flags=2)
    return first + page([b"\x84" + struct.pack(">I", len(block))[1:] + block], serial=serial)


SOUND = page([bytes(200)] * 20)


def titles(data, cuts=()):
    finder, found = OggTitles(), []
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, end in itertools.pairwise(edges):
        if title := finder.feed(data[start:end]):
            found.append(title)
    return found


@pytest.mark.parametrize("stream", [vorbis, opus, flac])
def test_the_title_of_every_codec_is_found(stream):
    said = stream(title="Bengawan Solo", artist="Gesang", album="Keroncong")
    assert titles(said + SOUND) == ["Gesang - Bengawan Solo"]


@given(st.lists(st.integers(0, 20_000), max_size=40))
def test_however_the_stream_is_cut_every_new_title_is_found(cuts):
    data = vorbis(1, title="Satu") + SOUND + vorbis(2, title="Dua") + SOUND
    assert titles(data, cuts)[-1] == "Dua"
    assert titles(data, [len(data) // 2]) == ["Satu", "Dua"]


def test_a_stream_without_a_title_has_none():
    assert titles(vorbis(album="x") + SOUND) == []


@given(st.binary(max_size=400))
def test_whatever_comes_nothing_raises(data):
    OggTitles().feed(b"OggS" + data)
    titles(page([b"\x01vorbis"], flags=2) + page([b"\x03vorbis" + data, b""]))


def test_a_comment_packet_that_never_ends_is_given_up():
    finder = OggTitles()
    finder.feed(page([b"\x01vorbis"], flags=2))
    endless = page([])[:26] + bytes([255]) + bytes([255] * 255) + bytes(255 * 255)
    for _ in range(20):
        finder.feed(endless)
    assert finder._streams == {}
    assert len(finder._buffer) < 70_000
