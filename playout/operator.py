"""Operators' commands: each goes to the room that carries it out, and is answered."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from playout.alert import Alerts
from playout.answers import Answers, Refused, Reply
from playout.buttons import Buttons
from playout.director import Director
from playout.lead_commands import LeadCommands
from playout.live_commands import LiveCommands
from playout.orders import Begun, Orders, Waiting
from playout.plan_commands import PlanCommands
from playout.taking import Taking
from playout.undo import Undo
from playout.wall_commands import WallCommands
from playout.way_back import WayBack
from station import commands
from station.commands import Request
from station.control import Answer
from station.ladder import Rung

CHANGES_THE_AIR = (
    commands.Skip, commands.FadeOut, commands.Take, commands.Replay, commands.Press, commands.Undo,
)  # fmt: skip
ORDERED = (Rung.SCHEDULE, Rung.MUST_AIR, Rung.OPERATOR)
"""Rungs on which an operator's items stand."""


class Operator:
    """Only the tick thread calls it."""

    def __init__(self, director: Director, buttons: Buttons) -> None:
        self._director = director
        self._answers = Answers(director)
        self.undo = Undo()
        self.alerts = Alerts(director, buttons)
        self.forecast: Callable[[int, int], Answer] = lambda _at, _minutes: Answer("", ok=False)
        """Answers what is expected from a frame on, for so many minutes."""
        way_back = WayBack(director, self._answers, self.undo)
        self._lead = LeadCommands(director, self._answers, way_back)
        self._plan = PlanCommands(director, self._answers, way_back)
        self._taking = Taking(director, self._answers, way_back)
        self._wall = WallCommands(director, self._answers, buttons, self.alerts, way_back)
        self._live = LiveCommands(director, self._answers, way_back)

    def apply(self, request: Request, at: int, reply: Reply) -> None:
        """Apply a command as of frame `at`; some are answered later, when their deck is cued."""
        try:
            applied = self._obey(request, at, reply)
        except Refused as refused:
            reply(Answer(request.id, ok=False, error=refused.code, detail=refused.detail))
            return
        if applied is not None:
            reply(replace(applied, id=request.id))

    @property
    def awaits(self) -> bool:
        """Return whether something that was ordered begins as soon as it is ready."""
        return self.alerts.awaits or self._answers.awaits or self._taking.awaits

    def go_on(self, at: int) -> None:
        """Begin what has become ready since."""
        self.alerts.go_on(at)
        self._answers.go_on(at)
        self._taking.go_on(at)

    @property
    def orders(self) -> Orders:
        """Return what was ordered and is still to be done."""
        return replace(
            self._plan.orders, emergency=self.alerts.standing, under_way=tuple(self._under_way())
        )

    def _under_way(self) -> Iterator[Begun]:
        lead = self._director.line.lead
        for deck in (*self._director.wings.interrupted, lead):
            if deck is not None and deck.by and deck.rung in ORDERED and deck.because is None:
                yield Begun(deck.item, deck.by)

    def order_again(self, waiting: Waiting, at: int) -> None:
        """Put back what the last life had still to do."""
        self._plan.order_again(waiting, at)

    def _obey(self, request: Request, at: int, reply: Reply) -> Answer | None:
        if self._director.line.rung is Rung.EMERGENCY and _changes_the_air(request):
            raise Refused("emergency_on_air")
        match request.command:
            case commands.Insert(when="now") as insert:
                self._plan.insert_now(insert, request, at, reply)
                return None
            case commands.Take() as take:
                self._taking.take(take, request, at, reply)
                return None
            case commands.Replay():
                self._plan.replay(request, at, reply)
                return None
            case commands.Press() as press:
                return self._wall.press(press, request, at, reply)
        return self._obey_at_once(request, at)

    def _obey_at_once(self, request: Request, at: int) -> Answer:
        """Apply a command that never waits for a deck."""
        match request.command:
            case commands.Skip() as skip:
                return self._lead.skip(skip, request, at)
            case commands.FadeOut() as fade:
                return self._lead.fade_out(fade, request, at)
            case commands.Hold() as hold:
                return self._lead.hold(hold, request, at)
            case commands.Insert() as insert:
                return self._plan.insert(insert, request, at)
            case commands.Clear():
                return self._plan.clear(request, at)
            case commands.Undo():
                return self._undo(request, at)
            case commands.GoLive() as live:
                return self._live.go_live(live, request, at)
            case commands.Kick() as kick:
                return self._live.kick(kick, request, at)
            case commands.Release() as release:
                return self._wall.release(release, request, at)
            case commands.Alert() as alert:
                return self._wall.alert(alert, request, at)
            case commands.AllClear():
                return self._wall.all_clear(request, at)
            case commands.Forecast(minutes=minutes):
                return self.forecast(at, minutes)
        raise Refused("bad_request")

    def _undo(self, request: Request, at: int) -> Answer:
        done = self.undo.last(at)
        if done is None:
            raise Refused("nothing_to_undo")
        if not (done.name == "take" and self._taking.take_back()):
            self.undo.take_back(at)
        self._director.wings.unsettle()
        return self._answers.applied(request, at, done.name)


def _changes_the_air(request: Request) -> bool:
    command = request.command
    is_now = isinstance(command, commands.Insert) and command.when == "now"
    return is_now or isinstance(command, CHANGES_THE_AIR)
