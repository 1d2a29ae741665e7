"""The form of a programme: what people type, read into a programme or told what is wrong."""

import math
from datetime import timedelta
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.programme import (
    AnyContent,
    Category,
    Fixed,
    Live,
    Pool,
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
from web.slot_form import FormWrong

Text = Annotated[str, Field(max_length=2_000)]
MOST_CARTS = 500
MOST_TALK_OVERS = 20
Rows = Annotated[list[Text], Field(max_length=MOST_TALK_OVERS)]
_MINUTES_IN_A_WEEK = timedelta(days=7) // timedelta(minutes=1)


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
    artist_separation_plays: Text = "0"
    title_separation_plays: Text = "0"
    apart_tags: Text = ""
    tag_separation_min: Text = "0"
    tag_separation_plays: Text = "0"
    tempo_step: Text = "0"
    mood_step: Text = "0"
    template_ids: list[Text] = []
    hosts: Text = ""
    spoken: Text = ""
    """Main language."""
    source: Text = Source.OWN
    overrun: Text = Overrun.SHIFT
    live: Text = ""
    presenters: Text = ""
    by_itself: Text = ""
    relay: Text = ""
    over_every: Rows = []
    """One row for each talk-over; empty: the row is not used."""
    over_cart: Rows = []
    over_anchor: Rows = []
    over_offset: Rows = []
    over_duck: Rows = []
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
            over_every=[str(one.every) for one in programme.talk_overs],
            over_cart=[str(one.cart_id or "") for one in programme.talk_overs],
            over_anchor=[str(one.anchor) for one in programme.talk_overs],
            over_offset=[f"{one.offset_s:g}" for one in programme.talk_overs],
            over_duck=[f"{one.duck_db:g}" for one in programme.talk_overs],
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
        if not isinstance(content, Rotation):
            return form
        form.kinds = [str(kind) for kind in content.kinds]
        form.tags = ", ".join(content.tags)
        for name in _NUMBERS:
            setattr(form, name, str(getattr(content, name)))
        form.apart_tags = ", ".join(content.apart_tags)
        form.pools = "; ".join(f"{pool.weight} {', '.join(pool.tags)}" for pool in content.pools)
        if content.pools:
            form.kinds = [str(kind) for kind in content.pools[0].kinds]
        return form

    @property
    def carts(self) -> list[int]:
        return [int(cart_id) for cart_id in self.cart_ids if cart_id.isdecimal()]

    @property
    def chosen_kinds(self) -> tuple[Kind, ...]:
        return tuple(kind for kind in LIBRARY_KINDS if kind in self.kinds)

    @property
    def chosen_tags(self) -> tuple[str, ...]:
        return _tags(self.tags)

    @property
    def over_carts(self) -> list[int]:
        return [int(cart_id) for _, cart_id, *_ in self.rows if cart_id.isdecimal()]

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
            )
        except ScheduleInvalid as invalid:
            talk_over = invalid.problem is Problem.TALK_OVER_IMPOSSIBLE
            field = "talk_overs" if talk_over else invalid.field
            raise FormWrong({field: invalid.problem}) from None

    @property
    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """Return the talk-overs as typed, with an empty row behind them."""
        typed = (self.over_every, self.over_cart, self.over_anchor, self.over_offset)
        used = [row for row in zip(*typed, self.over_duck, strict=False) if row[0].strip()]
        return [*used, ("", "", Anchor.INTRO, "0", "-12")][:MOST_TALK_OVERS]

    def _arrange_over(self, verb: str, number: int) -> None:
        """Have a recording sound over every item, or let a row go."""
        rows = [row for row in self.rows if row[0].strip()]
        if verb == "over" and len(rows) < MOST_TALK_OVERS:
            rows.append(("1", str(number), Anchor.INTRO, "0", "-12"))
        elif verb == "not-over" and number < len(rows):
            del rows[number]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], [], []]
        self.over_every, self.over_cart, self.over_anchor, *rest = columns
        self.over_offset, self.over_duck = rest

    def _live(self) -> Live | None:
        names = (name.strip().lower() for name in self.presenters.split(","))
        presenters = tuple(dict.fromkeys(name for name in names if name))
        return Live(presenters, by_itself=bool(self.by_itself)) if self.live else None

    def _talk_overs(self) -> tuple[TalkOver, ...]:
        return tuple(
            TalkOver(
                cart_id=int(cart) if cart.strip().isdecimal() else None,
                anchor=Anchor(anchor) if anchor in set(Anchor) else Anchor.INTRO,
                offset_s=_decimal(offset),
                duck_db=_decimal(duck),
                every=int(every) if every.strip().isdecimal() else -1,
            )
            for every, cart, anchor, offset, duck in self.rows
            if every.strip()
        )

    def _content(self) -> AnyContent:
        if self.form == "fixed":
            return Fixed(tuple(self.carts))
        if self.form == "template":
            return Templated(tuple(int(one) for one in self.template_ids if one.isdecimal()))
        if self.form == "episodes":
            return Serial(before=tuple(self.carts))
        numbers: dict[str, Any] = {name: self._number(name) for name in _NUMBERS}
        return Rotation(
            self.chosen_kinds,
            self.chosen_tags,
            pools=self._pools(),
            apart_tags=_tags(self.apart_tags),
            **numbers,
        )

    def _pools(self) -> tuple[Pool, ...]:
        """Read `2 pop, rock; 1 daerah`; raises ScheduleInvalid."""
        found = []
        for piece in filter(None, (piece.strip() for piece in self.pools.split(";"))):
            weight, _, tags = piece.partition(" ")
            if not weight.isdecimal() or len(weight) > 3:
                raise ScheduleInvalid(Problem.WEIGHT_IMPOSSIBLE, "pools", weight)
            found.append(Pool(self.chosen_kinds, _tags(tags), int(weight)))
        return tuple(found)

    def _number(self, name: str) -> int:
        text = str(getattr(self, name)).strip() or "0"
        if not text.isdecimal() or int(text) > _MINUTES_IN_A_WEEK:
            raise ScheduleInvalid(Problem.SEPARATION_NEGATIVE, name, text)
        return int(text)


_NUMBERS = (
    "artist_separation_min", "title_separation_min", "jingle_every", "artist_separation_plays",
    "title_separation_plays", "tag_separation_min", "tag_separation_plays", "tempo_step",
    "mood_step",
)  # fmt: skip


def _tags(text: str) -> tuple[str, ...]:
    tags = (" ".join(tag.lower().split()) for tag in text.split(","))
    return tuple(sorted({tag for tag in tags if tag}))


def _decimal(text: str) -> float:
    """Read a number with a decimal comma or point; nonsense is out of every range."""
    try:
        return float(text.strip().replace(",", ".") or "0")
    except ValueError:
        return math.inf
