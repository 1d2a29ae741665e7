"""Presenters' programs at the door: FFmpeg, Liquidsoap and raw sockets, well and badly behaved."""

import contextlib
import os
import socket
import subprocess
from datetime import timedelta
from threading import Thread

import pytest

from station.audio import RATE
from station.live import Door, Word
from station.presenters import Presenter, key_sha256
from station.snapshot import LiveState
from streaming.live.inputs import STALE
from tests.unit.streaming.live_house import (
    BUDI,
    ENCODINGS,
    MP3,
    SRI,
    LiveHouse,
    authorization,
    encoded,
    is_tone,
    put,
)
from tests.unit.streaming.stream_process import CLOCK
from tests.waiting import LIMIT_SECONDS, is_running, until

NOISE = ("-f", "lavfi", "-i", "anoisesrc=sample_rate=48000:amplitude=0.5")


@pytest.fixture
def house(free_port):
    with LiveHouse(free_port) as house:
        yield house


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_encoding_comes_out_as_sound(house, name):
    with house.source(*ENCODINGS[name]):
        heard = house.sounding(2.0)
    assert is_tone(heard.sound[RATE // 2 : 2 * RATE])
    hello = heard.hello
    assert (hello.door, hello.name, hello.who, hello.always) == (Door.ICECAST, "Sri", "sri", True)


def test_the_old_way_of_the_protocol_and_the_other_mount_do_as_well(house):
    with house.source(options=("-legacy_icecast", "1"), mount="/live/radio"):
        assert is_tone(house.sounding(1.0).sound[RATE // 4 : RATE])


def test_a_program_that_only_knows_the_user_source_sends_both_in_its_password(house):
    body = encoded(*MP3[:-2])
    auth = authorization("source", "budi:mellon")
    request = b"SOURCE /radio ICE/1.0\r\n" + auth + b"content-type: audio/mpeg\r\n\r\n"
    assert house.ask(request + body, half_close=True).startswith(b"HTTP/1.0 200 OK\r\n")
    heard = house.sounding(1.5)
    assert heard.hello.who == "budi"


def test_all_that_was_sent_is_heard_and_then_the_session_ends(house):
    body = encoded("-f", "flac", seconds=3.0)
    answer = house.ask(put(more=b"Content-Type: audio/flac\r\n") + body, half_close=True)
    assert answer.startswith(b"HTTP/1.0 200 OK\r\n")
    heard = until(lambda: house.air.last and house.air.last.ended and house.air.last)
    assert heard.frames == 3 * RATE
    assert house.decoders() == []


def test_a_body_in_chunks_is_taken(house):
    body = encoded("-f", "flac", seconds=1.0)
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(body[at : at + 999]), body[at : at + 999])
        for at in range(0, len(body), 999)
    )
    more = b"Content-Type: audio/flac\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n"
    answer = house.ask(put(more=more) + chunks + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n")
    until(lambda: house.air.last and house.air.last.frames == RATE)


def test_titles_arrive(house):
    with house.source():
        heard = house.sounding()
        song = b"song=Gesang+-+Bengawan+Solo"
        request = b"GET /admin/metadata?mode=updinfo&mount=%s&%s HTTP/1.0\r\n%s\r\n"
        assert house.status(request % (b"/radio", song, authorization())) == 200
        until(lambda: heard.hello.title == "Gesang - Bengawan Solo")
        assert house.status(request % (b"/radio", song, authorization("sri", "x"))) == 401
        assert house.status(request % (b"/radio", song, authorization("budi", "mellon"))) == 404
        assert house.status(request % (b"/satu", song, authorization())) == 404
        parts = b"artist=Waldjinah&title=Walang+Kekek"
        assert house.status(request % (b"/live/radio", parts, authorization())) == 200
        until(lambda: heard.hello.title == "Waldjinah - Walang Kekek")


@pytest.mark.parametrize("codec", ["libvorbis", "libopus", "flac"])
def test_the_titles_inside_an_ogg_stream_arrive_and_the_sound_goes_on(house, codec):
    one = encoded("-c:a", codec, *title("Satu"), seconds=1.5)
    two = encoded("-c:a", codec, *title("Dua"), seconds=1.5)
    with socket.create_connection(("127.0.0.1", house.port), 10) as connection:
        connection.sendall(put(more=b"Content-Type: application/ogg\r\n") + one)
        heard = house.sounding(1.0)
        assert heard.hello.title == "Satu"
        connection.sendall(two)
        until(lambda: heard.hello.title == "Dua")
        connection.shutdown(socket.SHUT_WR)
        until(lambda: heard.ended)
    assert abs(heard.frames - 3 * RATE) < RATE // 10
    assert is_tone(heard.sound[2 * RATE : 3 * RATE - RATE // 5])


def title(name):
    return ("-metadata", f"title={name}", "-f", "ogg")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (put(auth=b""), 401),
        (put(auth=authorization("sri", "wrong")), 401),
        (put(auth=authorization("nobody", "sesame")), 401),
        (put("/tv"), 404),
        (put(more=b"Content-Type: text/html\r\n"), 415),
        (put(more=b"Content-Length: 0\r\n"), 200),
        (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"DELETE /radio HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"\x16\x03\x01\x02\x00\r\n\r\n", 400),
        (b"PUT /radio HTTP/1.1\r\n" + b"x" * 9000, 431),
    ],
)
def test_every_no_is_said_in_http(house, request_, status):
    assert house.status(request_) == status
    assert house.air.inputs == []


def test_a_presenter_of_another_channel_is_told_so(house):
    house.publish(Presenter("ani", "Ani", key_sha256("k"), ("tv",)))
    answer = house.ask(put(auth=authorization("ani", "k")))
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert answer.endswith(b"You are no presenter of radio.\n")


def test_ffmpeg_is_told_that_its_key_is_wrong(house):
    with house.source(key="wrong") as child:
        said = child.communicate(timeout=LIMIT_SECONDS)[1]
    assert b"401" in said


def test_more_inputs_than_allowed_are_refused_in_words(free_port):
    with LiveHouse(free_port, max_inputs=1) as house, house.source():
        house.sounding()
        answer = house.ask(put(auth=authorization("budi", "mellon")))
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"Too many presenters" in answer


def test_a_second_presenter_stands_beside_the_first(house):
    with house.source():
        first = house.sounding()
        with house.source(user="budi", key="mellon"):
            second = house.sounding(beside=1)
            assert {first.hello.who, second.hello.who} == {"sri", "budi"}
            assert first.hello.session != second.hello.session
            assert not first.ended


def test_a_connection_that_was_cut_off_makes_room_for_the_next_of_the_same_presenter(house):
    silent = socket.create_connection(("127.0.0.1", house.port), 10)
    with silent:
        sent = CLOCK.now()
        silent.sendall(put() + encoded(*MP3[:-2]))
        first = house.sounding()

        def gives_way():
            house.ask(put(), half_close=True)
            return first.ended

        until(gives_way)
        assert CLOCK.now() - sent > STALE
        with house.source():
            second = house.sounding(beside=len(house.air.inputs))
            assert not second.ended


def test_a_dead_decoder_ends_the_session_and_nobody_else_notices(house):
    with house.source() as child:
        heard = house.sounding()
        (decoder,) = house.decoders()
        with house.source(user="budi", key="mellon"):
            other = house.sounding(beside=1)
            os.kill(decoder, 9)
            until(lambda: heard.ended)
            assert child.wait(120) is not None
            before = other.frames
            until(lambda: other.frames > before + RATE // 2)
        until(lambda: house.decoders() == [])


@pytest.mark.parametrize("kind", ["audio/mpeg", "audio/aac", "application/ogg", "audio/webm"])
def test_garbage_ends_with_its_session(house, kind):
    garbage = os.urandom(300_000).replace(b"\xff", b"\x00")
    house.ask(put(more=b"Content-Type: %s\r\n" % kind.encode()) + garbage, half_close=True)
    until(lambda: house.decoders() == [])
    with house.source():
        house.sounding(beside=len(house.air.inputs))


def test_bytes_that_never_become_sound_are_given_up(house):
    with socket.create_connection(("127.0.0.1", house.port), 60) as connection:
        connection.sendall(put(more=b"Content-Type: audio/mpeg\r\n") + bytes(50_000))
        assert connection.recv(4096).startswith(b"HTTP/1.0 200")
        assert connection.recv(4096) == b""
    until(lambda: house.decoders() == [])


def test_a_half_sent_request_is_not_waited_for_and_a_crowd_of_them_keeps_nobody_out(house):
    address = ("127.0.0.1", house.port)
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(socket.create_connection(address, 60)) for _ in range(20)]
        for one in crowd:
            one.sendall(b"PUT /radio HT")
        answers = [answer_to(one) for one in crowd]
    late = [answer for answer in answers if answer]
    assert 1 <= len(late) < len(crowd)
    assert all(b"408 Request Timeout" in answer for answer in late)
    with house.source():
        house.sounding()


def answer_to(connection):
    try:
        return connection.recv(100)
    except ConnectionResetError:
        return b""


def test_a_slow_air_slows_the_presenter_and_loses_nothing(house):
    body = encoded("-f", "flac", seconds=12.0, tone=NOISE)
    house.air.hush()
    request = put(more=b"Content-Type: audio/flac\r\n") + body
    sender = Thread(target=house.ask, args=(request,), kwargs={"half_close": True})
    sender.start()
    CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=4))  # more than any buffer holds
    assert house.air.last.frames < 4 * RATE
    assert sender.is_alive()
    house.air.read_on()
    sender.join()
    until(lambda: house.air.last.frames == 12 * RATE)


def test_a_program_that_sends_as_fast_as_it_can_is_slowed_to_real_time(house):
    body = encoded("-f", "flac", seconds=6.0)
    began = CLOCK.now()
    house.ask(put(more=b"Content-Type: audio/flac\r\n") + body, half_close=True)
    heard = until(lambda: house.air.last and house.air.last.ended and house.air.last)
    assert heard.frames == 6 * RATE
    assert CLOCK.now() - began > timedelta(seconds=3.5)


def test_when_the_air_comes_back_the_session_goes_on_with_fresh_sound(house):
    with house.source() as child:
        first = house.sounding()
        house.air.__exit__()
        until(lambda: first.ended)
        house.air.__enter__()
        second = house.sounding(beside=1)
        assert second.hello.session != first.hello.session
        assert is_tone(second.sound[RATE // 4 : RATE])
        assert child.poll() is None


def test_an_operator_sends_a_presenter_away_and_his_program_cannot_come_straight_back(house):
    with house.source() as child:
        house.sounding().say(Word(LiveState.ON_AIR, ended="kicked"))
        child.wait(120)
    until(lambda: house.status(put()) == 403)
    with house.source(user="budi", key="mellon"):
        house.sounding(beside=1)


def test_whoever_is_taken_off_the_list_is_disconnected(house):
    with house.source() as child:
        house.sounding()
        house.publish(BUDI)
        child.wait(120)
    house.publish(SRI, BUDI)
    with house.source():
        house.sounding(beside=1)


def test_the_end_of_the_process_ends_everything(house):
    with house.source(), house.source(user="budi", key="mellon"):
        until(lambda: len(house.decoders()) == 2)
        decoders = house.decoders()
        house.stop()
    assert not any(map(is_running, decoders))


@pytest.mark.needs("liquidsoap")
@pytest.mark.parametrize("way", ["", 'protocol="http",'], ids=["source", "put"])
def test_liquidsoap_is_a_presenter_too(house, tmp_path, way):
    script = tmp_path / "source.liq"
    script.write_text(LIQUIDSOAP.format(port=house.port, way=way))
    with subprocess.Popen(
        ["liquidsoap", str(script)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        try:
            heard = house.sounding(2.0)
            until(lambda: heard.hello.title == "Gesang - Bengawan Solo")
        finally:
            child.kill()
    assert is_tone(heard.sound[RATE : 2 * RATE], 440.0)


@pytest.mark.needs("ezstream")
def test_programs_on_the_library_that_mixxx_uses_are_presenters_too(house, tmp_path):
    song = tmp_path / "song.mp3"
    song.write_bytes(encoded(*MP3[:-2], *NAMED, seconds=8))
    script = tmp_path / "ezstream.xml"
    script.write_text(EZSTREAM.format(port=house.port, song=song))
    script.chmod(0o600)
    with subprocess.Popen(["ezstream", "-c", str(script)], stdout=subprocess.DEVNULL) as child:
        try:
            heard = house.sounding(2.0)
            until(lambda: heard.hello.title == "Gesang - Bengawan Solo")
        finally:
            child.kill()
    assert is_tone(heard.sound[RATE : 2 * RATE])


NAMED = ("-metadata", "title=Bengawan Solo", "-metadata", "artist=Gesang")
EZSTREAM = """<?xml version="1.0" encoding="UTF-8"?>
<ezstream>
  <servers><server>
    <name>default</name><protocol>HTTP</protocol><hostname>127.0.0.1</hostname>
    <port>{port}</port><user>sri</user><password>sesame</password><tls>none</tls>
  </server></servers>
  <streams><stream>
    <name>default</name><mountpoint>/radio</mountpoint><format>MP3</format>
  </stream></streams>
  <intakes><intake>
    <name>default</name><type>file</type><filename>{song}</filename>
  </intake></intakes>
</ezstream>
"""
LIQUIDSOAP = """
settings.init.allow_root.set(true)
tone = sine(440.)
tone = insert_metadata(tone)
thread.run(delay=1., {{ tone.insert_metadata([("artist", "Gesang"), ("title", "Bengawan Solo")]) }})
output.icecast(%mp3, host="127.0.0.1", port={port}, user="sri", password="sesame",
               mount="/radio", fallible=true, {way} tone)
"""


def metrics(house) -> list[str]:
    body = house.ask(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").decode()
    assert body.startswith("HTTP/1.1 200 OK\r\n")
    assert "Content-Type: text/plain; version=0.0.4" in body
    return body.splitlines()


def test_what_comes_in_is_counted_without_anybody_s_name(house):
    idle = 'mengudara_live_sessions{channel="radio",door="icecast",state="linked"} 0.0'
    assert idle in metrics(house)
    with house.source():
        house.sounding(1.0)
        until(lambda: idle.replace(" 0.0", " 1.0") in metrics(house))
    until(lambda: idle in metrics(house))
    after = metrics(house)
    assert 'mengudara_live_sessions_begun_total{channel="radio",door="icecast"} 1.0' in after
    taken = next(line for line in after if line.startswith("mengudara_live_bytes_total"))
    assert float(taken.split()[-1]) > 8_000
    assert not any("sri" in line.lower() for line in after)


def test_a_wrong_key_is_counted_and_a_question_without_one_is_not(house):
    put_it = b"PUT /radio HTTP/1.1\r\nContent-Type: audio/mpeg\r\n"
    house.ask(put_it + b"\r\n")
    house.ask(put_it + authorization("sri", "wrong") + b"\r\n")
    assert "mengudara_live_refused_total 1.0" in metrics(house)
