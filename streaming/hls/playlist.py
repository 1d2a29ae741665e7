"""Playlists as text (RFC 8216). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.audio import from_utc_us
from station.languages import Language
from station.video import FPS, Shape
from streaming.hls.window import CAPTIONS, Airing, Segment, Window, captions_in
from streaming.renditions import Rendition

VERSION = 6
SOUND_CODEC = "mp4a.40.2"
"""AAC LC."""
OVERHEAD = 1.12
"""What the transport stream adds, rounded up."""
NOW_PLAYING = "mengudara.now-playing"
_QUOTES = str.maketrans({'"': "”", "\r": " ", "\n": " "})


@dataclass(frozen=True, slots=True)
class Variant:
    """One choice of a player."""

    name: str
    """As its address carries it."""
    bandwidth: int
    """Bits a second of its heaviest segment, at most."""
    average: int
    """Bits a second, as a rule."""
    codecs: str = SOUND_CODEC
    """Of RFC 6381."""
    shape: Shape | None = None
    """Size of its pictures, None for sound alone."""

    @classmethod
    def of(cls, rendition: Rendition) -> "Variant":
        average = round(rendition.bitrate * OVERHEAD)
        return cls(rendition.name, average * 5 // 4, average)


def master(variants: Sequence[Variant], captions: Sequence[Language] = ()) -> str:
    """Return the playlist that names the variants, best first, and the languages of captions."""
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += [_captions(each) for each in captions]
    group = f',SUBTITLES="{CAPTIONS}"' if captions else ""
    for each in sorted(variants, key=lambda each: -each.average):
        size = f",RESOLUTION={each.shape.width}x{each.shape.height}" if each.shape else ""
        rate = f",FRAME-RATE={float(FPS):.3f}" if each.shape else ""
        lines += [
            f"#EXT-X-STREAM-INF:BANDWIDTH={each.bandwidth},AVERAGE-BANDWIDTH={each.average},"
            f'CODECS="{each.codecs}"{size}{rate}{group}',
            f"{each.name}/live.m3u8",
        ]
    return "\n".join(lines) + "\n"


def _captions(language: Language) -> str:
    return (
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="{CAPTIONS}",NAME="{_quoted(language.name)}",'
        f'LANGUAGE="{language.code}",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,'
        f'URI="{captions_in(language.code)}/live.m3u8"'
    )


def media(window: Window, rendition: str = "") -> str:
    """Return the playlist of a rendition; those of sound and pictures are the same."""
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{VERSION}",
        f"#EXT-X-TARGETDURATION:{window.target_seconds}",
        f"#EXT-X-MEDIA-SEQUENCE:{window.media_sequence}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{window.discontinuity_sequence}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f"#EXT-X-START:TIME-OFFSET=-{3 * (window.target_seconds - 1)}",
        *(_date_range(airing) for airing in window.airings),
    ]
    for segment in window.segments:
        lines += _entry(segment, rendition)
    return "\n".join(lines) + "\n"


def _entry(segment: Segment, rendition: str) -> list[str]:
    return [
        *(["#EXT-X-DISCONTINUITY"] if segment.discontinuity else []),
        f"#EXT-X-PROGRAM-DATE-TIME:{_date(segment.utc_us)}",
        f"#EXTINF:{segment.seconds:.6f},",
        segment.file(rendition),
    ]


def _date_range(airing: Airing) -> str:
    fields = {"X-TITLE": airing.title, "X-ARTIST": airing.artist, "X-PROGRAM": airing.programme}
    words = "".join(f',{name}="{_quoted(text)}"' for name, text in fields.items() if text)
    return (
        f'#EXT-X-DATERANGE:ID="{airing.utc_us}",CLASS="{NOW_PLAYING}",'
        f'START-DATE="{_date(airing.utc_us)}",END-ON-NEXT=YES{words}'
    )


def _quoted(text: str) -> str:
    """Return text that cannot leave a quoted string or its line."""
    return "".join(each if each.isprintable() else " " for each in text.translate(_QUOTES))


def _date(utc_us: int) -> str:
    return from_utc_us(utc_us).isoformat(timespec="milliseconds").replace("+00:00", "Z")
