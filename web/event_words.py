"""What happened on the air besides the airings, as sentences: alarms and corrections of time."""

from dataclasses import dataclass

from scheduler.airing import AirEvent
from station.journal import Act
from web.i18n import Language
from web.recording_words import TONES as OF_THE_RECORDING
from web.studio_words import ALARMS

TONES = {"sound": "good", **OF_THE_RECORDING}


@dataclass(frozen=True, slots=True)
class EventWords:
    """Events of the journal in one language; an unknown code is shown as it is."""

    language: Language

    def told(self, event: AirEvent) -> str:
        if event.act is Act.CLOCK:
            return self.language.gettext("Station time was corrected by %(by)s.", by=event.detail)
        if event.act is Act.TEXT:
            return self.language.gettext("Running text: %(text)s", text=event.detail)
        if event.title == "sound":
            return self.language.gettext("Sound is heard again.")
        code = f"{event.title}.{event.detail}"
        text = ALARMS.get(code) or ALARMS.get(event.title)
        if text is None:
            return f"{event.title} {event.detail}".strip()
        return self.language.gettext(text).replace("{about}", event.detail or "–")

    def tone(self, event: AirEvent) -> str:
        """Return the light beside the words, never instead of them."""
        if event.act is Act.TEXT:
            return "off"
        if event.act is Act.CLOCK:
            return "warn"
        return TONES.get(event.title, "bad")
