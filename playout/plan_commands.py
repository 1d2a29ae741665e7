"""Commands on what is to come: insert, play again, clear, and the orders of the last life."""

import uuid
from dataclasses import replace

from playout.answers import Answers, Refused, Reply
from playout.cue import Cue
from playout.deck import Deck
from playout.director import Director
from playout.orders import Orders, Waiting
from playout.way_back import RETURNS, WayBack
from station import commands
from station.commands import Request
from station.control import Answer
from station.ladder import Rung
from station.rundown import Item


class PlanCommands:
    """Only the tick thread calls it."""

    def __init__(self, director: Director, answers: Answers, way_back: WayBack) -> None:
        self._director = director
        self._answers = answers
        self._way_back = way_back

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
        rung = Rung.MUST_AIR if waiting.item.must_air and not waiting.by else Rung.SCHEDULE
        cue = Cue(waiting.item, planned=at, rung=rung, by=waiting.by)
        self._director.wings.plan.insert(self._appointed(cue) if waiting.when == "at" else cue)

    def insert(self, insert: commands.Insert, request: Request, at: int) -> Answer:
        cue = self._cue(request, insert.item, at, Rung.SCHEDULE)
        begins = self._director.segues.free_at(at)
        if insert.when == "at":
            cue = self._appointed(cue)
            begins = cue.planned
            if begins <= at:
                raise Refused("too_late")
        self._director.wings.plan.insert(cue)
        self._director.wings.unsettle()
        self._way_back.keep_without(cue, "insert", at)
        self._answers.record(request, at, cue.item.key)
        return self._answers.done(request, begins)

    def insert_now(self, insert: commands.Insert, request: Request, at: int, reply: Reply) -> None:
        cue = self._cue(request, insert.item, at, Rung.OPERATOR)
        deck = self._director.wings.rack.open(cue, at)
        self._answers.when_cued(deck, request, reply, self._interrupt)

    def replay(self, request: Request, at: int, reply: Reply) -> None:
        if self._director.line.rung is Rung.LIVE:
            raise Refused("live_on_air")
        item = self._director.changeover.replayable
        if item is None:
            raise Refused("not_on_air")
        again = replace(item, key=_another_key(item.key.partition("~")[0]))
        deck = self._director.wings.rack.open(self._cue(request, again, at, Rung.SCHEDULE), at)
        self._answers.when_cued(deck, request, reply, self._play_again)

    def _interrupt(self, deck: Deck, at: int) -> None:
        self._way_back.keep_air(deck, "insert", at)
        self._director.changeover.interrupt(deck, at)

    def _play_again(self, deck: Deck, at: int) -> None:
        lead = self._director.line.lead
        if lead is not None and lead.rung in RETURNS:
            self._way_back.keep_lead("replay", at)
        else:
            self._way_back.keep_air(deck, "replay", at)
        self._director.changeover.replace(deck, at)

    def clear(self, request: Request, at: int) -> Answer:
        wings = self._director.wings
        self._way_back.keep_plan("clear", at)
        taken = wings.plan.withdraw()
        wings.hold_back(on=False)
        return self._answers.applied(request, at, ", ".join(cue.item.key for cue in taken))

    def _cue(self, request: Request, item: Item, at: int, rung: Rung) -> Cue:
        if self._director.wings.plan.knows(item.key):
            item = replace(item, key=_another_key(item.key))
        return Cue(item, planned=at, rung=rung, by=request.by or "operator")

    def _appointed(self, cue: Cue) -> Cue:
        """Have a cue cut what is on at the time of its item, a presenter too."""
        begins = self._director.timeline.frame_at(cue.item.begins)
        item = replace(cue.item, must_air=True)
        timed = replace(cue, planned=begins, start=begins, cuts=begins)
        return replace(timed, item=item, rung=Rung.MUST_AIR)


def _another_key(key: str) -> str:
    return f"{key}~{uuid.uuid4().hex[:8]}"
