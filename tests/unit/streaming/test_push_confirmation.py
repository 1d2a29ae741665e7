"""What the system and libsrt know of bytes that are sent, asked of connections on this machine."""

import socket

import pytest

from streaming.push import libsrt
from streaming.push.confirmation import Confirmation, of_tcp, parse
from streaming.push.libsrt import SrtConnection, SrtFailed, speaks
from streaming.push.progress import CREEPS
from tests.conftest import lack
from tests.ports import unused_port
from tests.waiting import until

MUCH = 40_000


@pytest.fixture
def ends():
    with socket.create_server(("127.0.0.1", 0)) as door:
        near = socket.create_connection(door.getsockname())
        far, _ = door.accept()
        with near, far:
            yield near, far


def filled(near):
    """Send much, and return what is known of it once the other end's system has it."""
    near.sendall(bytes(MUCH))
    return until(lambda: (told := of_tcp(near)).received == told.sent and told)


def test_what_is_sent_is_received_by_a_system_that_is_there(ends):
    near, _ = ends
    before = of_tcp(near)
    assert filled(near).received - before.received == MUCH


def test_only_a_program_that_reads_makes_new_room(ends):
    near, far = ends
    first, second = filled(near), filled(near)
    assert second.taken - first.taken < MUCH // CREEPS
    held = 2 * MUCH
    while held:
        held -= len(far.recv(held))
    assert filled(near).taken - second.taken >= MUCH


def test_what_a_child_tells_is_read_as_it_was_meant():
    told = Confirmation(3, 2, 1)
    assert parse(told.line()) == told


@pytest.fixture
def srt():
    if libsrt.library() is None:
        lack("libsrt")


@pytest.mark.usefixtures("srt")
@pytest.mark.parametrize(
    ("query", "spoken"),
    [
        ("", True),
        ("?latency=200000&passphrase=rahasia-sekali&streamid=publish:a", True),
        ("?mode=caller", True),
        ("?mode=listener", False),
        ("?linger=0", False),
    ],
)
def test_an_address_with_an_option_of_ffmpeg_alone_is_left_to_it(query, spoken):
    assert speaks(f"srt://example.org:9000{query}") is spoken


@pytest.mark.usefixtures("srt")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_receiver_that_is_not_there_is_no_connection(host):
    with pytest.raises(SrtFailed, match=r"timeout|timed out|Connection"):
        SrtConnection(f"srt://{host}:{unused_port()}?connect_timeout=100")


@pytest.mark.usefixtures("srt")
def test_a_passphrase_that_is_too_short_is_refused():
    with pytest.raises(SrtFailed):
        SrtConnection(f"srt://127.0.0.1:{unused_port()}?passphrase=pendek")
