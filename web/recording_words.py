"""What goes wrong with the recording, in words that say what to do."""

from collections.abc import Iterator, Mapping

from station.outputs import Trouble
from station.recordings import Alarm
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
        "Nothing is recorded: the encoder is {about} seconds behind. See what the outputs say;"
        " where the computer is too slow, end other programs on it or choose a smaller picture. The"
        " recording then goes on by itself."
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
