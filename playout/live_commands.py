"""Commands on live inputs: put one on the air, take it off, send it away."""

from functools import partial

from playout.answers import Answers, Refused
from playout.director import Director
from playout.way_back import WayBack
from station import commands
from station.commands import Request
from station.control import Answer
from station.ladder import Rung


class LiveCommands:
    """Only the tick thread calls it."""

    def __init__(self, director: Director, answers: Answers, way_back: WayBack) -> None:
        self._director = director
        self._way_back = way_back
        self._answers = answers

    def go_live(self, live: commands.GoLive, request: Request, at: int) -> Answer:
        """Put an input on the air, or take it off; without a name, the first that can."""
        session = self._take(live, at) if live.on else self._let_go(live, at)
        return self._answers.applied(request, at, session)

    def kick(self, kick: commands.Kick, request: Request, at: int) -> Answer:
        desk = self._director.live.desk
        one = desk.find(kick.session)
        if one is None:
            raise Refused("unknown")
        if self._on_air == kick.session and one.hello.who:
            self._way_back.remember("kick", at, partial(desk.await_again, one))
        self._director.live.kick(kick.session)
        return self._answers.applied(request, at, kick.session)

    def _take(self, live: commands.GoLive, at: int) -> str:
        session = live.session or self._director.live.first_ready(at)
        desk, was_on = self._director.live.desk, self._on_air == session
        restore = desk.keep(session)

        def revert(now: int) -> None:
            restore()
            if not was_on:
                desk.let_go(session, now)

        if not desk.take(session, at):
            raise Refused("unknown")
        self._way_back.remember("go_live", at, revert, lambda: desk.find(session) is not None)
        return session

    def _let_go(self, live: commands.GoLive, at: int) -> str:
        session = live.session or self._on_air
        if not session:
            raise Refused("not_on_air")
        desk = self._director.live.desk
        restore = desk.keep(session)
        self._way_back.remember(
            "go_live", at, lambda _at: restore(), lambda: desk.find(session) is not None
        )
        desk.let_go(session, at)
        return session

    @property
    def _on_air(self) -> str:
        """Return the session that has the air, empty for none."""
        lead = self._director.line.lead
        is_live = lead is not None and lead.rung is Rung.LIVE
        return self._director.live.session_of(lead) if is_live else ""
