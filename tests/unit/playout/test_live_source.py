"""Live sound is played at the sender's own pace, without clicks and within narrow bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playout.live_buffer import LiveBuffer
from playout.live_source import FADE, WIDEST, LiveSource
from station.audio import BLOCK, RATE, Block, silence

TARGET = RATE


def sine(frames: int, start: int = 0, hertz: float = 1000.0) -> Block:
    wave = 0.5 * np.sin(2 * np.pi * hertz * (start + np.arange(frames)) / RATE)
    return np.repeat(wave.astype(np.float32)[:, np.newaxis], 2, axis=1)


class Sender:
    """A presenter's program whose clock runs at its own speed, and sends packets of one size."""

    def __init__(self, speed: float = 1.0, packet: int = 960) -> None:
        self.buffer = LiveBuffer(2 * TARGET + 2 * RATE)
        self._speed = speed
        self._packet = packet
        self._due = 0.0
        self._sent = 0

    def run(self, frames: int) -> None:
        self._due += frames * self._speed
        while self._sent + self._packet <= self._due:
            self.buffer.write(sine(self._packet, self._sent))
            self._sent += self._packet

    def play(self, source: LiveSource, seconds: float) -> Block:
        """Send and play at the same time."""
        heard = []
        for _ in range(int(seconds * RATE) // BLOCK):
            self.run(BLOCK)
            heard.append(source.read(BLOCK))
        return np.concatenate(heard)


def opened(speed: float = 1.0, packet: int = 960) -> tuple[Sender, LiveSource]:
    sender = Sender(speed, packet)
    sender.run(int(TARGET / speed) + packet)
    start = sender.buffer.written - TARGET
    return sender, LiveSource(sender.buffer, start, TARGET)


def steepest(sound: Block) -> float:
    return float(np.abs(np.diff(sound[:, 0])).max())


STEEPEST_SINE = steepest(sine(RATE)) * (1 + WIDEST)


def pitch(sound: Block) -> float:
    """Count the rising zero crossings of a second or more."""
    left = sound[:, 0]
    rising = np.flatnonzero((left[:-1] < 0) & (left[1:] >= 0))
    return float((len(rising) - 1) * RATE / (rising[-1] - rising[0]))


def test_samples_pass_untouched_while_the_clocks_agree() -> None:
    sender, source = opened()
    start = sender.buffer.written - TARGET
    heard = sender.play(source, 20)
    assert np.array_equal(heard[FADE:], sine(len(heard), start)[FADE:])


@pytest.mark.parametrize("speed", [0.985, 0.9999, 1.001, 1.015])
@pytest.mark.parametrize("packet", [960, 24_000])
def test_another_clock_is_followed_without_a_click(speed: float, packet: int) -> None:
    sender, source = opened(speed, packet)
    heard = sender.play(source, 120)
    assert len(heard) == int(120 * RATE) // BLOCK * BLOCK
    assert steepest(heard) <= STEEPEST_SINE
    assert pitch(heard[-10 * RATE :]) == pytest.approx(1000 * speed, rel=0.003)
    assert 0.1 * TARGET < source.held < 2 * TARGET


@pytest.mark.parametrize("speed", [0.9, 0.985, 1.015, 1.1])
def test_the_pitch_keeps_its_bounds_and_changes_slowly(speed: float) -> None:
    sender, source = opened(speed)
    before = source.speed
    for _ in range(1500):
        sender.play(source, BLOCK / RATE)
        assert abs(source.speed - 1) <= WIDEST + 1e-9
        has_jumped = source.speed == 1.0
        assert has_jumped or abs(source.speed - before) < WIDEST / 20
        before = source.speed


def test_the_interpolated_tone_is_clean() -> None:
    sender, source = opened(1.005)
    heard = sender.play(source, 60)[-RATE:, 0]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))) ** 2
    top = int(spectrum.argmax())
    tone = spectrum[top - 8 : top + 9].sum()
    assert (spectrum.sum() - tone) / tone < 1e-6


def test_a_hole_is_faded_into_and_out_of() -> None:
    sender, source = opened()
    sender.play(source, 2)
    heard = []
    while len(block := source.read(BLOCK)):
        heard.append(block)
    before = np.concatenate(heard)
    assert steepest(before) <= STEEPEST_SINE
    assert abs(before[-1, 0]) < 0.01
    assert len(source.read(BLOCK)) == 0
    assert not source.ended
    sender.run(TARGET // 4)
    assert len(source.read(BLOCK)) == 0
    sender.run(TARGET // 2)
    after = source.read(BLOCK)
    assert len(after) == BLOCK
    assert abs(after[0, 0]) < 0.01
    assert steepest(after) <= STEEPEST_SINE * 1.05


def test_too_much_delay_is_made_good_at_once_without_a_click() -> None:
    sender, source = opened(packet=1013)
    sender.play(source, 2)
    heard = [source.read(BLOCK)]
    sender.run(2 * TARGET)
    heard.append(source.read(BLOCK))
    assert TARGET - BLOCK <= source.held <= TARGET
    heard.append(sender.play(source, 1))
    assert steepest(np.concatenate(heard)) <= STEEPEST_SINE * 1.5


def test_it_ends_when_the_connection_is_closed_and_everything_was_heard() -> None:
    sender, source = opened()
    sender.buffer.closed = True
    assert not source.ended
    heard = 0
    while not source.ended:
        heard += len(source.read(BLOCK))
    assert TARGET - 3 <= heard <= TARGET
    assert len(source.read(BLOCK)) == 0


def test_a_source_that_was_closed_gives_nothing_more() -> None:
    _, source = opened()
    source.close()
    source.close()
    assert source.ended
    assert len(source.read(BLOCK)) == 0


def test_what_is_no_number_becomes_silence_and_what_is_too_loud_full_scale() -> None:
    buffer = LiveBuffer(RATE)
    block = silence(4)
    block[:, 0] = [np.nan, np.inf, -7.0, 0.25]
    buffer.write(block)
    assert buffer.read(0, 4)[:, 0].tolist() == [0.0, 0.0, -1.0, 0.25]
    assert buffer.peak() == 1.0


@given(st.lists(st.integers(0, RATE), max_size=12), st.integers(1, 3 * RATE))
def test_what_a_buffer_holds_is_what_was_written_last(packets: list[int], size: int) -> None:
    buffer = LiveBuffer(size)
    everything = np.arange(sum(packets), dtype=np.float32) / (1 << 20)
    at = 0
    for packet in packets:
        buffer.write(np.repeat(everything[at : at + packet, np.newaxis], 2, axis=1))
        at += packet
    held = buffer.read(buffer.oldest, buffer.written - buffer.oldest)
    assert len(held) == min(at, size)
    assert np.array_equal(held[:, 0], everything[buffer.oldest :])
