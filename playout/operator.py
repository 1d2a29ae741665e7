"""Operators' commands, each applied at a frame, answered with it, recorded, and taken back."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from playout.alert import Alerts
from playout.buttons import Buttons
from playout.cue import Cue
from playout.deck import Deck, State
from playout.director import Director
from playout.orders import Orders, Waiting
from playout.undo import Undo
from station import control
from station.audio import RATE
from station.control import Answer, Command, Request
from station.journal import StartedBy
from station.ladder import Rung
from station.rundown import Item
from station.transition import frames_of
from station.wall import Button

logger = logging.getLogger(__name__)

MOST_OVER = 12
"""Buttons that may sound at once."""

Reply = Callable[[Answer], None]
"""Takes the answer without waiting."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A deck that is being opened, and what is to be done when it is cued."""

    deck: Deck
    request: Request
    reply: Reply
    begin: Callable[[Deck, int], None]


class Refused(Exception):
    """A command cannot apply; the code is one of the message catalogue."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Operator:
    """Only the tick thread calls it."""

    def __init__(self, director: Director, buttons: Buttons) -> None:
        self._director = director
        self._buttons = buttons
        self._waiting: list[_Waiting] = []
        self._taking: tuple[str, int, Request, Reply] | None = None
        self.undo = Undo()
        self.alerts = Alerts(director, buttons)
        self.forecast: Callable[[int, int], Answer] = lambda _at, _minutes: Answer("", ok=False)
        """Answers what is expected from a frame on, for so many minutes."""

    def apply(self, request: Request, at: int, reply: Reply) -> None:
        """Apply a command as of frame `at`; some are answered later, when their deck is cued."""
        try:
            applied = self._obey(request.command, request, at, reply)
        except Refused as refused:
            reply(Answer(request.id, ok=False, error=refused.code, detail=refused.detail))
            return
        if applied is not None:
            reply(replace(applied, id=request.id))

    def go_on(self, at: int) -> None:
        """Begin what has become ready since."""
        for waiting in list(self._waiting):
            state = waiting.deck.poll(at)
            if state is State.OPENING:
                continue
            self._waiting.remove(waiting)
            if state is State.FAILED:
                self._director.strike(waiting.deck, at)
                fault = waiting.deck.fault
                waiting.reply(
                    Answer(waiting.request.id, ok=False, error="unreadable", detail=fault)
                )
                continue
            waiting.begin(waiting.deck, at)
            self._record(waiting.request, at, waiting.deck.item.key)
            waiting.reply(self._done(at, waiting.request))
        if self._taking is not None:
            self._try_to_take(at)

    @property
    def orders(self) -> Orders:
        """Return what was ordered and is still to be done."""
        wings = self._director.wings
        waiting = (
            Waiting(cue.item, "next" if cue.start is None else "at", cue.by)
            for cue in wings.plan.ordered
        )
        return Orders(wings.hold, tuple(waiting))

    def order_again(self, waiting: Waiting, at: int) -> None:
        """Put back what the last life had still to do."""
        begins = self._director.timeline.frame_at(waiting.item.begins)
        cue = Cue(waiting.item, planned=at, by=waiting.by)
        if waiting.when == "at":
            cue = replace(cue, planned=begins, start=begins, cuts=begins)
        self._director.wings.plan.insert(cue)

    def _obey(self, command: Command, request: Request, at: int, reply: Reply) -> Answer | None:
        match command:
            case control.Skip():
                return self._skip(command, request, at)
            case control.FadeOut():
                return self._fade_out(command, request, at)
            case control.Hold():
                return self._hold(command, request, at)
            case control.Insert(when="now"):
                self._insert_now(command, request, at, reply)
                return None
            case control.Insert():
                return self._insert(command, request, at)
            case control.Take():
                self._take(command, request, at, reply)
                return None
            case control.Replay():
                self._replay(request, at, reply)
                return None
            case control.Clear():
                return self._clear(request, at)
            case control.Undo():
                return self._undo(request, at)
            case control.GoLive():
                return self._go_live(command, request, at)
            case control.Kick():
                return self._kick(command, request, at)
            case control.Press():
                return self._press(command, request, at, reply)
            case control.Release():
                return self._release(command, request, at)
            case control.Alert():
                return self._alert(command, request, at)
            case control.AllClear():
                return self._all_clear(request, at)
            case control.Forecast(minutes=minutes):
                return self.forecast(at, minutes)
        raise Refused("bad_request")

    def _skip(self, skip: control.Skip, request: Request, at: int) -> Answer:
        lead = self._lead(skip.item_key)
        self._needs_sound(request, at)
        self._remember_lead("skip", lead, at)
        self._director.skip(frames_of(max(0, skip.fade_ms)), request.by)
        return self._applied(request, at, lead.item.key)

    def _fade_out(self, fade: control.FadeOut, request: Request, at: int) -> Answer:
        lead = self._lead("")
        self._needs_filler(request)
        was = self._director.wings.hold
        self._remember_lead("fade_out", lead, at, hold=was)
        self._director.fade_out(frames_of(max(0, fade.fade_ms)), request.by)
        self._director.wings.hold = True
        return self._applied(request, at, lead.item.key)

    def _hold(self, hold: control.Hold, request: Request, at: int) -> Answer:
        if hold.on:
            self._needs_filler(request)
        was = self._director.wings.hold
        self._set_hold(on=hold.on)
        self.undo.remember("hold", at, lambda _at: self._set_hold(on=was))
        return self._applied(request, at, "on" if hold.on else "off")

    def _insert(self, insert: control.Insert, request: Request, at: int) -> Answer:
        plan = self._director.wings.plan
        cue = self._cue(request, insert.item, at, Rung.SCHEDULE)
        begins = self._director.free_at(at)
        if insert.when == "at":
            begins = self._director.timeline.frame_at(insert.item.begins)
            if begins <= at:
                raise Refused("too_late")
            cue = replace(cue, planned=begins, start=begins, cuts=begins)
        plan.insert(cue)
        self._director.wings.unsettle()
        self.undo.remember("insert", at, lambda _at: self._withdraw([cue]))
        self._record(request, at, cue.item.key)
        return self._done(begins, request)

    def _insert_now(self, insert: control.Insert, request: Request, at: int, reply: Reply) -> None:
        cue = self._cue(request, insert.item, at, Rung.OPERATOR)
        deck = self._director.wings.rack.open(cue, at)
        self._wait(deck, request, reply, self._director.interrupt)

    def _take(self, take: control.Take, request: Request, at: int, reply: Reply) -> None:
        wings = self._director.wings
        coming = [cue for cue in wings.plan.all() if take.item_key in ("", cue.item.key)]
        if not coming:
            raise Refused("unknown" if take.item_key else "nothing_coming")
        lead = self._director.line.lead
        if lead is not None and lead.rung in (Rung.SCHEDULE, Rung.MUST_AIR):
            self._remember_lead("take", lead, at)
        else:
            self._remember_plan("take", at, wings.plan.state(), wings.hold)
        wings.plan.bring_forward(coming[0].item.key)
        self._set_hold(on=False)
        self._taking = (coming[0].item.key, at, request, reply)
        self._try_to_take(at)

    def _try_to_take(self, at: int) -> None:
        """End the lead once the item that is wanted is cued."""
        assert self._taking is not None
        key, since, request, reply = self._taking
        cue = next((c for c in self._director.wings.plan.all() if c.item.key == key), None)
        state = State.FAILED if cue is None else self._director.wings.rack.state(cue.item)
        if state is State.FAILED or at - since > 8 * RATE:
            self._taking = None
            reply(Answer(request.id, ok=False, error="unreadable"))
            return
        if state is not State.CUED:
            return
        self._taking = None
        lead = self._director.line.lead
        if lead is not None and lead.rung >= Rung.FILLER and lead.rung <= Rung.OPERATOR:
            command = request.command
            fade = command.fade_ms if isinstance(command, control.Take) else 300
            self._director.skip(frames_of(max(0, fade)), request.by)
        self._record(request, at, key)
        reply(self._done(at, request))

    def _replay(self, request: Request, at: int, reply: Reply) -> None:
        item = self._director.replayable
        if item is None:
            raise Refused("not_on_air")
        key = f"{item.key.partition('~')[0]}~{uuid.uuid4().hex[:8]}"
        cue = self._cue(request, replace(item, key=key), at, Rung.SCHEDULE)
        deck = self._director.wings.rack.open(cue, at)
        self._wait(deck, request, reply, self._director.replace)

    def _clear(self, request: Request, at: int) -> Answer:
        wings = self._director.wings
        state, hold = wings.plan.state(), wings.hold
        taken = wings.plan.withdraw()
        self._set_hold(on=False)
        self._remember_plan("clear", at, state, hold)
        return self._applied(request, at, ", ".join(cue.item.key for cue in taken))

    def _undo(self, request: Request, at: int) -> Answer:
        done = self.undo.take_back(at)
        if done is None:
            raise Refused("nothing_to_undo")
        self._director.wings.unsettle()
        return self._applied(request, at, done.name)

    def _go_live(self, live: control.GoLive, request: Request, at: int) -> Answer:
        take = self._director.live
        lead = self._director.line.lead
        current = take.session_of(lead)
        if live.on:
            session = live.session or take.first_ready(at)
            if not take.desk.take(session, at):
                raise Refused("unknown")
            return self._applied(request, at, session)
        session = live.session or current
        if not session:
            raise Refused("not_on_air")
        take.desk.let_go(session, at)
        return self._applied(request, at, session)

    def _kick(self, kick: control.Kick, request: Request, at: int) -> Answer:
        if self._director.live.desk.find(kick.session) is None:
            raise Refused("unknown")
        self._director.live.kick(kick.session)
        return self._applied(request, at, kick.session)

    def _press(
        self, press: control.Press, request: Request, at: int, reply: Reply
    ) -> Answer | None:
        button = self._buttons.button(press.button)
        if button is None:
            raise Refused("unknown")
        if len(self._director.line.over) >= MOST_OVER:
            raise Refused("too_many")
        deck = self._opened(button, request, at)
        if deck.poll(at) is State.CUED:
            self._sound(button, deck, at)
            return self._applied(request, at, button.id)
        self._wait(deck, request, reply, lambda deck, at: self._sound(button, deck, at))
        return None

    def _sound(self, button: Button, deck: Deck, at: int) -> None:
        if button.instead:
            self._director.interrupt(deck, at)
        else:
            self._director.sound_over(deck, at, duck_db=button.duck_db, button=button.id)

    def _release(self, release: control.Release, request: Request, at: int) -> Answer:
        fade = frames_of(max(0, release.fade_ms))
        if not self._director.hush(release.button, fade):
            raise Refused("not_on_air")
        return self._applied(request, at, release.button)

    def _alert(self, alert: control.Alert, request: Request, at: int) -> Answer:
        fault = self.alerts.begin(alert, at, request.by)
        if fault:
            raise Refused(fault)
        return self._applied(request, at, f"{alert.button}{' drill' if alert.drill else ''}")

    def _all_clear(self, request: Request, at: int) -> Answer:
        if not self.alerts.clear(at, request.by):
            raise Refused("not_on_air")
        return self._applied(request, at, "")

    def _lead(self, item_key: str) -> Deck:
        lead = self._director.line.lead
        if lead is None or lead.rung < Rung.FILLER or item_key not in ("", lead.item.key):
            raise Refused("not_on_air")
        if lead.rung is Rung.LIVE:
            raise Refused("live_on_air")
        return lead

    def _needs_sound(self, request: Request, at: int) -> None:
        """Refuse what would leave nothing but the slate, unless it is forced."""
        if not request.force and not self._director.wings.can_follow(at):
            raise Refused("dead_air")

    def _needs_filler(self, request: Request) -> None:
        if not request.force and not self._director.wings.fillers.available:
            raise Refused("dead_air")

    def _set_hold(self, *, on: bool) -> None:
        self._director.wings.hold = on
        self._director.wings.unsettle()

    def _withdraw(self, cues: list[Cue]) -> None:
        self._director.wings.plan.remove(cues)

    def _remember_plan(
        self, name: str, at: int, state: tuple[list[Cue], list[Cue]], hold: bool
    ) -> None:
        def revert(_at: int) -> None:
            self._director.wings.plan.restore(state)
            self._set_hold(on=hold)

        self.undo.remember(name, at, revert)

    def _remember_lead(self, name: str, lead: Deck, at: int, *, hold: bool | None = None) -> None:
        """Keep what is needed to bring the lead back to where it was left."""
        wings = self._director.wings
        state, item, position = wings.plan.state(), lead.item, lead.position
        before = wings.hold if hold is None else hold

        def revert(now: int) -> None:
            self._set_hold(on=before)
            follower = self._director.line.lead
            if follower is not None and follower.rung is Rung.SCHEDULE:
                wings.plan.forget(follower.item.key)
            wings.plan.restore(state, but=[item.key])
            deck = self._director.reopened(lead, position, now)
            request = Request(control.Undo())
            self._wait(deck, request, lambda _answer: None, self._director.replace)

        if lead.rung >= Rung.SCHEDULE:
            self.undo.remember(name, at, revert)

    def _opened(self, button: Button, request: Request, at: int) -> Deck:
        item = replace(button.item, key=f"button:{button.id}~{uuid.uuid4().hex[:8]}")
        return Deck(
            item, self._buttons.open(button), item.cue_in, rung=Rung.OPERATOR, opened=at,
            started_by=StartedBy.OPERATOR, by=request.by or "operator",
        )  # fmt: skip

    def _cue(self, request: Request, item: Item, at: int, rung: Rung) -> Cue:
        if self._director.wings.plan.knows(item.key):
            item = replace(item, key=f"{item.key}~{uuid.uuid4().hex[:8]}")
        return Cue(item, planned=at, rung=rung, by=request.by or "operator")

    def _wait(
        self, deck: Deck, request: Request, reply: Reply, begin: Callable[[Deck, int], None]
    ) -> None:
        self._waiting.append(_Waiting(deck, request, reply, begin))

    def _applied(self, request: Request, at: int, detail: str) -> Answer:
        self._record(request, at, detail)
        return self._done(at, request)

    def _record(self, request: Request, at: int, detail: str) -> None:
        name = request.command.op
        self._director.asrun.command(name, at, by=request.by, detail=detail, why=request.why)
        logger.info(
            "%s by %s: %s", name, request.by or "-", detail,
            extra={"action": "command_applied", "command": name, "by": request.by},
        )  # fmt: skip

    def _done(self, at: int, request: Request) -> Answer:
        return Answer(request.id, ok=True, at=self._director.timeline.utc_of(at), sample=at)
