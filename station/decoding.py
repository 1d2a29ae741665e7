"""Decodes the packets of a track and passes over what is broken.

Only ever called in a disposable child: a file that crashes the decoder crashes nothing else.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import av.error
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from station.errors import StationError

MOST_FAULTS = 500
"""Faulty packets in a row behind which a file or an input is given up."""


class NoPictures(StationError):
    """There is nothing to be seen, or nothing more that can be decoded."""


def decoded(packets: Iterable["Packet[Any]"]) -> Iterator[VideoFrame]:
    """Yield what can be decoded, as long as something follows what cannot; raises NoPictures."""
    faults = 0
    for packet in packets:
        try:
            frames = packet.decode()
        except av.error.FFmpegError as error:
            faults += 1
            if faults > MOST_FAULTS:
                raise NoPictures(f"nothing can be decoded any more: {error}") from error
            continue
        for frame in frames:
            faults = 0
            if isinstance(frame, VideoFrame):
                yield frame


def seek(container: InputContainer, stream: VideoStream, at: int) -> None:
    """Go to the key frame before a moment, in the stream's time base.

    What cannot be sought is decoded from its start.
    """
    try:
        container.seek(at, stream=stream, backward=True)
    except av.error.FFmpegError:
        return
