"""The demo's television in small: every clip, a few seconds of it, the size of a stamp."""

from dataclasses import replace

from mengudara.demo.tv.clips import CLIPS, NARROW, WIDE, Clip

SECONDS = 8.0
_SIZES = {WIDE: (160, 90), NARROW: (88, 72)}


def tiny(clip: Clip) -> Clip:
    music = replace(clip.music, minutes=0.05)
    return replace(clip, seconds=SECONDS, text="", music=music, size=_SIZES[clip.size])


TINY = tuple(tiny(clip) for clip in CLIPS)
