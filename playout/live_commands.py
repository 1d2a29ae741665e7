"""Commands on live inputs: put one on the air, take it off, send it away."""

from playout.answers import Answers, Refused
from playout.director import Director
from station import commands
from station.commands import Request
from station.control import Answer


class LiveCommands:
    """Only the tick thread calls it."""

    def __init__(self, director: Director, answers: Answers) -> None:
        self._director = director
        self._answers = answers

    def go_live(self, live: commands.GoLive, request: Request, at: int) -> Answer:
        """Put an input on the air, or take it off; without a name, the first that can."""
        session = self._take(live, at) if live.on else self._let_go(live, at)
        return self._answers.applied(request, at, session)

    def kick(self, kick: commands.Kick, request: Request, at: int) -> Answer:
        if self._director.live.desk.find(kick.session) is None:
            raise Refused("unknown")
        self._director.live.kick(kick.session)
        return self._answers.applied(request, at, kick.session)

    def _take(self, live: commands.GoLive, at: int) -> str:
        session = live.session or self._director.live.first_ready(at)
        if not self._director.live.desk.take(session, at):
            raise Refused("unknown")
        return session

    def _let_go(self, live: commands.GoLive, at: int) -> str:
        session = live.session or self._director.live.session_of(self._director.line.lead)
        if not session:
            raise Refused("not_on_air")
        self._director.live.desk.let_go(session, at)
        return session
