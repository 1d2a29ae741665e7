"""Which demuxer bytes get: what they are counts for more than what they are said to be."""

import pytest

from streaming.live.sound_format import SNIFFED, demuxer, offered

MP3 = b"\xff\xfb\x94\x64" + bytes(SNIFFED)
ADTS = b"\xff\xf1\x4c\x80" + bytes(SNIFFED)
OGG = b"OggS" + bytes(SNIFFED)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("audio/mpeg", "mp3"),
        ("AUDIO/MPEG; charset=x", "mp3"),
        ("", "mp3"),
        ("audio/aacp", "aac"),
        ("application/ogg", "ogg"),
        ("audio/ogg;codecs=opus", "ogg"),
        ("audio/webm;codecs=opus", "matroska"),
        ("audio/mp4", "mov"),
        ("audio/flac", "flac"),
        ("text/html", None),
        ("application/vnd.apple.mpegurl", None),
        ("video/x-flv", None),
    ],
)
def test_only_known_types_are_taken(said, expected):
    assert offered(said) == expected


@pytest.mark.parametrize(
    ("said", "start", "expected"),
    [
        ("audio/mpeg", MP3, "mp3"),
        ("audio/mpeg", b"ID3\x04" + bytes(SNIFFED), "mp3"),
        ("audio/mpeg", ADTS, "aac"),
        ("audio/aac", MP3, "mp3"),
        ("audio/mpeg", OGG, "ogg"),
        ("audio/ogg", b"fLaC" + bytes(SNIFFED), "flac"),
        ("audio/ogg", b"\x1aE\xdf\xa3" + bytes(SNIFFED), "matroska"),
        ("audio/webm", b"\0\0\0\x18ftypisom", "mov"),
        ("audio/mpeg", b"in the middle", "mp3"),
        ("text/html", MP3, None),
    ],
)
def test_bytes_that_say_what_they_are_are_believed(said, start, expected):
    assert demuxer(said, start) == expected
