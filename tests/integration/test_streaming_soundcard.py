"""The sound card process with a real libVLC, playing into a file in place of a card."""

from random import Random
from threading import Event, Thread

import pytest

from station.outputs import OutputState
from streaming.backoff import Backoff
from streaming.soundcard import Soundcard
from streaming.standing import Standing
from tests.unit.streaming.fake_air import FakeAir
from tests.unit.streaming.stream_process import CLOCK, StreamProcess
from tests.waiting import until


@pytest.mark.needs("cvlc")
def test_the_sound_card_comes_back_after_the_streaming_process_was_away(tmp_path, free_port):
    from streaming.vlc_player import VlcPlayer

    stream = StreamProcess(tmp_path, free_port)
    target = tmp_path / "card.wav"
    player = VlcPlayer("--aout=afile", f"--audiofile-file={target}")
    standing = Standing(CLOCK, "soundcard:radio", kind="soundcard", channel="radio")
    address = f"http://127.0.0.1:{free_port}/radio.mp3"
    stop = Event()
    card = Soundcard(player, address, standing, Backoff(Random(1)))
    with FakeAir(stream.paths.bus_socket("radio"), CLOCK), stream:
        thread = Thread(target=card.run, args=(stop,))
        thread.start()
        try:
            until(lambda: standing.state is OutputState.UP)
            stream.kill()
            until(lambda: standing.state is OutputState.BACKOFF)
            stream.start()
            until(lambda: standing.state is OutputState.UP)
        finally:
            stop.set()
            thread.join()
    assert target.stat().st_size > 100_000
    assert standing.output().restarts >= 1
