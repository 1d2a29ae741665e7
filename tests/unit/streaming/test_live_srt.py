"""How SRT begins: hello, cookie, and a name that comes back only to whom the cookie was sent."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station import ffmpeg
from streaming.live.srt import handshake
from streaming.live.srt.handshake import CONCLUSION, INDUCTION, Cookies, named, read

CALLER = 0x1234
HERE = ("10.0.0.9", 5_000)


def conclusion(stream_id, cookie=7):
    """A conclusion as libsrt says it, with an extension before the stream id."""
    padded = stream_id.encode() + bytes(-len(stream_id.encode()) % 4)
    fours = b"".join(padded[n : n + 4][::-1] for n in range(0, len(padded), 4))
    capabilities = struct.pack(">HH", 1, 3) + bytes(12)
    name = struct.pack(">HH", 5, len(fours) // 4) + fours
    hello = bytearray(handshake.with_cookie(handshake.induction(CALLER), cookie))
    hello[16:24] = struct.pack(">IHH", 5, 0, 5)
    hello[36:40] = CONCLUSION.to_bytes(4)
    return bytes(hello) + capabilities + name


def test_a_hello_is_answered_with_a_cookie_to_whom_it_came_from():
    hello = read(handshake.induction(CALLER))
    assert (hello.kind, hello.version, hello.caller, hello.cookie) == (INDUCTION, 4, CALLER, 0)
    answer = handshake.induced(hello, 99)
    assert int.from_bytes(answer[12:16]) == CALLER
    said = read(answer)
    assert (said.kind, said.version, said.cookie) == (INDUCTION, 5, 99)
    assert answer[22:24] == b"\x4a\x17"


@given(st.text(min_size=1, max_size=60).filter(lambda text: "\0" not in text))
def test_a_conclusion_says_who_it_is(name):
    said = read(conclusion(name))
    assert (said.kind, said.version, said.cookie, said.stream_id) == (CONCLUSION, 5, 7, name)


def test_another_cookie_changes_nothing_else():
    packet = conclusion("tv/key")
    changed = handshake.with_cookie(packet, 0xABCDEF01)
    assert read(changed).cookie == 0xABCDEF01
    assert handshake.with_cookie(changed, 7) == packet


def test_a_refusal_says_why_to_whom_it_came_from():
    answer = handshake.rejected(read(conclusion("tv/key")), 401)
    assert read(answer).kind == 2401
    assert int.from_bytes(answer[12:16]) == CALLER


@given(st.binary(max_size=200))
def test_whatever_else_comes_is_no_handshake(packet):
    assert read(packet) is None or packet[:4] == b"\x80\x00\x00\x00"


@given(st.binary(max_size=100))
def test_damaged_extensions_name_nobody_or_somebody_else(rest):
    assert read(conclusion("")[:64] + rest) is not None


def test_a_cookie_is_good_for_the_address_it_was_sent_to_and_for_a_while():
    cookies = Cookies(b"secret")
    cookie = cookies.make(HERE, 1_000)
    assert cookies.is_his(cookie, HERE, 1_000)
    assert cookies.is_his(cookie, HERE, 1_060)
    assert not cookies.is_his(cookie, HERE, 1_180)
    assert not cookies.is_his(cookie, ("10.0.0.9", 5_001), 1_000)
    assert not Cookies(b"other").is_his(cookie, HERE, 1_000)


@pytest.mark.parametrize(
    ("stream_id", "told"),
    [
        ("tv/key", ("tv", "key")),
        ("#!::r=tv,s=key,m=publish", ("tv", "key")),
        ("#!::m=publish", ("", "")),
        ("key", ("", "key")),
        ("", ("", "")),
    ],
)
def test_a_stream_id_names_a_channel_and_a_key(stream_id, told):
    assert named(stream_id) == told


def test_what_receives_a_call_hears_this_computer_alone_and_opens_no_file():
    line = ffmpeg.receive_srt("ffmpeg", 7_000, 500, "sangat-rahasia")
    assert line[line.index("-i") + 1] == "srt://127.0.0.1:7000"
    assert line[line.index("-mode") + 1] == "listener"
    assert line[line.index("-latency") + 1] == "500000"
    assert line[line.index("-passphrase") + 1] == "sangat-rahasia"
    assert line[line.index("-protocol_whitelist") + 1] == "srt,udp"
    assert "-passphrase" not in ffmpeg.receive_srt("ffmpeg", 7_000, 500)
