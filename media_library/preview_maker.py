"""Makes thumbnails and copies of films while nothing else wants the machine.

Adapter: starts FFmpeg. What was not finished is begun anew the next time; nothing is half there.
"""

import logging
import os
import resource
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Event

from sqlalchemy.orm import Session, sessionmaker

from media_library.film_store import FilmStore, House, Waiting
from media_library.previews import PROXY_BOX, THUMBNAIL_BOX, Previews
from station import film_commands
from station.audio import RATE
from station.video import Shape

logger = logging.getLogger(__name__)

_NICENESS = 19
"""Behind the ingest, which is behind the air."""
_LOOK_SECONDS = 1.0
_MEMORY = 4 << 30
_CPU_SECONDS = 300
_CPU_SHARE = 20
"""Times its own length: what a small copy of any film takes less than."""
_PART = ".part"


class PreviewMaker:
    """Makes the previews of one film at a call; for one thread."""

    def __init__(
        self,
        exe: Callable[[], str],
        media: Path,
        sessions: sessionmaker[Session],
        rests: Callable[[], bool] = lambda: False,
        house: Shape | None = None,
        room: Callable[[], bool] = lambda: True,
    ) -> None:
        """`exe` returns the FFmpeg to run. `house` is what the station's television sends, None
        where it has none; `room` says whether the disk has any for copies in that format.

        While `rests` says so, nothing is begun and what runs is held.
        """
        self._exe = exe
        self._media = media
        self._previews = Previews(media)
        self._sessions = sessions
        self._rests = rests
        self._shape = house
        self._room = room

    def run_one(self, stop: Event) -> bool:
        """Make the previews of the film that waits; return whether there may be more to do."""
        if self._rests() or stop.is_set():
            return False
        with self._sessions() as session:
            film = FilmStore(session).next_waiting()
        if film is None:
            return self._house(stop)
        made = self._make(film, stop)
        if stop.is_set():
            return False
        with self._sessions.begin() as session:
            FilmStore(session).previewed(film.cart_id, made)
        if not made:
            about = {"action": "preview_failed", "cart_id": film.cart_id}
            logger.warning("no preview of cart %d could be made", film.cart_id, extra=about)
        return True

    def _house(self, stop: Event) -> bool:
        """Make one copy in the house's format; return whether there may be more to do."""
        if self._shape is None or not self._room():
            return False
        with self._sessions() as session:
            film = FilmStore(session).next_without_house()
        if film is None:
            return False
        house = House.NOT_NEEDED
        if film.film.is_heavy(self._shape):
            house = House.MADE if self._house_copy(film, self._shape, stop) else House.FAILED
        if stop.is_set():
            return False
        with self._sessions.begin() as session:
            FilmStore(session).housed(film.cart_id, house)
        return True

    def tidy(self) -> None:
        """Remove the previews of films that are no more, and have those made that are gone."""
        with self._sessions.begin() as session:
            films = FilmStore(session)
            known = films.hashes()
            films.lost([number for number, sha256 in known.items() if not self._is_there(sha256)])
            for number, sha256 in films.house_copies().items():
                if not self._previews.house(sha256).exists():
                    films.housed(number, House.WAITING)
        self._previews.tidy(frozenset(known.values()))

    def _is_there(self, sha256: str) -> bool:
        return self._previews.proxy(sha256).exists()

    def _make(self, film: Waiting, stop: Event) -> int:
        """Return how many thumbnails there are; 0 where the film could not be shown."""
        self._previews.of(film.sha256).mkdir(parents=True, exist_ok=True)
        thumbnails = sum(self._thumbnail(film, at, stop) for at in film.film.sights())
        return thumbnails if thumbnails and self._proxy(film, stop) else 0

    def _thumbnail(self, film: Waiting, at: int, stop: Event) -> bool:
        number = film.film.sights().index(at) + 1
        target = self._previews.thumbnail(film.sha256, number)
        line = film_commands.thumbnail(
            self._exe(), self._media / film.path, at / RATE, _part(target),
            size=film.film.fitted(THUMBNAIL_BOX), interlaced=film.film.interlaced,
        )  # fmt: skip
        return self._run(line, target, film, stop)

    def _proxy(self, film: Waiting, stop: Event) -> bool:
        target = self._previews.proxy(film.sha256)
        line = film_commands.proxy(
            self._exe(), self._media / film.path, _part(target),
            size=film.film.fitted(PROXY_BOX), interlaced=film.film.interlaced,
            has_sound=film.film.sound > 0,
        )  # fmt: skip
        return self._run(line, target, film, stop)

    def _house_copy(self, film: Waiting, shape: Shape, stop: Event) -> bool:
        target = self._previews.house(film.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        line = film_commands.house_copy(
            self._exe(), self._media / film.path, _part(target), shape=shape,
            interlaced=film.film.interlaced, shown=film.film.shown, has_sound=film.film.sound > 0,
        )  # fmt: skip
        return self._run(line, target, film, stop)

    def _run(self, line: list[str], target: Path, film: Waiting, stop: Event) -> bool:
        """Return whether the target was made.

        The child stays in our process group: whoever ends us there ends a child at rest, too.
        """
        part = _part(target)
        part.unlink(missing_ok=True)
        with subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as child:
            _limit(child.pid, _CPU_SECONDS + _CPU_SHARE * film.film.frames // RATE)
            self._wait(child, stop)
        if child.returncode or not part.exists() or not part.stat().st_size:
            part.unlink(missing_ok=True)
            return False
        part.replace(target)
        return True

    def _wait(self, child: subprocess.Popen[bytes], stop: Event) -> None:
        """Wait for a child; hold it while the machine is needed, end it when told to stop."""
        while True:
            try:
                child.wait(_LOOK_SECONDS)
                return
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    child.kill()
                else:
                    child.send_signal(signal.SIGSTOP if self._rests() else signal.SIGCONT)


def _limit(pid: int, seconds: int) -> None:
    os.setpriority(os.PRIO_PROCESS, pid, _NICENESS)
    limits = ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, _MEMORY))
    for limit, value in (*limits, (resource.RLIMIT_CORE, 0)):
        resource.prlimit(pid, limit, (value, value))


def _part(target: Path) -> Path:
    return target.with_name(target.name + _PART)
