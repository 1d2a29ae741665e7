"""Fits decoded pictures into the station's format: progressive, square, whole, never stretched."""

from fractions import Fraction

import numpy as np
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from station.pictures import Picture, planes
from station.video import PIXEL_FORMAT, Shape

_TURNS = {90: ("cclock",), 180: ("cclock", "cclock"), 270: ("clock",)}
"""Quarter turns that bring a picture upright, by the angle, counter-clockwise, it is shown at."""
_ENDED = (BlockingIOError, EOFError)


class Fitter:
    """Fits one clip; its format may change on the way."""

    def __init__(self, shape: Shape, time_base: Fraction, pixel_aspect: Fraction | None) -> None:
        """`pixel_aspect` is width by height of one pixel, as the file claims."""
        self._shape = shape
        self._time_base = time_base
        self._aspect = _sane(pixel_aspect)
        self._form: tuple[object, ...] = ()
        self._graph: Graph | None = None

    def fit(self, frame: VideoFrame) -> list[VideoFrame]:
        """Return what is ready: deinterlacing holds one picture back."""
        rest = []
        form = _form_of(frame)
        if form != self._form:
            rest = self.flush()
            self._form = form
            self._graph = None if self._is_fitting(frame) else self._built_for(frame)
        if self._graph is None:
            return [*rest, frame]
        self._graph.push(frame)
        return [*rest, *self._pulled()]

    def flush(self) -> list[VideoFrame]:
        """Return what is still held back."""
        if self._graph is None:
            return []
        self._graph.push(None)
        return self._pulled()

    def _pulled(self) -> list[VideoFrame]:
        assert self._graph is not None
        got: list[VideoFrame] = []
        while True:
            try:
                frame = self._graph.pull()
            except _ENDED:
                return got
            assert isinstance(frame, VideoFrame)
            got.append(frame)

    def _is_fitting(self, frame: VideoFrame) -> bool:
        return (
            (frame.width, frame.height) == (self._shape.width, self._shape.height)
            and frame.format.name == PIXEL_FORMAT
            and not frame.interlaced_frame
            and self._aspect == 1
            and not frame.rotation
        )

    def _built_for(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        first = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format,
            time_base=frame.time_base or self._time_base,
        )  # fmt: skip
        last: FilterContext = first
        for name, options in self._steps(frame):
            step = graph.add(name, options)
            last.link_to(step)
            last = step
        sink = graph.add("buffersink")
        last.link_to(sink)
        graph.configure()
        return graph

    def _steps(self, frame: VideoFrame) -> list[tuple[str, str]]:
        width, height = Fraction(frame.width) * self._aspect, Fraction(frame.height)
        turns = _TURNS.get(int(frame.rotation) % 360, ())
        if len(turns) == 1:
            width, height = height, width
        scale = min(self._shape.width / width, self._shape.height / height)
        fitted = f"{_even(width * scale)}:{_even(height * scale)}"
        whole = f"{self._shape.width}:{self._shape.height}:(ow-iw)/2:(oh-ih)/2"
        return [
            ("bwdif", "mode=send_frame:deint=interlaced"),
            *(("transpose", f"dir={turn}") for turn in turns),
            ("scale", f"{fitted}:out_color_matrix=bt709:out_range=tv"),
            ("format", PIXEL_FORMAT),
            ("pad", whole),
            ("setsar", "1"),
        ]


def write(frame: VideoFrame, into: Picture, shape: Shape) -> None:
    """Copy a fitted picture into its slot."""
    for plane, target in zip(frame.planes, planes(into, shape), strict=True):
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        target[:] = rows[: target.shape[0], : target.shape[1]]


def _form_of(frame: VideoFrame) -> tuple[object, ...]:
    return (
        frame.width, frame.height, frame.format.name, frame.interlaced_frame, frame.rotation,
    )  # fmt: skip


def _sane(aspect: Fraction | None) -> Fraction:
    """Return 1 where the file says nothing that can be."""
    return aspect if aspect and Fraction(1, 8) <= aspect <= 8 else Fraction(1)


def _even(length: Fraction) -> int:
    return max(2, round(length / 2) * 2)
