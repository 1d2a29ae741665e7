"""Packets that are broken are passed over, as long as something follows them."""

from contextlib import contextmanager

import av
import numpy as np
import pytest

from station.decoding import MOST_FAULTS, NoPictures, decoded

WHOLE = 3


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "a.avi"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuvj420p"
        picture = np.full((48, 64), 128, np.uint8)
        for _ in range(WHOLE):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "yuv420p")))
        container.mux(stream.encode(None))
    return path


@contextmanager
def broken_behind_the_first(path, faults):
    """Open a film in which so many broken packets stand behind the first one."""
    with av.open(str(path)) as container:

        def packets():
            for number, packet in enumerate(container.demux(video=0)):
                yield packet
                for _ in range(faults if number == 0 else 0):
                    broken = av.Packet(b"broken")
                    broken.stream = packet.stream
                    yield broken

        yield packets()


def test_what_follows_broken_packets_is_seen(film):
    with broken_behind_the_first(film, MOST_FAULTS) as packets:
        assert len(list(decoded(packets))) == WHOLE


def test_what_stays_broken_is_given_up(film):
    with broken_behind_the_first(film, MOST_FAULTS + 1) as packets:
        seen = decoded(packets)
        assert next(seen)
        with pytest.raises(NoPictures, match="any more"):
            list(seen)
