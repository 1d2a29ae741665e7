"""What an output tells of itself, as the desk says it."""

import errno
import os
import socket

import pytest

from streaming.push.leaf import TAKES_NOTHING
from streaming.push.progress import NothingTaken
from streaming.push.source_connection import PushRefused
from web import i18n
from web.output_errors import told

INDONESIAN = i18n.load()["id"]


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
    assert words in told(error, INDONESIAN)


def test_what_is_not_known_stays_as_it_is():
    assert told("libx264: 17", INDONESIAN) == "libx264: 17"
