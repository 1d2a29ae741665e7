"""Captions are read strictly: what is wrong is told with its line, and what is right is kept."""

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.film_captions import captions_of, film_names
from station.webvtt import LARGEST, CaptionFault, CaptionsInvalid, Cue, during, read, stamp, write

VTT = """\ufeffWEBVTT Kind: captions

STYLE
::cue { color: yellow }

NOTE made by hand

intro
00:01.000 --> 00:03.500 align:start position:10%
<v Budi>Selamat <i>pagi</i></v> &amp; salam

01:00:00.000 --> 01:00:01.000
- Halo
- مرحبا
"""
SRT = """1\r
00:00:01,000 --> 00:00:03,500\r
{\\an8}Selamat <i>pagi</i> & salam\r
\r
2\r
01:00:00,000 --> 01:00:01,000\r
- Halo\r
- مرحبا\r
"""
CUES = (
    Cue(1_000, 3_500, "Selamat pagi & salam"),
    Cue(3_600_000, 3_601_000, "- Halo\n- مرحبا"),
)


@pytest.mark.parametrize("text", [VTT, SRT])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_both_forms_say_the_same(text, coding):
    text = text.removeprefix("\ufeff") if coding == "utf-16" else text
    assert read(text.encode(coding)) == CUES


def test_it_is_put_in_order():
    late, early = "00:05.000 --> 00:06.000\nb", "00:01.000 --> 00:02.000\na"
    assert [cue.text for cue in read(f"WEBVTT\n\n{late}\n\n{early}".encode())] == ["a", "b"]


@pytest.mark.parametrize(
    ("data", "fault", "line"),
    [
        (b"WEBVTT\n", CaptionFault.EMPTY, 0),
        (b"", CaptionFault.EMPTY, 0),
        (b"WEBVTT\n\nSelamat pagi\n", CaptionFault.NO_TIMES, 3),
        (b"WEBVTT\n\n00:01.000 --> 00:0x.000\nx\n", CaptionFault.TIMES, 3),
        (b"WEBVTT\n\n1\n00:01.000 -> 00:02.000\nx\n", CaptionFault.NO_TIMES, 3),
        (b"1\n00:00:01,00 --> 00:00:02,000\nx\n", CaptionFault.TIMES, 2),
        (b"1\n00:00:02,000 --> 00:00:02,000\nx\n", CaptionFault.BACKWARDS, 2),
        (b"1\n00:00:61,000 --> 00:00:62,000\nx\n", CaptionFault.TIMES, 2),
        (b"1\n00:00:01,000 --> 00:00:02,000\n" + b"x\n" * 7, CaptionFault.TOO_LONG, 1),
        (b"1\n00:00:01,000 --> 00:00:02,000\n" + b"x" * 301, CaptionFault.TOO_LONG, 1),
        ("1\n00:00:01,000 --> 00:00:02,000\né\n".encode("latin-1"), CaptionFault.ENCODING, 0),
        (codecs.BOM_UTF16_LE + b"x", CaptionFault.ENCODING, 0),
        (b" " * (LARGEST + 1), CaptionFault.TOO_LARGE, 0),
    ],
)
def test_what_is_wrong_is_told_with_its_line(data, fault, line):
    with pytest.raises(CaptionsInvalid) as caught:
        read(data)
    assert (caught.value.fault, caught.value.line) == (fault, line)


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**5), words), min_size=1))
def test_what_is_written_is_read_again_whatever_its_words(rows):
    cues = []
    for begins, length, text in rows:
        plain = " ".join("".join(each if each.isprintable() else " " for each in text).split())
        if plain:
            cues.append(Cue(begins, begins + length, plain))
    if cues:
        assert read(write(cues)) == tuple(sorted(cues))


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(data):
    with contextlib.suppress(CaptionsInvalid):
        assert read(data)


def test_words_that_look_like_a_line_of_times_are_no_such_line():
    cue = Cue(0, 1_000, "dari 00:01.000 --> 00:02.000 & <b> {\\an8}")
    assert read(write([cue])) == (cue,)
    assert b"--&gt;" in write([cue])


def test_what_is_seen_in_a_span():
    cues = [Cue(0, 10, "a"), Cue(5, 20, "b"), Cue(20, 30, "c")]
    assert [cue.text for cue in during(cues, 10, 20)] == ["b"]


def test_a_time_has_hours():
    assert stamp(3_723_004) == "01:02:03.004"


def test_the_captions_lie_beside_their_film():
    assert captions_of("ab/abcd.mp4") == "ab/abcd.vtt"
    assert captions_of("ab/abcd") == "ab/abcd.vtt"


@pytest.mark.parametrize(
    ("name", "films"),
    [
        ("Pekan Raya.srt", ("Pekan Raya",)),
        ("Pekan Raya.id.srt", ("Pekan Raya.id", "Pekan Raya")),
        ("a.b.c.vtt", ("a.b.c",)),
    ],
)
def test_captions_are_called_as_their_film(name, films):
    assert film_names(name) == films
