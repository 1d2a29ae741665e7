"""The form of what a television channel shows over its pictures."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from station.errors import StationError
from station.languages import OWN
from station.look import Corner, Look, Pace, Scene, UpperCorner
from web.i18n import N_

Text = Annotated[str, Field(max_length=200)]
LINES = 8
"""Texts of the station's own that can run."""

CORNERS: Mapping[str, str] = {
    Corner.NONE: N_("not shown"),
    Corner.TOP_LEFT: N_("top left"),
    Corner.TOP_RIGHT: N_("top right"),
    Corner.BOTTOM_LEFT: N_("bottom left"),
    Corner.BOTTOM_RIGHT: N_("bottom right"),
}
UPPER_CORNERS: Mapping[str, str] = {each.value: CORNERS[each.value] for each in UpperCorner}
PACES: Mapping[str, str] = {Pace.SLOW: N_("slow"), Pace.NORMAL: N_("normal"), Pace.FAST: N_("fast")}
SCENES: Mapping[str, str] = {
    Scene.PROGRAMME: N_("a programme begins"),
    Scene.MUSIC: N_("a song begins"),
    Scene.FILM: N_("the clearance of a film"),
    Scene.BREAK: N_("a commercial"),
    Scene.AZAN: N_("an azan"),
    Scene.SIAGA: N_("a warning (drill)"),
    Scene.AWAS: N_("the gravest warning (drill)"),
}
_RANGES: Mapping[str, str] = {
    "size_percent": N_("A number from 70 to 150."),
    "sign_percent": N_("A number from 15 to 50."),
    "backing_percent": N_("A number from 0 to 100."),
    "rest_seconds": N_("A number from 0 to 3600."),
    "feeds": N_("At most 8 addresses that begin with http:// or https://."),
    "crawl_texts": N_("At most 8 lines, 500 letters each."),
    **dict.fromkeys(("accent", "backing", "letters"), N_("A colour such as #0f766e.")),
    **dict.fromkeys(("notice", "clearance", "now", "next"), N_("No more than 60 letters.")),
    **dict.fromkeys(
        ("notice_seconds", "clearance_seconds", "title_seconds", "strap_seconds"),
        N_("A number from 0 to 60."),
    ),
}
_OTHER = N_("Choose one of the choices.")


class LookWrong(StationError):
    """The form is no look: an English sentence by field, for the catalogues."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


_NOT_AS_TEXT = {"captions", "visual", "crawl", "crawl_texts", "feeds"}


class LookForm(BaseModel):
    """The fields as people fill them in."""

    scene: Text = Scene.PROGRAMME
    """What the preview shows it with."""
    accent: Text = ""
    backing: Text = ""
    letters: Text = ""
    backing_percent: Text = ""
    size_percent: Text = ""
    logo: Text = ""
    clock: Text = ""
    badge: Text = ""
    notice_seconds: Text = ""
    clearance_seconds: Text = ""
    title_seconds: Text = ""
    strap_seconds: Text = ""
    sign: Text = ""
    sign_percent: Text = ""
    visual: Text = ""
    captions: Text = ""
    captions_language: Text = OWN
    crawl: Text = ""
    pace: Text = ""
    rest_seconds: Text = ""
    crawl_texts: Annotated[str, Field(max_length=6_000)] = ""
    feeds: Annotated[str, Field(max_length=3_000)] = ""
    notice: Text = ""
    clearance: Text = ""
    now: Text = ""
    next: Text = ""

    @property
    def shown_with(self) -> Scene:
        return Scene(self.scene) if self.scene in SCENES else Scene.PROGRAMME

    @classmethod
    def of(cls, look: Look) -> "LookForm":
        said = look.model_dump(mode="json", exclude={"format", *_NOT_AS_TEXT})
        return cls(
            visual="on" if look.visual else "",
            captions="on" if look.captions else "",
            crawl="on" if look.crawl else "",
            crawl_texts="\n".join(look.crawl_texts),
            feeds="\n".join(look.feeds),
            **{name: str(value) for name, value in said.items()},
        )

    def look(self) -> Look:
        """Return the look; raises LookWrong."""
        said: dict[str, object] = dict(self.model_dump(exclude={"scene", *_NOT_AS_TEXT}))
        for name in ("accent", "backing", "letters"):
            said[name] = str(said[name]).strip().lower()
        said |= {"visual": self.visual == "on", "crawl": self.crawl == "on"}
        said["captions"] = self.captions == "on"
        lines = (" ".join(line.split()) for line in self.crawl_texts.splitlines())
        said["crawl_texts"] = tuple(line for line in lines if line)
        said["feeds"] = tuple(self.feeds.split())
        try:
            return Look.model_validate(said)
        except ValidationError as invalid:
            fields = {str(each["loc"][0]) for each in invalid.errors()}
            raise LookWrong({name: _RANGES.get(name, _OTHER) for name in fields}) from None
