"""Reads what FFmpeg says of a file on standard error, each line with its level."""

import enum
import re
from dataclasses import dataclass
from fractions import Fraction

_FORMAT = re.compile(r"^\[info\] Input #0, (.+?), from ", re.MULTILINE)
_DURATION = re.compile(r"^\[info\]   Duration: (\d+):(\d\d):(\d\d\.\d+),", re.MULTILINE)
_VIDEO = re.compile(r"^\[info\]   Stream #0:\d+.*?: Video: (.*)$", re.MULTILINE)
_SOUND = re.compile(r"^\[info\]   Stream #0:\d+.*?: Audio: ", re.MULTILINE)
_COMPLAINT = re.compile(r"^(?:\[[^\]]+\] )?\[(?:warning|error|fatal|panic)\] (.*)$", re.MULTILINE)
_LOUDNESS = re.compile(r"^    I: +(-?\d+\.\d) LUFS$", re.MULTILINE)
_SIZE = re.compile(r", (\d+)x(\d+)")
_ASPECT = re.compile(r"SAR (\d+):(\d+)")
_FIELDS = re.compile(r"\([^)]*\b(?:top|bottom)\b[^)]*first")
_PROGRESSIVE = re.compile(r"\([^)]*\bprogressive\b")
_OUTPUTS = re.compile(r"^\[info\] (?:Stream mapping:$|Output #)", re.MULTILINE)
_TURNED = re.compile(
    r"^\[info\] +[Dd]isplay ?[Mm]atrix: rotation of (-?\d+\.\d+) degrees",
    re.MULTILINE,
)
_SCANNED = re.compile(
    r"^\[[^\]]*idet[^\]]*\] \[info\] "
    r"Multi frame detection: TFF: *(\d+) BFF: *(\d+) Progressive: *(\d+)",
    re.MULTILINE,
)
_BLACK = re.compile(
    r"^\[[^\]]*blackdetect[^\]]*\] \[info\] black_start:(-?[\d.]+) black_end:(-?[\d.]+)",
    re.MULTILINE,
)
_FROZEN = re.compile(
    r"^\[[^\]]*freezedetect[^\]]*\] \[info\] "
    r"lavfi\.freezedetect\.freeze_(start|end): (-?[\d.]+)",
    re.MULTILINE,
)
_STILLS = ("(attached pic)", "(still image)")
_GUESSED = "Estimating duration from bitrate"
_UNMEASURABLE_LUFS = -69.0
"""The integrated gate lets nothing through below −70 LUFS."""


class Scanned(enum.Enum):
    """What a container says of the lines of its pictures."""

    UNKNOWN = enum.auto()
    PROGRESSIVE = enum.auto()
    INTERLACED = enum.auto()


@dataclass(frozen=True, slots=True)
class Track:
    """The moving pictures of a file, as its container describes them."""

    place: int
    """Among the tracks that FFmpeg calls video, covers included."""
    width: int
    """Stored, pixels; 0 when not said."""
    height: int
    """Stored, pixels; 0 when not said."""
    pixel_aspect: Fraction
    """Width by height of one pixel."""
    turned: int
    """Degrees, counter-clockwise, by which it is to be turned to stand upright."""
    scanned: Scanned
    """How, as far as it says."""


@dataclass(frozen=True, slots=True)
class Report:
    """Facts of one run."""

    format: str
    """Names of the demuxer, empty when none took the file."""
    sound_tracks: int
    """How many the container announces."""
    moving: Track | None
    """Its moving pictures; None where it has none but a cover."""
    stated: float | None
    """Seconds the container claims to last; None when it does not say or only guesses."""
    loudness_lufs: float | None
    """Integrated loudness, None when too short or too quiet to say."""
    complaints: tuple[str, ...]
    """Warnings and errors."""
    woven: float = 0.0
    """Share of the pictures that look interlaced, of those of which it can be told."""
    progressive: float = 0.0
    """Share of those that look progressive."""
    black: tuple[tuple[float, float], ...] = ()
    """Black stretches, seconds."""
    frozen: tuple[tuple[float, float | None], ...] = ()
    """Stretches in which nothing moves, seconds; None: to the end."""

    @property
    def has_sound(self) -> bool:
        """Whether the container announces a sound track."""
        return self.sound_tracks > 0

    @property
    def has_picture(self) -> bool:
        return self.moving is not None

    def complains_of(self, *words: str) -> bool:
        return any(word in complaint for complaint in self.complaints for word in words)


def read(text: str) -> Report:
    """Return the facts; whatever FFmpeg did not say is None or empty."""
    form = _FORMAT.search(text)
    summary = text[text.rfind("Summary:") :] if "Summary:" in text else ""
    measured = _LOUDNESS.search(summary)
    loudness = float(measured[1]) if measured else None
    woven, progressive = _looks(_SCANNED.findall(text))
    return Report(
        format=form[1] if form else "",
        sound_tracks=len(_SOUND.findall(_heading(text))),
        moving=_moving(_heading(text)),
        stated=None if _GUESSED in text else _seconds(_DURATION.search(text)),
        loudness_lufs=None if loudness is None or loudness < _UNMEASURABLE_LUFS else loudness,
        complaints=tuple(_COMPLAINT.findall(text)),
        woven=woven,
        progressive=progressive,
        black=tuple((float(begin), float(end)) for begin, end in _BLACK.findall(text)),
        frozen=_stretches(_FROZEN.findall(text)),
    )


def _heading(text: str) -> str:
    """Return what was said before anything was decoded: the tracks of the file, not of outputs."""
    return _OUTPUTS.split(text, maxsplit=1)[0]


def _moving(text: str) -> Track | None:
    for place, match in enumerate(_VIDEO.finditer(text)):
        if not any(mark in match[1] for mark in _STILLS):
            following = text[match.end() :].partition("  Stream #0:")[0]
            return _track(place, match[1], following)
    return None


def _track(place: int, line: str, following: str) -> Track:
    size, aspect, turned = _SIZE.search(line), _ASPECT.search(line), _TURNED.search(following)
    known = aspect is not None and int(aspect[1]) and int(aspect[2])
    return Track(
        place=place,
        width=int(size[1]) if size else 0,
        height=int(size[2]) if size else 0,
        pixel_aspect=Fraction(int(aspect[1]), int(aspect[2])) if aspect and known else Fraction(1),
        turned=round(float(turned[1])) % 360 if turned else 0,
        scanned=_scanned(line),
    )


def _scanned(line: str) -> Scanned:
    if _FIELDS.search(line):
        return Scanned.INTERLACED
    return Scanned.PROGRESSIVE if _PROGRESSIVE.search(line) else Scanned.UNKNOWN


def _looks(counts: list[tuple[str, str, str]]) -> tuple[float, float]:
    """Return the shares of interlaced and of progressive pictures.

    The filter counts anew whenever the format changes.
    """
    woven = sum(int(top) + int(bottom) for top, bottom, _ in counts)
    progressive = sum(int(count) for _, _, count in counts)
    total = max(1, woven + progressive)
    return woven / total, progressive / total


def _stretches(marks: list[tuple[str, str]]) -> tuple[tuple[float, float | None], ...]:
    """Return begins with their ends; the last one may have none."""
    begins = [float(at) for mark, at in marks if mark == "start"]
    ends: list[float | None] = [float(at) for mark, at in marks if mark == "end"]
    ends += [None] * (len(begins) - len(ends))
    return tuple(zip(begins, ends, strict=False))


def _seconds(match: re.Match[str] | None) -> float | None:
    if match is None:
        return None
    return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
