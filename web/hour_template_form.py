"""The form of an hour template: rows of elements as typed, read or told what is wrong."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, Field

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.hour_template import MOST_ELEMENTS, Element, ElementForm, HourTemplate
from scheduler.week.programme import Rotation
from station.kinds import LIBRARY_KINDS
from station.rundown import Overrun, Start
from web.rotation_form import (
    LONGEST_KEPT,
    NUMBERS,
    kept_pools,
    read_number,
    read_pools,
    read_tags,
    written_pools,
)
from web.slot_form import FormWrong

Text = Annotated[str, Field(max_length=400)]
Column = Annotated[list[Text], Field(max_length=MOST_ELEMENTS + 1)]
Marks = Annotated[list[Text], Field(max_length=(MOST_ELEMENTS + 1) * len(LIBRARY_KINDS))]
Kept = Annotated[str, Field(max_length=LONGEST_KEPT)]
_COLUMNS = (
    "form", "label", "length", "at", "start", "early", "late", "tags", "pools", "pools_kept",
    "apart_tags", "cart", "most", "overrun", *NUMBERS,
)  # fmt: skip


class HourTemplateForm(BaseModel):
    """One column a field, one place in each a row; a row without a form is not used."""

    id: Text = ""
    name: Text = ""
    notes: Annotated[str, Field(max_length=2000)] = ""
    form: Column = []
    label: Column = []
    length: Column = []
    at: Column = []
    start: Column = []
    early: Column = []
    late: Column = []
    kinds: Marks = []
    """A mark for each kind of a row, as `2:music`."""
    tags: Column = []
    jingle_every: Column = []
    artist_separation_min: Column = []
    title_separation_min: Column = []
    artist_separation_plays: Column = []
    title_separation_plays: Column = []
    apart_tags: Column = []
    tag_separation_min: Column = []
    tag_separation_plays: Column = []
    tempo_step: Column = []
    mood_step: Column = []
    pools: Column = []
    """Shares as `2 pop, rock; 1 daerah`."""
    pools_kept: Annotated[list[Kept], Field(max_length=MOST_ELEMENTS + 1)] = []
    """The shares as they are stored."""
    cart: Column = []
    most: Column = []
    overrun: Column = []
    act: Text = ""
    """What a button of a row wants: `up:N`, `down:N`, `drop:N`."""

    @classmethod
    def of(cls, template: HourTemplate) -> Self:
        made = cls(id=str(template.id), name=template.name, notes=template.notes)
        made._set([_row(element) for element in template.elements])
        return made

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return the used rows."""
        count = len(self.form)
        return [row for row in map(self._at, range(count)) if row["form"]]

    @property
    def shown(self) -> list[dict[str, str]]:
        """Return the rows with an empty one behind them."""
        return [*self.rows, _blank()][:MOST_ELEMENTS]

    def arrange(self) -> None:
        """Do what the pressed button wants with the rows."""
        verb, _, number = self.act.partition(":")
        rows = self.rows
        place = int(number) if number.isdecimal() else -1
        to = {"up": place - 1, "down": place + 1}.get(verb)
        if verb == "drop" and 0 <= place < len(rows):
            del rows[place]
        elif to is not None and 0 <= place < len(rows) and 0 <= to < len(rows):
            rows[place], rows[to] = rows[to], rows[place]
        self._set(rows)

    def template(self, channel: str) -> HourTemplate:
        """Return the template; raises FormWrong."""
        elements, errors = [], {}
        for number, row in enumerate(self.rows):
            try:
                elements.append(_element(row))
            except ScheduleInvalid as invalid:
                errors[f"row{number}"] = invalid.problem
        if errors:
            raise FormWrong(errors)
        try:
            number = int(self.id) if self.id.isdecimal() else 0
            return HourTemplate(channel, self.name, tuple(elements), self.notes.strip(), number)
        except ScheduleInvalid as invalid:
            raise FormWrong({invalid.field: invalid.problem}) from None

    def drawn(self, channel: str) -> HourTemplate | None:
        """Return what can be drawn already: the rows that can be read."""
        elements = []
        for row in self.rows:
            try:
                elements.append(_element(row))
            except ScheduleInvalid:
                continue
        try:
            return HourTemplate(channel, self.name or "-", tuple(elements))
        except ScheduleInvalid:
            return None

    def _at(self, place: int) -> dict[str, str]:
        columns = {name: getattr(self, name) for name in _COLUMNS}
        row = {
            name: column[place] if place < len(column) else "" for name, column in columns.items()
        }
        marks = (mark.partition(":") for mark in self.kinds)
        return row | {"kinds": " ".join(kind for row, _, kind in marks if row == str(place))}

    def _set(self, rows: list[dict[str, str]]) -> None:
        for name in _COLUMNS:
            setattr(self, name, [row[name] for row in rows])
        self.kinds = [
            f"{place}:{kind}" for place, row in enumerate(rows) for kind in row["kinds"].split()
        ]


def written(seconds: int | None) -> str:
    """Return seconds as minutes and seconds."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


def _blank() -> dict[str, str]:
    """Return the row for a new element."""
    row = _rotation_row(Rotation()) | {"form": "", "label": "", "length": "4:00", "at": ""}
    row |= {"start": Start.SOFT, "early": "0", "late": "0", "cart": "", "most": "0"}
    return row | {"overrun": Overrun.SHIFT}


def _row(element: Element) -> dict[str, str]:
    return _rotation_row(element.rotation or Rotation()) | {
        "form": element.form,
        "label": element.name,
        "length": written(element.length_s),
        "at": written(element.at_s),
        "start": element.start,
        "early": written(element.early_s),
        "late": written(element.late_s),
        "cart": str(element.cart_id or ""),
        "most": str(element.most),
        "overrun": element.overrun,
    }


def _rotation_row(rotation: Rotation) -> dict[str, str]:
    kinds = rotation.pools[0].kinds if rotation.pools else rotation.kinds
    return {name: str(getattr(rotation, name)) for name in NUMBERS} | {
        "kinds": " ".join(kinds),
        "tags": ", ".join(rotation.tags),
        "pools": written_pools(rotation.pools),
        "pools_kept": kept_pools(rotation.pools),
        "apart_tags": ", ".join(rotation.apart_tags),
    }


def _element(row: dict[str, str]) -> Element:
    if row["form"] not in set(ElementForm):
        raise ScheduleInvalid(Problem.ELEMENT_IMPOSSIBLE, "elements", row["form"])
    form = ElementForm(row["form"])
    start = Start(row["start"]) if row["start"] in set(Start) else Start.SOFT
    windowed = start in (Start.WAIT, Start.WINDOW)
    return Element(
        form,
        row["label"].strip(),
        _seconds(row["length"]) or 0,
        _seconds(row["at"]),
        start,
        (_seconds(row["early"]) or 0) if windowed else 0,
        (_seconds(row["late"]) or 0) if windowed else 0,
        _rotation(row) if form is ElementForm.ROTATION else None,
        int(row["cart"]) if form is ElementForm.CART and row["cart"].isdecimal() else None,
        _number(row["most"]) if form is ElementForm.BREAK else 0,
        Overrun(row["overrun"]) if row["overrun"] in set(Overrun) else Overrun.SHIFT,
    )


def _rotation(row: dict[str, str]) -> Rotation:
    kinds = tuple(kind for kind in LIBRARY_KINDS if kind in row["kinds"].split())
    numbers: dict[str, Any] = {name: read_number(name, row[name]) for name in NUMBERS}
    return Rotation(
        kinds,
        read_tags(row["tags"]),
        pools=read_pools(row["pools"], kinds, row["pools_kept"]),
        apart_tags=read_tags(row["apart_tags"]),
        **numbers,
    )


def _seconds(text: str) -> int | None:
    """Read 4:30, 4.30 or 4 minutes; None for nothing."""
    parts = text.strip().replace(".", ":").split(":")
    if parts == [""]:
        return None
    if len(parts) > 2 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
        raise ScheduleInvalid(Problem.ELEMENT_IMPOSSIBLE, "elements", text)
    return int(parts[0]) * 60 + (int(parts[1]) if len(parts) == 2 else 0)


def _number(text: str) -> int:
    text = text.strip() or "0"
    if not text.isdecimal() or len(text) > 3:
        raise ScheduleInvalid(Problem.ELEMENT_IMPOSSIBLE, "elements", text)
    return int(text)
