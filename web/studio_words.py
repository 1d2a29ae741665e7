"""Codes of the air that scripts meet, in words: fates, alarms, live inputs, what can be undone.

Places such as `{title}` are filled by the script that shows the sentence.
"""

from collections.abc import Mapping

from station.live import Door
from station.snapshot import LiveState
from web import recording_words
from web.i18n import N_, Language

BACKTIMING: Mapping[str, str] = {
    "later": N_("{time} later than planned"),
    "earlier": N_("{time} earlier than planned"),
    "faded": N_("faded"),
    "fadedFor": N_("Faded {time} before its end, so that “{title}” begins at {clock}."),
    "fadedEarly": N_("Faded {time} before its end, to be on time."),
    "dropped": N_("left out"),
    "droppedFor": N_("left out, so that “{title}” begins at {clock}"),
    "filled": N_("filler, chosen by the air"),
    "filledSign": N_("filler"),
    "waits": N_("waits until you take it"),
    "waitsSign": N_("waits"),
    "onTime": N_("fits"),
    "leftFilled": N_("{time} left, filled"),
    "leftPartly": N_("{time} left, {filled} of it filled"),
    "leftOpen": N_("{time} left, with nothing to fill it"),
    "tooLong": N_("{time} too long"),
    "markFaded": N_("“{title}” is faded"),
    "markDropped": N_("“{title}” is left out"),
    "relayReady": N_("relay ready"),
    "relayWaiting": N_("relay not heard yet"),
    "relayTried": N_("relay tried at {clock}"),
    "relayTrialFailed": N_("relay failed its trial at {clock}"),
    "relayFailed": N_("relay does not answer; the recording airs instead"),
}

ALARMS: Mapping[str, str] = {
    "silence": N_("Silence on the air"),
    "silence.next_item": N_("Silence on the air: the next item takes over"),
    "silence.filler": N_("Silence on the air: a filler takes over"),
    "silence.slate": N_("Silence on the air: the slate is heard until something sounds"),
    "preflight": N_("“{about}” cannot go on the air"),
    "wall_message": N_("The emergency message {about} cannot go on the air"),
    "wall_button": N_("The button {about} would not be heard"),
    "relay": N_("The station to be relayed failed its trial: {about}"),
    "overload": N_("The machine is too slow; less needed work is left out"),
    "live_lost": N_("The live line of {about} is lost; the plan goes on"),
    "pictures": N_("The pictures of “{about}” are missing; it is heard without them"),
    "pictures_slow": N_(
        "“{about}” is too much for this machine: pictures are left out, its sound is whole"
    ),
    "clock": N_("The computer's clock has jumped by {about} ms"),
    "rundown": N_("The newest rundown cannot be read; the one before it stays on the air"),
    "journal": N_("The record of what airs waits in memory: the disk does not take it"),
    **recording_words.ALARMS,
}

LIVE_STATES: Mapping[str, str] = {
    LiveState.CONNECTING: N_("connecting"),
    LiveState.SILENT: N_("silent: too quiet to go on the air"),
    LiveState.READY: N_("ready"),
    LiveState.ON_AIR: N_("on the air"),
    LiveState.BENCHED: N_("not on the air: somebody else is"),
    LiveState.LOST: N_("line lost, may come back"),
}

DOORS: Mapping[str, str] = {
    Door.ICECAST: N_("broadcast program"),
    Door.MICROPHONE: N_("browser microphone"),
    Door.RELAY: N_("relay"),
    Door.LINE: N_("line"),
    Door.RTMP: N_("broadcast program, RTMP"),
    Door.SRT: N_("broadcast program, SRT"),
    Door.CAMERA: N_("browser camera"),
}

UNDOABLE: Mapping[str, str] = {
    "skip": N_("the skip"),
    "take": N_("the take"),
    "insert": N_("the insert"),
    "hold": N_("the hold"),
    "clear": N_("the clearing"),
    "fade_out": N_("the fade-out"),
    "replay": N_("the replay"),
    "go_live": N_("the live hand-over"),
    "kick": N_("the sending away"),
    "press": N_("the button"),
}

SHED: Mapping[str, str] = {
    "meters": N_("meters"),
    "waveforms": N_("waveforms"),
    "ingest": N_("ingest of new recordings"),
    "renditions": N_("extra renditions"),
}


def in_words(table: Mapping[str, str], language: Language) -> dict[str, str]:
    """Return a table of codes in one language, ready for a script."""
    return {str(code): language.gettext(text) for code, text in table.items()}
