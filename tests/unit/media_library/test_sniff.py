"""Lists of other media are known by their first bytes, cut files by their own numbers."""

import struct

import pytest

from media_library import sniff

LISTS = {
    "m3u": "#EXTM3U\nsong.mp3\n",
    "m3u by address": "http://example.org/live.mp3\n",
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:6\n",
    "concat": "ffconcat version 1.0\nfile 'a.mp3'\n",
    "concat without a head": "# mine\nfile '/etc/passwd'\n",
    "pls": "[playlist]\nFile1=a.mp3\n",
    "asx": '<asx version="3.0"><entry><ref href="x"/></entry></asx>',
    "asf reference": "[Reference]\nRef1=http://x/\n",
    "xspf": '<?xml version="1.0"?>\n<playlist version="1"/>',
    "dash": '<?xml version="1.0"?><MPD xmlns="x"/>',
    "sdp": "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n",
    "cue": 'REM x\nPERFORMER "a"\nFILE "a.wav" WAVE\n  TRACK 01 AUDIO\n',
    "smil": "<smil><body/></smil>",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_other_media_is_recognised(tmp_path, name):
    path = tmp_path / "song.mp3"
    for text in (LISTS[name], "\ufeff" + LISTS[name], "\n" + LISTS[name]):
        path.write_text(text, encoding="utf-8")
        assert sniff.reference_format(path)


def test_a_list_in_utf_16_is_recognised(tmp_path):
    path = tmp_path / "song.mp3"
    path.write_text(LISTS["m3u"], encoding="utf-16")
    assert sniff.reference_format(path) == "m3u"


def test_a_reference_movie_is_recognised(tmp_path):
    path = tmp_path / "film.mov"
    path.write_bytes(struct.pack(">I4sI4sI4s", 40, b"moov", 32, b"rmra", 24, b"rmda"))
    assert sniff.reference_format(path) == "reference movie"


@pytest.mark.parametrize("head", [b"", b"ID3\x04", b"OggS", b"\xff\xfb\x90", b"RIFF", b"text"])
def test_media_and_plain_text_are_no_lists(tmp_path, head):
    path = tmp_path / "song.mp3"
    path.write_bytes(head)
    assert sniff.reference_format(path) == ""


def riff(stated: int, size: int) -> bytes:
    return (b"RIFF" + struct.pack("<I", stated) + b"WAVE").ljust(size, b"\0")


@pytest.mark.parametrize(
    ("stated", "size", "cut"),
    [(9_992, 10_000, False), (19_992, 10_000, True), (0xFFFFFFFF, 10_000, False), (0, 99, False)],
)
def test_a_wave_file_knows_its_size(tmp_path, stated, size, cut):
    path = tmp_path / "a.wav"
    path.write_bytes(riff(stated, size))
    assert sniff.is_cut_short(path) is cut


def page(body: bytes) -> bytes:
    table = bytes([255] * (len(body) // 255) + [len(body) % 255])
    return b"OggS" + bytes(22) + bytes([len(table)]) + table + body


@pytest.mark.parametrize("missing", [1, 100, 690, 710])
def test_an_ogg_file_that_ends_inside_a_page_is_cut(tmp_path, missing):
    path = tmp_path / "a.ogg"
    whole = page(b"a" * 700) + page(b"b" * 700)
    path.write_bytes(whole)
    assert not sniff.is_cut_short(path)
    path.write_bytes(whole[:-missing])
    assert sniff.is_cut_short(path)


def test_a_tag_behind_the_last_ogg_page_does_no_harm(tmp_path):
    path = tmp_path / "a.ogg"
    path.write_bytes(page(b"a" * 700) + b"TAG".ljust(128, b"\0"))
    assert not sniff.is_cut_short(path)
