"""The recording in words: for how long it is kept, what goes wrong, and what to do then."""

from collections.abc import Iterator, Mapping

from station.config import Channel
from station.outputs import Trouble
from station.recordings import Alarm, Copy
from station.video import ladder_heights
from web.i18n import N_, Language
from web.outputs import OutputsView

ALARMS: Mapping[str, str] = {
    Alarm.SHORT: N_(
        "The disk has only {about} GB left: the oldest hours of the large copy of the recording are"
        " given up first, then nothing is recorded. Delete what is not needed, or keep the large"
        " copy for fewer days."
    ),
    Alarm.FULL: N_(
        "Nothing is recorded: the disk has only {about} GB left. Delete what is not needed; the"
        " recording then goes on by itself. The air goes on."
    ),
    Alarm.UNWRITABLE: N_(
        "Nothing is recorded: the disk does not take it ({about}). See whether the disk of the"
        " recordings is connected and can be written to; the recording then goes on by itself. The"
        " air goes on."
    ),
    Alarm.BEHIND: N_(
        "Nothing is recorded: the encoder has given nothing for {about} seconds. See what the"
        " outputs say; where the computer is too slow, end other programs on it or choose a smaller"
        " picture. The recording then goes on by itself."
    ),
    Alarm.GAVE_UP: N_(
        "The disk was full: the oldest hours of the large copy of the recording were given up"
        " ({about}). The small copy of them is kept."
    ),
    Alarm.GOES_ON: N_("The recording goes on."),
    Alarm.ROOM: N_("The disk has room for the recording again."),
}

TONES: Mapping[str, str] = {
    Alarm.SHORT: "warn",
    Alarm.GAVE_UP: "warn",
    Alarm.GOES_ON: "good",
    Alarm.ROOM: "good",
}
"""The light beside the words; of all others it is red."""

_AWAY = N_("The streaming process does not answer, so nothing is recorded. The air goes on.")


_KEPT = {
    Copy.PROXY: (
        N_("The small copy is kept for %(num)s day."),
        N_("The small copy is kept for %(num)s days."),
        N_("There is no small copy."),
    ),
    Copy.PROGRAMME: (
        N_("The large copy is kept for %(num)s day."),
        N_("The large copy is kept for %(num)s days."),
        N_("There is no large copy."),
    ),
}
_STILLS = N_(
    "The channel is made in one size, so the small copy has all of the sound and a picture every"
    " two seconds."
)
_TOO_FEW = N_("The law asks that what aired is kept for a year.")
A_YEAR = 365


def kept(channel: Channel, language: Language) -> Iterator[tuple[str, str]]:
    """Yield for how long each copy is kept and what is to be known of it, each with its tone."""
    days = days_of_copies(channel)
    for copy, (one, many, none) in _KEPT.items():
        count = days[copy]
        yield "", language.ngettext(one, many, count) if count else language.gettext(none)
    if days[Copy.PROXY] and shows_stills(channel):
        yield "", language.gettext(_STILLS)
    if max(days.values()) < A_YEAR:
        yield "warn", language.gettext(_TOO_FEW)


def days_of_copies(channel: Channel) -> Mapping[Copy, int]:
    """Return for how many days what is recorded is kept; sound in one form is kept once."""
    settings = channel.recording
    is_once = channel.shape is None and len(channel.renditions) == 1 and settings.proxy_days
    programme = 0 if is_once else settings.programme_days
    return {Copy.PROXY: settings.proxy_days, Copy.PROGRAMME: programme}


def shows_stills(channel: Channel) -> bool:
    """Whether the small copy of a channel is its sound with still pictures."""
    if channel.shape is None:
        return False
    return len(ladder_heights(channel.shape, ladder=channel.picture.ladder)) == 1


def told(trouble: Trouble, language: Language) -> str:
    text = ALARMS.get(trouble.code)
    if text is None:
        return f"{trouble.code} {trouble.about}".strip()
    return language.gettext(text).replace("{about}", trouble.about or "–")


def troubles(view: OutputsView, channel: str, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the recording of a channel now, each with its tone."""
    if view.asked_at and not view.reachable:
        yield "bad", language.gettext(_AWAY)
    own = (each for each in view.outputs if (each.kind, each.channel) == ("recorder", channel))
    found = {each.trouble.code: each.trouble for each in own if each.trouble}
    for code, trouble in found.items():
        yield TONES.get(code, "bad"), told(trouble, language)
