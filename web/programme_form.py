"""The form of a programme: what people type, read into a programme or told what is wrong."""

import math
from itertools import zip_longest
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.programme import (
    AnyContent,
    Category,
    Fixed,
    Live,
    Programme,
    Rating,
    Rotation,
    Serial,
    Source,
    TalkOver,
    Templated,
)
from station.kinds import LIBRARY_KINDS, Kind
from station.rundown import Anchor, Overrun
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

Text = Annotated[str, Field(max_length=2_000)]
MOST_CARTS = 500
MOST_TALK_OVERS = 20
Rows = Annotated[list[Text], Field(max_length=MOST_TALK_OVERS)]


class ProgrammeForm(BaseModel):
    """Both kinds of content side by side, so that nothing typed is lost by choosing the other."""

    id: Text = ""
    name: Text = ""
    category: Text = Category.ENTERTAINMENT
    rating: Text = Rating.SU
    own_colour: Text = ""
    colour: Text = "#1f7a70"
    notes: Text = ""
    form: Text = "rotation"
    cart_ids: Annotated[list[Text], Field(max_length=MOST_CARTS)] = []
    kinds: list[Text] = []
    tags: Text = ""
    artist_separation_min: Text = "30"
    title_separation_min: Text = "120"
    jingle_every: Text = "0"
    pools: Text = ""
    """Shares as `2 pop, rock; 1 daerah`: a weight, and tags of the chosen kinds."""
    pools_kept: Annotated[str, Field(max_length=LONGEST_KEPT)] = ""
    """The shares as they are stored."""
    artist_separation_plays: Text = "0"
    title_separation_plays: Text = "0"
    apart_tags: Text = ""
    tag_separation_min: Text = "0"
    tag_separation_plays: Text = "0"
    tempo_step: Text = "0"
    mood_step: Text = "0"
    template_ids: list[Text] = []
    after_ids: Annotated[list[Text], Field(max_length=MOST_CARTS)] = []
    """Recordings behind each episode."""
    hosts: Text = ""
    spoken: Text = ""
    """Main language."""
    source: Text = Source.OWN
    overrun: Text = Overrun.SHIFT
    live: Text = ""
    presenters: Text = ""
    by_itself: Text = ""
    relay: Text = ""
    relay_over_min: Text = "0"
    relay_source: Text = ""
    over_every: Rows = []
    """One row for each talk-over; empty: the row is not used."""
    over_cart: Rows = []
    over_anchor: Rows = []
    over_offset: Rows = []
    over_duck: Rows = []
    over_kind: Rows = []
    """What is taken in turn where the row names no recording."""
    over_find: Text = ""
    find: Text = ""
    act: Text = ""
    """What a button of a list of recordings wants: `add:ID`, `up:N`, `down:N`, `drop:N` for the
    content, `over:ID` and `not-over:N` for what sounds over it."""

    @classmethod
    def of(cls, programme: Programme) -> Self:
        form = cls(
            id=str(programme.id),
            name=programme.name,
            category=programme.category,
            rating=programme.rating,
            notes=programme.notes,
            form=programme.content.form,
            kinds=[Kind.MUSIC],
            overrun=programme.overrun,
            live="on" if programme.live else "",
            presenters=", ".join(programme.live.presenters) if programme.live else "",
            by_itself="on" if programme.live is None or programme.live.by_itself else "",
            relay=programme.relay,
            relay_over_min=str(programme.relay_over_min),
            relay_source=programme.relay_source,
            over_every=[str(one.every) for one in programme.talk_overs],
            over_cart=[str(one.cart_id or "") for one in programme.talk_overs],
            over_anchor=[str(one.anchor) for one in programme.talk_overs],
            over_offset=[f"{one.offset_s:g}" for one in programme.talk_overs],
            over_duck=[f"{one.duck_db:g}" for one in programme.talk_overs],
            over_kind=[str(one.kind) for one in programme.talk_overs],
            hosts=", ".join(programme.hosts),
            spoken=programme.language,
            source=programme.source,
        )
        if programme.colour:
            form.own_colour, form.colour = "on", programme.colour
        content = programme.content
        if isinstance(content, Fixed):
            form.cart_ids = [str(cart_id) for cart_id in content.cart_ids]
        if isinstance(content, Templated):
            form.template_ids = [str(number) for number in content.template_ids]
        if isinstance(content, Serial):
            form.cart_ids = [str(number) for number in content.before]
            form.after_ids = [str(number) for number in content.after]
        if not isinstance(content, Rotation):
            return form
        form.kinds = [str(kind) for kind in content.kinds]
        form.tags = ", ".join(content.tags)
        for name in NUMBERS:
            setattr(form, name, str(getattr(content, name)))
        form.apart_tags = ", ".join(content.apart_tags)
        form.pools = written_pools(content.pools)
        form.pools_kept = kept_pools(content.pools)
        if content.pools:
            form.kinds = [str(kind) for kind in content.pools[0].kinds]
        return form

    @property
    def carts(self) -> list[int]:
        return list(_decimals(self.cart_ids))

    @property
    def chosen_kinds(self) -> tuple[Kind, ...]:
        return tuple(kind for kind in LIBRARY_KINDS if kind in self.kinds)

    @property
    def chosen_tags(self) -> tuple[str, ...]:
        return read_tags(self.tags)

    @property
    def over_carts(self) -> list[int]:
        return [int(row["cart"]) for row in self.rows if row["cart"].isdecimal()]

    def arrange(self) -> None:
        """Do what the pressed button wants with the lists of recordings."""
        verb, _, number = self.act.partition(":")
        if not number.isdecimal():
            return
        if verb in ("over", "not-over"):
            self._arrange_over(verb, int(number))
            return
        carts, place = self.carts, int(number)
        if verb == "add" and len(carts) < MOST_CARTS:
            carts.append(place)
        elif verb == "drop" and place < len(carts):
            del carts[place]
        elif verb == "up" and 0 < place < len(carts):
            carts[place - 1], carts[place] = carts[place], carts[place - 1]
        elif verb == "down" and place < len(carts) - 1:
            carts[place + 1], carts[place] = carts[place], carts[place + 1]
        self.cart_ids = [str(cart_id) for cart_id in carts]

    def programme(self, channel: str) -> Programme:
        """Return the programme; raises FormWrong."""
        try:
            content = self._content()
            return Programme(
                channel,
                self.name,
                content,
                Category(self.category) if self.category in set(Category) else Category.SUPPORT,
                Rating(self.rating) if self.rating in set(Rating) else Rating.SU,
                self.colour if self.own_colour else "",
                self.notes.strip(),
                int(self.id) if self.id.isdecimal() else 0,
                Overrun(self.overrun) if self.overrun in set(Overrun) else Overrun.SHIFT,
                self._live(),
                self.relay.strip(),
                self._talk_overs(),
                tuple(filter(None, (name.strip() for name in self.hosts.split(",")))),
                self.spoken.strip()[:35],
                Source(self.source) if self.source in set(Source) else Source.OWN,
                self._relay_over(),
                self.relay_source.strip()[:100],
            )
        except ScheduleInvalid as invalid:
            talk_over = invalid.problem is Problem.TALK_OVER_IMPOSSIBLE
            field = "talk_overs" if talk_over else invalid.field
            raise FormWrong({field: invalid.problem}) from None

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return the talk-overs as typed, with an empty row behind them."""
        columns = [getattr(self, f"over_{name}") for name in _OVER]
        typed = [
            dict(zip(_OVER, row, strict=True))
            for row in zip_longest(*columns, fillvalue="")
            if row[0].strip()
        ]
        return [*typed, dict(_OVER)][:MOST_TALK_OVERS]

    def _arrange_over(self, verb: str, number: int) -> None:
        """Have a recording sound over every item, or let a row go."""
        rows = [row for row in self.rows if row["every"].strip()]
        if verb == "over" and len(rows) < MOST_TALK_OVERS:
            rows.append(_OVER | {"every": "1", "cart": str(number)})
        elif verb == "not-over" and number < len(rows):
            del rows[number]
        for name in _OVER:
            setattr(self, f"over_{name}", [row[name] for row in rows])

    def _relay_over(self) -> int:
        text = self.relay_over_min.strip() or "0"
        return int(text) if text.isdecimal() and len(text) < 6 else -1

    def _live(self) -> Live | None:
        names = (name.strip().lower() for name in self.presenters.split(","))
        presenters = tuple(dict.fromkeys(name for name in names if name))
        return Live(presenters, by_itself=bool(self.by_itself)) if self.live else None

    def _talk_overs(self) -> tuple[TalkOver, ...]:
        return tuple(_talk_over(row) for row in self.rows if row["every"].strip())

    def _content(self) -> AnyContent:
        if self.form == "fixed":
            return Fixed(tuple(self.carts))
        if self.form == "template":
            return Templated(_decimals(self.template_ids))
        if self.form == "episodes":
            return Serial(tuple(self.carts), _decimals(self.after_ids))
        numbers: dict[str, Any] = {name: read_number(name, getattr(self, name)) for name in NUMBERS}
        return Rotation(
            self.chosen_kinds,
            self.chosen_tags,
            pools=read_pools(self.pools, self.chosen_kinds, self.pools_kept),
            apart_tags=read_tags(self.apart_tags),
            **numbers,
        )


_OVER = {
    "every": "", "cart": "", "anchor": str(Anchor.INTRO), "offset": "0", "duck": "-12",
    "kind": str(Kind.JINGLE),
}  # fmt: skip
"""The fields of a talk-over, as an empty row has them."""


def _talk_over(row: dict[str, str]) -> TalkOver:
    return TalkOver(
        cart_id=int(row["cart"]) if row["cart"].strip().isdecimal() else None,
        kind=Kind(row["kind"]) if row["kind"] in set(LIBRARY_KINDS) else Kind.JINGLE,
        anchor=Anchor(row["anchor"]) if row["anchor"] in set(Anchor) else Anchor.INTRO,
        offset_s=_decimal(row["offset"]),
        duck_db=_decimal(row["duck"]),
        every=int(row["every"]) if row["every"].strip().isdecimal() else -1,
    )


def _decimals(texts: list[str]) -> tuple[int, ...]:
    return tuple(int(text) for text in texts if text.isdecimal())


def _decimal(text: str) -> float:
    """Read a number with a decimal comma or point; nonsense is out of every range."""
    try:
        return float(text.strip().replace(",", ".") or "0")
    except ValueError:
        return math.inf
