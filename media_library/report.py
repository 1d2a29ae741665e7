"""Reads what FFmpeg says of a file on standard error, each line with its level."""

import re
from dataclasses import dataclass

_FORMAT = re.compile(r"^\[info\] Input #0, (.+?), from ", re.MULTILINE)
_DURATION = re.compile(r"^\[info\]   Duration: (\d+):(\d\d):(\d\d\.\d+),", re.MULTILINE)
_VIDEO = re.compile(r"^\[info\]   Stream #0:\d+.*?: Video: (.*)$", re.MULTILINE)
_SOUND = re.compile(r"^\[info\]   Stream #0:\d+.*?: Audio: ", re.MULTILINE)
_COMPLAINT = re.compile(r"^(?:\[[^\]]+\] )?\[(?:warning|error|fatal|panic)\] (.*)$", re.MULTILINE)
_LOUDNESS = re.compile(r"^    I: +(-?\d+\.\d) LUFS$", re.MULTILINE)
_STILLS = ("(attached pic)", "(still image)")
_GUESSED = "Estimating duration from bitrate"
_UNMEASURABLE_LUFS = -69.0
"""The integrated gate lets nothing through below −70 LUFS."""


@dataclass(frozen=True, slots=True)
class Report:
    """Facts of one run."""

    format: str
    """Names of the demuxer, empty when none took the file."""
    has_sound: bool
    """Whether the container announces a sound track."""
    has_picture: bool
    """Whether it has moving pictures, not just a cover."""
    stated: float | None
    """Seconds the container claims to last; None when it does not say or only guesses."""
    loudness_lufs: float | None
    """Integrated loudness, None when too short or too quiet to say."""
    complaints: tuple[str, ...]
    """Warnings and errors."""

    def complains_of(self, *words: str) -> bool:
        return any(word in complaint for complaint in self.complaints for word in words)


def read(text: str) -> Report:
    """Return the facts; whatever FFmpeg did not say is None or empty."""
    form = _FORMAT.search(text)
    videos = [line for line in _VIDEO.findall(text) if not any(mark in line for mark in _STILLS)]
    summary = text[text.rfind("Summary:") :] if "Summary:" in text else ""
    measured = _LOUDNESS.search(summary)
    loudness = float(measured[1]) if measured else None
    return Report(
        format=form[1] if form else "",
        has_sound=_SOUND.search(text) is not None,
        has_picture=bool(videos),
        stated=None if _GUESSED in text else _seconds(_DURATION.search(text)),
        loudness_lufs=None if loudness is None or loudness < _UNMEASURABLE_LUFS else loudness,
        complaints=tuple(_COMPLAINT.findall(text)),
    )


def _seconds(match: re.Match[str] | None) -> float | None:
    if match is None:
        return None
    return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
