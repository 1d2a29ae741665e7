"""What an operator says of a button, and what is wrong with it."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, Field

from station.wall import Level
from web.i18n import N_
from web.wall import WallButton

LONGEST_LABEL = 40
LONGEST_WORDS = 300

LEVELS: Mapping[str, str] = {
    Level.WASPADA: N_("Waspada: a blue band over the lower part of the picture"),
    Level.SIAGA: N_("Siaga: a yellow band over the lower part of the picture"),
    Level.AWAS: N_("Awas: red, over the whole picture"),
    Level.CLEAR: N_("The danger is over: a green band"),
}

COLOURS: Mapping[str, str] = {
    "": N_("of its kind"),
    "#b3182c": N_("red"),
    "#a84a00": N_("orange"),
    "#1d7a3a": N_("green"),
    "#14645b": N_("teal"),
    "#2157b8": N_("blue"),
    "#7a41b0": N_("violet"),
    "#56657a": N_("grey"),
}
"""Grounds on which white letters can be read."""

DUCKS = (0, -6, -9, -12, -18, -24)
"""What the programme can be lowered by, dB."""

Text = Annotated[str, Field(max_length=200)]


class ButtonForm(BaseModel):
    """The fields of the page of one button."""

    label: Text = ""
    how: Text = "over"
    duck: Text = "0"
    colour: Text = ""
    page: Text = ""
    level: Text = Level.AWAS
    words: Annotated[str, Field(max_length=1_000)] = ""

    @classmethod
    def of(cls, button: WallButton) -> "ButtonForm":
        return cls(
            label=button.label,
            how="instead" if button.instead else "over",
            duck=f"{button.duck_db:g}",
            colour=button.colour,
            page="" if button.page_id is None else str(button.page_id),
            level=button.level,
            words=button.words,
        )

    @property
    def mistakes(self) -> dict[str, str]:
        """Return what is wrong, as English sentences for the catalogues, by field."""
        wrong = {}
        if not label_fits(self.label):
            wrong["label"] = N_("Give it 1 to 40 letters.")
        if self.how not in ("over", "instead"):
            wrong["how"] = N_("Choose what happens to the programme.")
        if self.duck not in {str(each) for each in DUCKS}:
            wrong["duck"] = N_("Choose one of the steps.")
        if self.colour not in COLOURS:
            wrong["colour"] = N_("Choose one of the colours.")
        if self.level not in LEVELS:
            wrong["level"] = N_("Choose how grave it is.")
        if len(self.words) > LONGEST_WORDS:
            wrong["words"] = N_("No more than 300 letters.")
        return wrong


def label_fits(label: str) -> bool:
    return 1 <= len(label.strip()) <= LONGEST_LABEL and label.isprintable()
