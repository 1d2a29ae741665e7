import os

import numpy as np
import pytest

from station.audio import BLOCK
from streaming.encoder_input import EncoderInput
from streaming.feeder import Fed
from streaming.timeline import Timeline
from tests.unit.streaming.fake_air import titled


@pytest.fixture
def pipe():
    read_fd, write_fd = os.pipe()
    os.set_blocking(write_fd, False)
    os.set_blocking(read_fd, False)
    yield read_fd, write_fd
    os.close(read_fd)
    os.close(write_fd)


def block(number: int, *metadata) -> Fed:
    sound = np.full((BLOCK, 2), number, np.float32)
    return Fed(sound, number * 40_000, metadata)


def drained(source: EncoderInput, read_fd: int) -> list[int]:
    """Read everything, and return the number of each block."""
    data = b""
    while True:
        source.flush()
        try:
            data += os.read(read_fd, 1 << 20)
        except BlockingIOError:
            break
    return [int(each[0]) for each in np.frombuffer(data, "<f4").reshape(-1, 2 * BLOCK)]


def test_blocks_wait_for_an_encoder_and_come_out_in_order(pipe):
    source, timeline = EncoderInput(), Timeline()
    for number in range(40):
        source.put(block(number))
    source.attach(pipe[1], timeline)
    assert drained(source, pipe[0]) == list(range(40))
    assert timeline.fed == 40 * BLOCK
    assert timeline.utc_us(39 * BLOCK) == 39 * 40_000


def test_the_oldest_blocks_are_dropped_when_no_encoder_takes_them(pipe):
    source = EncoderInput(limit=10)
    for number in range(25):
        source.put(block(number))
    source.attach(pipe[1], Timeline())
    assert drained(source, pipe[0]) == list(range(15, 25))
    assert source.dropped == 15


def test_a_new_encoder_is_told_what_is_on(pipe):
    source, timeline = EncoderInput(), Timeline()
    source.attach(pipe[1], Timeline())
    source.put(block(0, titled("song")))
    drained(source, pipe[0])
    source.detach()
    source.put(block(1))
    source.attach(pipe[1], timeline)
    assert timeline.began(0, BLOCK) == [(0, titled("song"))]


def test_a_title_in_a_dropped_block_is_not_lost(pipe):
    source, timeline = EncoderInput(limit=1), Timeline()
    source.put(block(0, titled("song")))
    source.put(block(1))
    source.attach(pipe[1], timeline)
    assert timeline.began(0, BLOCK) == [(0, titled("song"))]


def test_a_broken_pipe_harms_nobody():
    read_fd, write_fd = os.pipe()
    os.close(read_fd)
    source = EncoderInput()
    source.attach(write_fd, Timeline())
    source.put(block(0))
    source.put(block(1))
    os.close(write_fd)
