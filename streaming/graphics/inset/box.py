"""How large an interpreter is: as the look of the channel wants him, and never stretched. Pure."""

from fractions import Fraction

from av.video.stream import VideoStream

from station.look import Look
from station.video import Shape


def largest(look: Look, shape: Shape) -> Shape:
    """Return the largest size of an interpreter over pictures of a shape."""
    return Shape(shape.width // 5 * 2, shape.height * look.sign_percent // 200 * 2)


def fitted(stream: VideoStream, box: Shape) -> Shape:
    """Return the largest shape of a film's aspect inside a box, even on both sides."""
    context = stream.codec_context
    aspect = Fraction(context.width or 16, context.height or 9)
    return within(aspect * (stream.sample_aspect_ratio or 1), box)


def within(aspect: Fraction, box: Shape) -> Shape:
    """Return the largest shape of an aspect, width by height, inside a box."""
    width = min(Fraction(box.width), box.height * aspect)
    return Shape(_even(width), _even(min(Fraction(box.height), width / aspect)))


def _even(length: Fraction) -> int:
    return max(2, int(length) // 2 * 2)
