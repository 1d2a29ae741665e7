"""What an output tells of itself, as the desk says it."""

import errno
import os
import socket

import pytest

from station.outputs import Output, OutputState
from streaming.push.leaf import TAKES_NOTHING
from streaming.push.progress import NothingTaken
from streaming.push.source_connection import PushRefused
from tests.unit.station.making import NOON
from web import i18n
from web.output_errors import told

INDONESIAN = i18n.load()["id"]


def said(error: str, kind: str = "rtmp") -> str:
    output = Output("a", kind, "tv", OutputState.BACKOFF, NOON, last_error=error)
    return told(output, INDONESIAN)


def unknown_name() -> str:
    with pytest.raises(socket.gaierror) as raised:
        socket.getaddrinfo("nama.invalid", 1, flags=socket.AI_NUMERICHOST)
    return raised.value.strerror


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (os.strerror(errno.ECONNREFUSED), "Tidak ada yang menjawab"),
        (os.strerror(errno.ENETUNREACH), "tidak terjangkau"),
        (os.strerror(errno.EHOSTUNREACH), "tidak terjangkau"),
        (os.strerror(errno.ETIMEDOUT), "tidak menjawab"),
        (f"BrokenPipeError: {os.strerror(errno.EPIPE)}", "memutus"),
        (f"ConnectionResetError: {os.strerror(errno.ECONNRESET)}", "memutus"),
        (unknown_name(), "tidak dikenal"),
        (str(PushRefused(401, "Unauthorized")), "kata sandi"),
        (TAKES_NOTHING, "tidak lagi menerima"),
        (str(NothingTaken()), "tidak lagi menerima"),
        ("certificate of a.example not trusted: certificate has expired", "tidak sah"),
    ],
)
def test_what_is_known_says_what_to_do(error, words):
    assert words in said(error)


def test_what_is_not_known_stays_as_it_is():
    assert said("libx264: 17") == "libx264: 17"


def test_an_encoder_talks_to_no_server():
    assert said("Broken pipe", "encoder") == "Broken pipe"
