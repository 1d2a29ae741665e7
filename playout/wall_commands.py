"""Commands of the cart wall: buttons over or instead of the programme, and emergency messages."""

import uuid
from dataclasses import replace
from functools import partial

from playout.alert import Alerts
from playout.answers import Answers, Refused, Reply
from playout.buttons import Buttons
from playout.deck import Deck, State
from playout.director import Director
from playout.way_back import WayBack
from station import commands
from station.commands import Request
from station.control import Answer
from station.journal import StartedBy
from station.ladder import Rung
from station.transition import frames_of
from station.wall import Button

MOST_OVER = 12
"""Buttons that may sound at once."""


class WallCommands:
    """Only the tick thread calls it."""

    def __init__(
        self,
        director: Director,
        answers: Answers,
        buttons: Buttons,
        alerts: Alerts,
        way_back: WayBack,
    ) -> None:
        self._director = director
        self._way_back = way_back
        self._answers = answers
        self._buttons = buttons
        self._alerts = alerts

    def press(
        self, press: commands.Press, request: Request, at: int, reply: Reply
    ) -> Answer | None:
        """Sound a button; None when it is answered later, when its deck is cued."""
        button = self._buttons.button(press.button)
        if button is None:
            raise Refused("unknown")
        if button.withdrawn:
            raise Refused("withdrawn", button.withdrawn)
        if len(self._director.line.over) >= MOST_OVER:
            raise Refused("too_many")
        deck = self._opened(button, request, at)
        if deck.poll(at) is State.CUED:
            self._sound(button, deck, at)
            return self._answers.applied(request, at, button.id)
        self._answers.when_cued(deck, request, reply, partial(self._sound, button))
        return None

    def release(self, release: commands.Release, request: Request, at: int) -> Answer:
        fade = frames_of(max(0, release.fade_ms))
        if not self._director.over.hush(release.button, fade):
            raise Refused("not_on_air")
        return self._answers.applied(request, at, release.button)

    def alert(self, alert: commands.Alert, request: Request, at: int) -> Answer:
        message = self._buttons.message(alert.button)
        if message is not None and message.withdrawn:
            raise Refused("withdrawn", message.withdrawn)
        fault = self._alerts.begin(alert, at, request.by)
        if fault:
            raise Refused(fault)
        detail = f"{alert.button}{' drill' if alert.drill else ''}"
        return self._answers.applied(request, at, detail)

    def all_clear(self, request: Request, at: int) -> Answer:
        if not self._alerts.clear(at, request.by):
            raise Refused("not_on_air")
        return self._answers.applied(request, at, "")

    def _opened(self, button: Button, request: Request, at: int) -> Deck:
        item = replace(button.item, key=f"button:{button.id}~{uuid.uuid4().hex[:8]}")
        return Deck(
            item, self._buttons.open(button), item.cue_in, rung=Rung.OPERATOR, opened=at,
            started_by=StartedBy.OPERATOR, by=request.by or "operator",
        )  # fmt: skip

    def _sound(self, button: Button, deck: Deck, at: int) -> None:
        if button.instead:
            self._way_back.keep_air(deck, "press", at)
            self._director.changeover.interrupt(deck, at)
        else:
            self._way_back.keep_over(deck, "press", at)
            self._director.over.sound(deck, at, duck_db=button.duck_db, button=button.id)
