"""Stand-ins with behaviour: sources of a constant level, so that a sum can be read off a block."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from playout.commands import Adoption, Correction
from playout.engine import Engine
from playout.pictures.screen import Screen
from station.audio import BLOCK, CHANNELS, RATE, Block
from station.bus import Packet
from station.clock import VirtualClock
from station.commands import Request
from station.config import Air
from station.control import Answer
from station.journal import Act, Fact
from station.kinds import Kind
from station.live import Door, Hello, Word
from station.rundown import Item, LiveSlot, Rundown, Start
from station.snapshot import LiveState
from station.wall import Button

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
SLATE = 0.001


def seconds(n: float) -> timedelta:
    return timedelta(seconds=n)


def item(key: str, length: float, at: datetime = EIGHT, **more: object) -> Item:
    """An item of `length` seconds from its first sample to its segue; `tail` seconds behind it."""
    frames = round(length * RATE)
    tail = round(float(more.pop("tail", 0)) * RATE)  # type: ignore[arg-type]
    hard = more.pop("hard", False)
    fields = {"cart_id": 1, "kind": Kind.MUSIC, "title": key, "path": f"{key}.wav"} | more
    cue_in = int(fields.pop("cue_in", 0))  # type: ignore[call-overload]
    return Item(
        key=key,
        begins=at,
        cue_in=cue_in,
        segue=cue_in + frames,
        cue_out=cue_in + frames + tail,
        **({"start": Start.HARD if hard else Start.SOFT} | fields),  # type: ignore[arg-type]
    )


def one_after_the_other(*items: Item) -> tuple[Item, ...]:
    """Give every soft item the time at which the one before it ends."""
    placed: list[Item] = []
    for each in items:
        if placed and each.start is Start.SOFT:
            each = at(each, placed[-1].ends)
        placed.append(each)
    return tuple(placed)


def at(each: Item, begins: datetime) -> Item:
    return replace(each, begins=begins)


def rundown(
    *items: Item, version: int = 1, fillers: Iterable[Item] = (), **more: object
) -> Rundown:
    begins = items[0].begins if items else EIGHT
    ends = items[-1].ends if items else EIGHT
    return Rundown(
        "radio", version, EIGHT, begins, ends, tuple(items), tuple(fillers),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def slot(begins: float, ends: float, *presenters: str, **more: object) -> LiveSlot:
    """A live slot between two seconds behind eight."""
    span = EIGHT + seconds(begins), EIGHT + seconds(ends)
    return LiveSlot(f"slot{begins:g}", *span, presenters=presenters, **more)  # type: ignore[arg-type]


@dataclass
class Tone:
    """A constant level for as long as the file lasts; can be slow, absent, short or starving."""

    level: float
    frames: int
    opens_after: int = 0
    """Times readiness is asked before it is there."""
    fault: str = ""
    starves_after: int = 1 << 62
    """Frames after which nothing comes although it has not ended."""
    explodes: bool = False
    closed: bool = False

    @property
    def ready(self) -> bool:
        self.opens_after -= 1
        return self.opens_after < 0

    @property
    def ended(self) -> bool:
        return self.frames == 0

    def read(self, frames: int) -> Block:
        if self.explodes:
            raise RuntimeError("boom")
        taken = min(frames, self.frames, self.starves_after)
        self.frames -= taken
        self.starves_after -= taken
        return np.full((taken, CHANNELS), self.level, dtype=np.float32)

    def close(self) -> None:
        self.closed = True


@dataclass
class Shelf:
    """The opener: every item sounds at its own level; some can be told to misbehave."""

    levels: dict[str, float] = field(default_factory=dict)
    faults: dict[str, Tone] = field(default_factory=dict)
    opened: list[tuple[str, int]] = field(default_factory=list)
    tones: list[Tone] = field(default_factory=list)

    def open(self, each: Item, from_frame: int) -> Tone:
        self.opened.append((each.key, from_frame))
        tone = self.faults.get(each.key) or Tone(
            self.levels.get(each.key, 0.1), each.cue_out - from_frame
        )
        self.tones.append(tone)
        return tone


@dataclass
class Tape:
    """A sink that remembers everything it was given."""

    packets: list[Packet] = field(default_factory=list)

    def write(self, packet: Packet) -> None:
        self.packets.append(packet)

    @property
    def audio(self) -> Block:
        return np.concatenate([packet.sound for packet in self.packets])

    @property
    def left(self) -> Block:
        return self.audio[:, 0]

    def began(self) -> list[tuple[int, str]]:
        """Return the frame and the title of everything that took the air."""
        first = self.packets[0].tick
        return [
            ((packet.tick - first) * BLOCK + told.offset, told.title or told.rung.name.lower())
            for packet in self.packets
            for told in packet.metadata
        ]


@dataclass
class Presenter:
    """A live input of a constant level; can fall silent, lose its line, or go away."""

    hello: Hello
    level: float = -20.0
    buffered: int = 2 * RATE
    closed: bool = False
    absent: int = 0
    still: int = 0
    sound: float = 0.7

    def watch(self, at: int) -> None:
        self.buffered = 0 if self.closed else self.buffered

    def open_source(self) -> "LiveTone":
        return LiveTone(self)


@dataclass
class LiveTone:
    """What is heard of a presenter."""

    presenter: Presenter
    ready: bool = True
    fault: str = ""

    @property
    def ended(self) -> bool:
        return self.presenter.closed

    def read(self, frames: int) -> Block:
        heard = 0 if self.presenter.closed or not self.presenter.buffered else frames
        return np.full((heard, CHANNELS), self.presenter.sound, dtype=np.float32)

    def close(self) -> None:
        """Nothing to release."""


@dataclass
class Inputs:
    """Who is connected, and what each was told."""

    sessions: list[Presenter] = field(default_factory=list)
    told: list[tuple[str, Word]] = field(default_factory=list)

    def words(self, session: Presenter, word: Word) -> None:
        self.told.append((session.hello.session, word))

    def kick(self, session: Presenter) -> None:
        self.sessions.remove(session)

    def connect(self, session: str, who: str = "", **more: object) -> Presenter:
        about = {"door": Door.ICECAST, "name": session.title()} | more
        made = Presenter(Hello(session, who=who or session, **about))  # type: ignore[arg-type]
        self.sessions.append(made)
        return made

    def states(self, session: str) -> list[LiveState]:
        """Return the states an input was told, each once in a row."""
        found = [word.state for name, word in self.told if name == session]
        return [state for n, state in enumerate(found) if n == 0 or found[n - 1] is not state]


@dataclass
class Buttons:
    """A wall whose buttons sound at their own levels."""

    shelf: Shelf
    buttons: dict[str, Button] = field(default_factory=dict)
    messages: dict[str, Button] = field(default_factory=dict)

    def button(self, button_id: str) -> Button | None:
        return self.buttons.get(button_id)

    def message(self, button_id: str) -> Button | None:
        return self.messages.get(button_id)

    def open(self, button: Button) -> Tone:
        return self.shelf.open(button.item, button.item.cue_in)


class Studio:
    """An engine on a virtual clock with everything around it faked."""

    def __init__(
        self,
        start: datetime = EIGHT,
        block: int = BLOCK,
        shelf: Shelf | None = None,
        tape: Tape | None = None,
        screen: Screen | None = None,
        **air: object,
    ) -> None:
        self.clock = VirtualClock(start)
        self.shelf = shelf or Shelf()
        self.tape = tape or Tape()
        self.facts: list[Fact] = []
        self.answers: list[Answer] = []
        self.inputs = Inputs()
        self.wall = Buttons(self.shelf)
        self.engine = Engine(
            self.clock,
            self.shelf.open,
            [self.tape],
            self.facts.append,
            slate=np.full((RATE, CHANNELS), SLATE, dtype=np.float32),
            block=block,
            air=Air(**{"live_fade_ms": 0} | air),  # type: ignore[arg-type]
            buttons=self.wall,
            inputs=self.inputs,
            screen=screen,
        )

    def load(self, *items: Item, version: int = 1, **more: object) -> None:
        """Start with a rundown, its first deck cued."""
        self.engine.start_with(rundown(*items, version=version, **more), ())  # type: ignore[arg-type]
        for _ in range(8):
            self.engine.director.prepare(0)

    def adopt(self, *items: Item, version: int = 2, **more: object) -> None:
        self.engine.desk.submit(Adoption(rundown(*items, version=version, **more)))  # type: ignore[arg-type]

    def order(self, command: object, by: str = "rina") -> None:
        self.engine.desk.submit(Request(command, by=by), self.answers.append)  # type: ignore[arg-type]

    def set_clock(self, by: float) -> None:
        """Have the computer's clock be set by so many seconds, and the air take it up."""

        def reanchor() -> timedelta:
            self.clock.jump(seconds(by))
            return seconds(by)

        self.engine.desk.submit(Correction(reanchor))

    def play(self, length: float) -> None:
        self.engine.run(self.engine.air_time + seconds(length))

    def told(self, *acts: Act) -> list[tuple[str, str, float]]:
        """Return act, item and seconds since eight for the facts of these kinds."""
        return [
            (
                fact.act.value,
                fact.title or fact.rung.name.lower(),
                (fact.at - EIGHT).total_seconds(),
            )
            for fact in self.facts
            if fact.act in acts
        ]

    def closed_all(self) -> bool:
        return all(tone.closed for tone in self.shelf.tones)


def frames_of(length: float) -> int:
    return round(length * RATE)
