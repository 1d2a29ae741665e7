"""Codes of other rooms in the words people use: kinds, rungs, reasons, errors, roles."""

from collections.abc import Mapping
from dataclasses import dataclass

from media_library.cart import Mood
from station.kinds import Kind
from station.ladder import Rung
from station.outputs import Output, OutputState
from station.rundown import Reason, Why
from web import output_errors
from web.accounts import Role, Unacceptable
from web.i18n import N_, Language

KINDS: Mapping[str, str] = {
    Kind.MUSIC: N_("Music"),
    Kind.JINGLE: N_("Jingle"),
    Kind.STATION_ID: N_("Station ID"),
    Kind.PSA: N_("Announcement"),
    Kind.COMMERCIAL: N_("Commercial"),
    Kind.PROGRAMME: N_("Programme"),
    Kind.BUMPER: N_("Bumper"),
    Kind.FILLER: N_("Filler"),
    Kind.ANTHEM: N_("Anthem"),
    Kind.LIVE: N_("Live"),
    Kind.RELAY: N_("Relay"),
}

RUNGS: Mapping[int, str] = {
    Rung.EMERGENCY: N_("emergency"),
    Rung.OPERATOR: N_("operator"),
    Rung.MUST_AIR: N_("must air"),
    Rung.LIVE: N_("live"),
    Rung.SCHEDULE: N_("schedule"),
    Rung.FILLER: N_("filler"),
    Rung.SLATE: N_("slate"),
    Rung.SILENCE: N_("silence"),
}

REASONS: Mapping[str, str] = {
    Why.FIXED: N_("Fixed item of %(programme)s"),
    Why.ROTATION: N_("Rotation of %(programme)s"),
    Why.SPOT_TIME: N_("%(campaign)s: ordered for this time"),
    Why.SPOT_SPREAD: N_("%(campaign)s: spread over the day"),
    Why.FILL: N_("Fills the time to the next fixed start"),
    Why.NO_PROGRAMME: N_("No programme here: the station's own rotation"),
    Why.INSERTED: N_("Inserted by %(by)s"),
    Why.MOVED: N_("Moved here by %(by)s"),
    Why.LIVE: N_("A presenter is live"),
    Why.RELAY: N_("Relays another station"),
    Why.SUBSTITUTE: N_("Stands in for “%(replaces)s”, which failed its check"),
    Why.TALK_OVER: N_("Over an item of %(programme)s"),
    Why.EVENT: N_("%(event)s: at its own time, whatever the programme"),
}

_MADE_GOOD = N_("%(campaign)s: makes good a play that was missed")

RELAXED: Mapping[str, str] = {
    "flow": N_("tempo or mood steps further than wanted"),
    "tag_separation": N_("one of its tags was on shortly before"),
    "artist_separation": N_("its performer was on shortly before"),
    "title_separation": N_("its title was on shortly before"),
    "evergreen": N_("an evergreen, for nothing else might air"),
    "put_off": N_("put off behind what was on"),
}
"""Rules that gave way, by the codes in `rule` of a reason."""

MOODS: Mapping[str, str] = {
    Mood.STILL: N_("still"),
    Mood.TENDER: N_("tender"),
    Mood.EVEN: N_("even"),
    Mood.BRIGHT: N_("bright"),
    Mood.LIVELY: N_("lively"),
}

OUTPUT_STATES: Mapping[str, str] = {
    OutputState.IDLE: N_("idle"),
    OutputState.CONNECTING: N_("connecting"),
    OutputState.UP: N_("up"),
    OutputState.SENDING: N_("sent, nobody confirms it"),
    OutputState.STALLED: N_("stalled"),
    OutputState.BACKOFF: N_("resting before the next try"),
    OutputState.SHED: N_("left out: the machine is busy"),
}

ROLES: Mapping[str, str] = {
    Role.ADMIN: N_("Administrator"),
    Role.OPERATOR: N_("Operator"),
    Role.HUMAS: N_("Public relations"),
    Role.PRESENTER: N_("Presenter"),
}

REFUSALS: Mapping[str, str] = {
    "air_unreachable": N_("The air does not answer. What is on keeps playing; try again shortly."),
    "not_on_air": N_("That item is no longer on the air."),
    "unreadable": N_("The recording cannot be read, so it was not put on the air."),
    "bad_request": N_("The air did not understand the request."),
    "dead_air": N_(
        "After this nothing is left to play: listeners would hear only the waiting message."
    ),
    "unknown": N_("The air does not know it any more: it is over, gone, or was never there."),
    "nothing_to_undo": N_("There is nothing left to undo. Changes can be undone for ten minutes."),
    "too_late": N_("That time has passed."),
    "nothing_coming": N_("Nothing is coming that could be taken."),
    "taken_back": N_("That was taken back before it began."),
    "too_many": N_("Too many buttons sound at once. Fade some out first."),
    "withdrawn": N_(
        "This recording is withdrawn by a clarification or a correction and must not be heard."
    ),
    "emergency_on_air": N_("An emergency message has the air. Give the all-clear first."),
    "live_on_air": N_("A presenter has the air. Let go of the live input first."),
    "not_found": N_("There is nothing here."),
    "not_signed_in": N_("Please sign in."),
    "forbidden": N_("Your account may not do this."),
    "forgery": N_("This page was open for too long. Load it again and repeat."),
    "password_must_change": N_("Choose your own password first."),
    "too_many_streams": N_("Too many live connections; the page asks again every few seconds."),
    "database_away": N_("The database does not answer. The air goes on; try again shortly."),
    "invalid": N_("Something in the form is not right."),
    "error": N_("Something went wrong on our side. The air goes on."),
    "cart_title_empty": N_("A recording needs a title."),
    "cart_cue_unreadable": N_("Write a place as minutes and seconds, such as 3:58.250."),
    "cart_cues_order": N_("Cue-out comes after cue-in, and not after the end of the file."),
    "cart_segue_order": N_("The segue lies between cue-in and cue-out."),
    "cart_intro_order": N_("The intro ends between cue-in and cue-out."),
    "cart_days_reversed": N_("The last day comes before the first."),
    "cart_dayparts_unreadable": N_("Write hours as in 06.00-10.00 1-5; 22.00-03.00."),
    "cart_weight_range": N_("A weight is from 1 to 9."),
    "cart_tempo_range": N_("A tempo is from 20 to 300 beats a minute."),
    "cart_sign_unknown": N_("Write the number of another film in the library."),
    "cart_day_unreadable": N_("Choose a day from the calendar."),
    "recording_missing": N_("The file of this recording is not in the media folder."),
    "file_unreadable": N_("The file cannot be read any more."),
    "kind_not_allowed": N_("Your account may bring announcements and commercials only."),
    "upload_too_large": N_("The file is larger than the station takes."),
    "upload_gone": N_("This upload is no longer known. Start it again."),
    "upload_offset": N_("The upload lost its place and finds it again."),
    "upload_busy": N_("This upload is running in another window."),
    "campaign_aired": N_("It has aired, so it is kept for its proof. Stop it instead."),
    "disk_full": N_("The station's disk is full. Nothing half stored was left behind."),
    Unacceptable.NAME_INVALID: N_(
        "A name has 2 to 32 small letters, digits, dots, dashes or underscores."
    ),
    Unacceptable.NAME_TAKEN: N_("This name is taken."),
    Unacceptable.PASSWORD_SHORT: N_("A password has at least 10 characters."),
    Unacceptable.PASSWORD_LONG: N_("This password is too long."),
    Unacceptable.PASSWORD_IS_NAME: N_("The password must differ from the name."),
    Unacceptable.NO_ROLE: N_("Choose at least one role."),
    Unacceptable.LAST_ADMIN: N_("The last administrator must stay."),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The tables above in one language; an unknown code is shown as it is."""

    language: Language

    def kind(self, kind: str | None) -> str:
        return self._of(KINDS, kind or "")

    def rung(self, rung: int) -> str:
        return self.language.gettext(RUNGS.get(rung, str(rung)))

    def role(self, role: str) -> str:
        return self._of(ROLES, role)

    def output_state(self, state: str) -> str:
        return self._of(OUTPUT_STATES, state)

    def output_error(self, output: Output) -> str:
        return output_errors.told(output, self.language)

    def output_errors(self) -> list[tuple[str, str]]:
        """Return what to say where an error has some words in it."""
        return output_errors.errors(self.language)

    def refusal(self, code: str) -> str:
        return self._of(REFUSALS, code)

    def reason(self, reason: Reason | None) -> str:
        """Return why an item is here, as a sentence; empty when nothing is known."""
        if reason is None or reason.code not in REASONS:
            return ""
        if "again" in reason.about:
            return self.language.gettext(_MADE_GOOD, **reason.about)
        values = {
            "programme": "–",
            "campaign": "–",
            "by": "–",
            "event": "–",
            "replaces": "–",
            **reason.about,
        }
        text = self.language.gettext(REASONS[reason.code], **values)
        gave_way = [self.relaxed(rule) for rule in reason.about.get("rule", "").split(",") if rule]
        part = reason.about.get("element", "") or reason.about.get("episode", "")
        return " \u00b7 ".join(filter(None, (text, part, ", ".join(gave_way))))

    def relaxed(self, rule: str) -> str:
        return self._of(RELAXED, rule)

    def mood(self, mood: str) -> str:
        return self._of(MOODS, mood)

    def _of(self, table: Mapping[str, str], code: str) -> str:
        return self.language.gettext(table[code]) if code in table else code
