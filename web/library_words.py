"""Why a file cannot go on air and what to do about it, in the words people use."""

from collections.abc import Mapping
from dataclasses import dataclass

from media_library.quarantine import Fault
from station.webvtt import CaptionFault
from web.i18n import N_, Language
from web.times import Times


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault, explained."""

    what: str
    """What happened, one sentence."""
    advice: str
    """What to do about it, one sentence."""


_FAULTS: Mapping[Fault, tuple[str, str]] = {
    Fault.NOT_MEDIA: (
        N_("This file holds no sound that the station can read."),
        N_("Open it on a computer. If it does not play there either, ask for it again."),
    ),
    Fault.EMPTY: (
        N_("The file is empty."),
        N_("Something went wrong when it was saved. Save or copy it again, then upload it."),
    ),
    Fault.TRUNCATED: (
        N_("The end of the recording is missing."),
        N_("It was probably copied or downloaded only in part. Fetch the whole file again."),
    ),
    Fault.NO_SOUND: (
        N_("The file has neither sound nor moving pictures."),
        N_("Check that the right file was chosen."),
    ),
    Fault.STILL_IMAGE: (
        N_("This is a single picture; nobody knows how long it should be seen."),
        N_("Make a video of it that is as long as it should be seen, for example in a video "
           "editor or on a phone, and upload that. Sound is not needed."),
    ),
    Fault.SILENT: (
        N_("The recording holds only silence."),
        N_("Check the microphone or the export, and record it again."),
    ),
    Fault.TOO_SHORT: (
        N_("The recording is too short to air."),
        N_("Check that the right file was chosen."),
    ),
    Fault.TOO_LARGE: (
        N_("The file is %(bytes)s; the station takes at most %(limit)s."),
        N_("Export it in a smaller format such as MP3, or ask the administrator to raise the "
           "limit."),
    ),
    Fault.REFERS_ELSEWHERE: (
        N_("This is only a list that points to other files or to the internet."),
        N_("Upload the recording itself, not the playlist."),
    ),
    Fault.UNREADABLE: (
        N_("The file could not be read."),
        N_("Try again. If it happens a second time, upload it once more."),
    ),
    Fault.DECODER_FAILED: (
        N_("The file is damaged and could not be read to its end."),
        N_("Play it on a computer and save it anew, for example as MP3 or FLAC."),
    ),
    Fault.CAPTIONS: (
        N_("These captions cannot be read: line %(line)s. %(problem)s"),
        N_("Save them as WebVTT or SubRip in UTF-8, then upload them again."),
    ),
    Fault.NO_FILM: (
        N_("These are captions, but no film is called as they are."),
        N_("Upload the film under the same name; they find it by themselves. Or add them on the "
           "film's own page."),
    ),
    Fault.DISK_FULL: (
        N_("The station's disk is full; nothing was stored."),
        N_("Make room on the disk, or ask the administrator, then upload the file again."),
    ),
}  # fmt: skip
CAPTION_FAULTS: Mapping[CaptionFault, str] = {
    CaptionFault.TOO_LARGE: N_("The file is too large for captions."),
    CaptionFault.ENCODING: N_("It is not in UTF-8."),
    CaptionFault.NO_TIMES: N_("There are words without a line of times."),
    CaptionFault.TIMES: N_("The times are not written as 00:01:02.345 --> 00:01:04.000."),
    CaptionFault.BACKWARDS: N_("The words end before they begin."),
    CaptionFault.TOO_LONG: N_("There are more words at once than a screen holds."),
    CaptionFault.EMPTY: N_("Nothing is said in them."),
}
_STATED = N_("The end is missing: %(decoded)s seconds are there, %(stated)s were announced.")


def trouble(
    fault: Fault, about: Mapping[str, str | int | float], language: Language, times: Times
) -> Trouble:
    """Return what a fault means, with its figures."""
    what, advice = _FAULTS[fault]
    if fault is Fault.TRUNCATED and {"stated", "decoded"} <= about.keys():
        what = _STATED
    values = {name: _figure(name, value, times) for name, value in about.items()}
    if "problem" in about:
        values["problem"] = language.gettext(CAPTION_FAULTS[CaptionFault(str(about["problem"]))])
    values = {"bytes": "–", "limit": "–", "line": "–", "problem": ""} | values
    return Trouble(language.gettext(what, **values).rstrip(), language.gettext(advice))


def _figure(name: str, value: str | int | float, times: Times) -> str:
    if isinstance(value, str):
        return value
    return times.size(int(value)) if name in ("bytes", "limit") else times.number(round(value, 1))
