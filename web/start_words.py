"""The first steps in the words of people: steps, what the library needs, and what is found."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.rules.rule import Rule
from scheduler.start.progress import Step
from scheduler.start.sound import Need, State, Supply
from web.i18n import N_, Language
from web.start_findings import Weight

STEPS: Mapping[str, str] = {
    Step.STATION: N_("The station"),
    Step.SOUND: N_("The sound"),
    Step.WEEK: N_("The week"),
    Step.LAW: N_("Law and prayer"),
    Step.AIR: N_("Check and publish"),
}
ABOUT: Mapping[str, str] = {
    Step.STATION: N_("Name, city, time zone and broadcast hours"),
    Step.SOUND: N_("What the library has, and what is missing"),
    Step.WEEK: N_("A ready week to begin with; all of it can be changed later"),
    Step.LAW: N_("Indonesia Raya, the national song, azan, public service announcements"),
    Step.AIR: N_("24 hours planned and held against the rules, then published"),
}
NEEDS: Mapping[str, str] = {
    Need.MUSIC: N_("Music"),
    Need.STATION_ID: N_("Station IDs"),
    Need.JINGLE: N_("Jingles"),
    Need.ANTHEM: N_("Indonesia Raya, with its words"),
    Need.NATIONAL_SONG: N_("National songs, with words"),
    Need.AZAN: N_("Azan"),
    Need.PSA: N_("Public service announcements"),
}
MISSING: Mapping[str, str] = {
    Need.MUSIC: N_(
        "Without music the air plays what else the library has, or the station's slate."
        " It never stops, but nobody stays to listen."
    ),
    Need.STATION_ID: N_(
        "%(rule)s (%(article)s). Without a recording the hours pass without it, and the rules"
        " warn; the schedule can be published all the same."
    ),
    Need.JINGLE: N_("The law does not ask for jingles. Without them song follows song."),
    Need.ANTHEM: N_(
        "%(rule)s (%(article)s). Without a recording it is not heard, and the rules warn every"
        " day; the schedule can be published all the same."
    ),
    Need.NATIONAL_SONG: N_(
        "%(rule)s (%(article)s). Without a recording it is not heard, and the rules warn every"
        " day; the schedule can be published all the same."
    ),
    Need.AZAN: N_(
        "The law does not ask for a recording. Without one the azan is shown as running text at"
        " its time."
    ),
    Need.PSA: N_(
        "%(rule)s (%(article)s). Without any advertising the law is kept; with commercials these"
        " are needed."
    ),
}
"""What happens without each, behind what the rule says."""
NOT_ASKED = N_("No rule that is on asks for it.")
HOW: Mapping[str, str] = {
    Need.MUSIC: N_("Upload it as: Music."),
    Need.STATION_ID: N_("Upload it as: Station ID."),
    Need.JINGLE: N_("Upload it as: Jingle."),
    Need.ANTHEM: N_("Upload it as: Anthem. Its title must say “Indonesia Raya”."),
    Need.NATIONAL_SONG: N_("Upload it as: Anthem, for instance “Bagimu Negeri”."),
    Need.AZAN: N_("Upload it as: Programme. Its title must say “Azan”."),
    Need.PSA: N_("Upload it as: Public service announcement."),
}
STATES: Mapping[str, str] = {
    State.ENOUGH: N_("there"),
    State.FEW: N_("few"),
    State.MISSING: N_("missing"),
}
TONES: Mapping[str, str] = {State.ENOUGH: "good", State.FEW: "warn", State.MISSING: "bad"}
MODES: Mapping[str, str] = {
    "audio": N_("sound"),
    "text": N_("text"),
    "off": N_("nothing"),
}
WEIGHTS: Mapping[str, str] = {
    Weight.BLOCKS: N_("Must be mended before it is published"),
    Weight.WARNS: N_("The law asks for this; it can be published all the same"),
    Weight.REMARK: N_("Good to know"),
}
FINDING_TONES: Mapping[str, str] = {
    Weight.BLOCKS: "bad",
    Weight.WARNS: "warn",
    Weight.REMARK: "off",
}


@dataclass(frozen=True, slots=True)
class StartWords:
    """The tables above in one language."""

    language: Language

    def step(self, step: str) -> str:
        return self.language.gettext(STEPS[step])

    def about(self, step: str) -> str:
        return self.language.gettext(ABOUT[step])

    def need(self, need: str) -> str:
        return self.language.gettext(NEEDS[need])

    def how(self, need: str) -> str:
        return self.language.gettext(HOW[need])

    def state(self, supply: Supply) -> str:
        """Return how many there are, and whether that is enough."""
        state = self.language.gettext(STATES[supply.state])
        return f"{supply.count} {state}" if supply.count else state

    def tone(self, supply: Supply) -> str:
        """Return the light of a supply; what the law does not ask for is never red."""
        asked = supply.need not in (Need.JINGLE, Need.AZAN, Need.PSA)
        return TONES[supply.state] if asked or supply.count else "off"

    def told(self, supply: Supply, rules: Mapping[Need, Rule]) -> str:
        """Return what a supply means for the air; empty: it is simply there."""
        if supply.state is State.MISSING:
            return self._missing(supply.need, rules.get(supply.need))
        if supply.state is State.FEW:
            return self.language.gettext(
                "Each song returns after about %(minutes)s minutes. It works; more is better.",
                minutes=supply.repeat_minutes,
            )
        return ""

    def _missing(self, need: Need, rule: Rule | None) -> str:
        if "%(rule)s" not in MISSING[need]:
            return self.language.gettext(MISSING[need])
        if rule is None:
            return self.language.gettext(NOT_ASKED)
        title = rule.title.said(self.language.code)
        return self.language.gettext(MISSING[need], rule=title, article=rule.article)

    def mode(self, mode: str) -> str:
        return self.language.gettext(MODES[mode])

    def weight(self, weight: str) -> str:
        return self.language.gettext(WEIGHTS[weight])

    def finding_tone(self, weight: str) -> str:
        return FINDING_TONES[weight]
