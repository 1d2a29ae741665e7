"""Commands that end what is on the air or hold back what follows, unless dead air would be left."""

from playout.answers import Answers, Refused
from playout.deck import Deck
from playout.director import Director
from playout.way_back import WayBack
from station import commands
from station.commands import Request
from station.control import Answer
from station.ladder import Rung
from station.transition import frames_of


class LeadCommands:
    """Only the tick thread calls it."""

    def __init__(self, director: Director, answers: Answers, way_back: WayBack) -> None:
        self._director = director
        self._answers = answers
        self._way_back = way_back

    def skip(self, skip: commands.Skip, request: Request, at: int) -> Answer:
        lead = self._lead(skip.item_key)
        self._needs_sound(request, at)
        self._way_back.keep_lead("skip", at)
        self._director.changeover.skip(frames_of(max(0, skip.fade_ms)), request.by)
        return self._answers.applied(request, at, lead.item.key)

    def fade_out(self, fade: commands.FadeOut, request: Request, at: int) -> Answer:
        lead = self._lead("")
        self._needs_filler(request)
        self._way_back.keep_lead("fade_out", at)
        self._director.changeover.fade_out(frames_of(max(0, fade.fade_ms)), request.by)
        self._director.wings.hold = True
        return self._answers.applied(request, at, lead.item.key)

    def hold(self, hold: commands.Hold, request: Request, at: int) -> Answer:
        if hold.on:
            self._needs_filler(request)
        self._way_back.keep_hold("hold", at)
        self._director.wings.hold_back(on=hold.on)
        return self._answers.applied(request, at, "on" if hold.on else "off")

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
