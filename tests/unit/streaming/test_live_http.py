"""Requests at the presenters' door: what programs send, however cut, and what nobody should."""

import base64
import itertools
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaming.live.body import body_of
from streaming.live.http_head import HEAD_LIMIT, BadHead, Head, HeadReader, credentials
from streaming.live.titles import title_in

FFMPEG = (
    b"PUT /radio HTTP/1.1\r\nUser-Agent: Lavf/63.1.102\r\nAccept: */*\r\n"
    b"Expect: 100-continue\r\nConnection: close\r\nHost: 127.0.0.1:8020\r\n"
    b"Content-Type: audio/mpeg\r\nIcy-MetaData: 1\r\nIce-Public: 0\r\n"
    b"Authorization: Basic c3JpOmtleQ==\r\n\r\n"
)
LIQUIDSOAP = (
    b"SOURCE /radio HTTP/1.0\r\nice-name: /radio\r\nAuthorization: Basic c3JpOmtleQ==\r\n"
    b"ice-public: 1\r\nContent-Type: audio/mpeg\r\n\r\n"
)
OLD = b"SOURCE live/radio ICE/1.0\ncontent-type: application/ogg\n\n"


def pieces(data, cuts):
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in itertools.pairwise(edges)]


def read(data, cuts=()):
    """Return the head and everything behind it."""
    reader = HeadReader()
    head, behind = None, b""
    for piece in pieces(data, cuts):
        if head is not None:
            behind += piece
        elif (head := reader.feed(piece)) is not None:
            behind = reader.rest
    return head, behind


@given(
    st.sampled_from([FFMPEG, LIQUIDSOAP, OLD]),
    st.binary(max_size=40),
    st.lists(st.integers(0, 400), max_size=30),
)
def test_however_a_request_is_cut_it_is_read_the_same_and_no_sound_is_lost(request_, body, cuts):
    data = request_ + b"\xff\xfb" + body
    head, behind = read(data, cuts)
    assert (head, behind) == read(data)
    assert head.method in ("PUT", "SOURCE")
    assert behind == b"\xff\xfb" + body


@given(st.binary(max_size=300))
def test_whatever_comes_is_a_head_or_a_clear_no(data):
    try:
        said = read(data + b"\r\n\r\n")[0].path[0]
    except BadHead as error:
        said = error.status
    assert said in ("/", HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


def test_what_ffmpeg_sends_is_understood():
    head, _ = read(FFMPEG)
    assert (head.method, head.path, head.content_type) == ("PUT", "/radio", "audio/mpeg")
    assert head.expects_continue
    assert credentials(head) == ("sri", "key")


def test_an_old_program_may_leave_out_the_slash_and_end_its_lines_its_own_way():
    head, _ = read(OLD)
    assert (head.method, head.path) == ("SOURCE", "/live/radio")
    assert head.content_type == "application/ogg"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/2.0\r\n\r\n", 400),
        (b"get / HTTP/1.1\r\n\r\n", 400),
        (b"PUT /radio\r\n\r\n", 400),
        (b"PUT /a b HTTP/1.1\r\n\r\n", 400),
        (b"PUT / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"PUT / HTTP/1.1\r\nName : x\r\n\r\n", 400),
        (b"PUT / HTTP/1.1\r\nName: a\x00b\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400),
        (b"PUT / HTTP/1.1\r\n" + b"a: b\r\n" * 65 + b"\r\n", 431),
        (b"PUT / HTTP/1.1\r\na: " + b"b" * HEAD_LIMIT + b"\r\n\r\n", 431),
        (b"x" * (HEAD_LIMIT + 1), 431),
        (b"PUT http://[ HTTP/1.1\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_refused(sent, status):
    with pytest.raises(BadHead) as raised:
        read(sent)
    assert raised.value.status == status


def basic(pair):
    coded = base64.b64encode(pair.encode()).decode()
    return Head("PUT", "/radio", headers={"authorization": f"Basic {coded}"})


def test_a_program_that_only_knows_the_user_source_has_both_in_its_password():
    assert credentials(basic("source:sri:key")) == ("sri", "key")
    assert credentials(basic(":sri:key")) == ("sri", "key")
    assert credentials(basic("sri:key")) == ("sri", "key")
    assert credentials(basic("sri:a:b")) == ("sri", "a:b")
    assert credentials(basic("source:key")) == ("source", "key")


@pytest.mark.parametrize("value", ["", "Basic", "Basic !!", "Bearer abc", "Basic /w=="])
def test_what_is_no_key_is_none(value):
    assert credentials(Head("PUT", "/", headers={"authorization": value})) is None


def taken(headers, data, cuts=()):
    body = body_of(Head("PUT", "/", headers=headers))
    return b"".join(body.feed(piece) for piece in pieces(data, cuts)), body.ended


@given(st.lists(st.binary(min_size=1, max_size=30)), st.lists(st.integers(0, 500), max_size=30))
def test_however_chunks_are_cut_the_same_bytes_come_out(chunks, cuts):
    framed = b"".join(b"%x;note=1\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    data = framed + b"0\r\n\r\n"
    assert taken({"transfer-encoding": "chunked"}, data, cuts) == (b"".join(chunks), True)


@pytest.mark.parametrize(
    "data", [b"x\r\n", b"-1\r\n", b"fffffffff\r\n", b"1\r\nabc\r\n", b"1" * 300]
)
def test_what_are_no_chunks_is_refused(data):
    with pytest.raises(BadHead):
        taken({"transfer-encoding": "chunked"}, data)


def test_a_body_with_a_length_ends_there_and_one_without_goes_on():
    assert taken({"content-length": "3"}, b"abcdef") == (b"abc", True)
    assert taken({"content-length": "0"}, b"") == (b"", True)
    assert taken({}, b"abcdef") == (b"abcdef", False)


@pytest.mark.parametrize("length", ["-1", "1e9", "²", "9" * 30, ""])
def test_a_length_that_is_none_is_refused(length):
    with pytest.raises(BadHead):
        body_of(Head("PUT", "/", headers={"content-length": length}))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("song=Gesang+-+Bengawan+Solo", "Gesang - Bengawan Solo"),
        ("artist=Gesang&title=Bengawan%20Solo", "Gesang - Bengawan Solo"),
        ("title=Berita", "Berita"),
        ("song=Caf%C3%A9", "Café"),
        ("song=Caf%E9", "Café"),
        ("song=a%0Ab%00c%1B", "a b c"),
        ("song=" + "x" * 1000, "x" * 300),
        ("mode=updinfo", ""),
    ],
)
def test_titles_come_in_every_way_programs_send_them(query, title):
    request_ = f"GET /admin/metadata?mode=updinfo&mount=/radio&{query} HTTP/1.0\r\n\r\n"
    head, _ = read(request_.encode())
    assert head.query["mount"] == "/radio"
    assert title_in(head.query) == title
