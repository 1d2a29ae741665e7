"""Takes files into the library: measured, stored once, or put in quarantine with the reason."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from media_library import captions, cues, files, kinds, signs, tags
from media_library.captions import NoFilm
from media_library.cart import Cart
from media_library.files import DiskFull, FileUnreadable
from media_library.film_store import FilmStore
from media_library.measure import Measurement, Refused, measure
from media_library.quarantine import Entry, Fault, Quarantine
from media_library.store import CartStore
from station import ffmpeg
from station.audio import RATE
from station.clock import Clock
from station.config import Config
from station.errors import StationError
from station.film_captions import film_names
from station.kinds import Kind
from station.paths import StatePaths
from station.webvtt import CaptionsInvalid

logger = logging.getLogger(__name__)

_UNNUMBERED = 0
"""Stands where the database will put a number."""


@dataclass(frozen=True, slots=True)
class Added:
    """The file is a new cart."""

    cart: Cart


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The very same file is a cart already."""

    cart: Cart


@dataclass(frozen=True, slots=True)
class Quarantined:
    """The file cannot go on air."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Captioned:
    """The file holds the captions of a film, which has them now."""

    cart: Cart


Taken = Added | Duplicate | Captioned
Outcome = Taken | Quarantined
Progress = Callable[[Path, Outcome | StationError], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What whoever brings a file says about it; empty where the file may speak for itself."""

    kind: Kind | None = None
    """What it is for; None: guessed."""
    title: str = ""
    """Title."""
    artist: str = ""
    """Performer."""
    tags: tuple[str, ...] = ()
    """Words to put on it."""
    name: str = ""
    """File name as it arrived, where the path does not have it."""


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A file that stands at the door."""

    path: Path
    wish: Wish
    stamp: files.Stamp
    sha256: str
    copy: bool

    @property
    def name(self) -> str:
        return self.wish.name or files.text_of(self.path.name)

    @property
    def bytes(self) -> int:
        return self.stamp[2]

    @property
    def stored_name(self) -> str:
        return self.sha256 + files.extension_of(self.name)


class Ingest:
    """The one way into the library. May be used by several threads at once."""

    def __init__(
        self, config: Config, paths: StatePaths, sessions: sessionmaker[Session], clock: Clock
    ) -> None:
        self._config = config
        self._paths = paths
        self._sessions = sessions
        self._clock = clock
        for folder in (paths.media, paths.quarantine):
            folder.mkdir(parents=True, exist_ok=True)
            files.tidy(folder)

    def add(self, path: Path, wish: Wish | None = None, *, copy: bool = True) -> Outcome:
        """Take one file in. Without `copy` it is gone from `path` afterwards.

        Raises DiskFull, FileUnreadable, Interrupted, FfmpegMissing, and NoFilm for captions of a
        film that is not here; then nothing has changed.
        """
        outcome = self.take(path, wish, copy=copy)
        if not copy:
            clear(path, outcome)
        return outcome

    def take(self, path: Path, wish: Wish | None = None, *, copy: bool) -> Outcome:
        """Do as `add` does but leave the file at `path`, to be cleared once that is recorded."""
        path = path.absolute()
        seen = files.stamp(path)
        arrival = _Arrival(path, wish or Wish(), seen, files.sha256_of(path), copy)
        return self._known(arrival) or self._admit(arrival)

    def add_all(
        self,
        paths: Iterable[Path],
        wish: Wish | None = None,
        *,
        workers: int | None = None,
        progress: Progress = lambda path, outcome: None,
        copy: bool = True,
    ) -> None:
        """Take many files in, on all cores; `progress` is called here after each of them.

        An unreadable file is reported and the rest goes on; DiskFull ends it, after reporting.
        """
        with ThreadPoolExecutor(workers or os.cpu_count() or 1, "ingest") as pool:
            running = {pool.submit(self.add, path, wish, copy=copy): path for path in paths}
            try:
                for path, future in _as_they_end(running):
                    result = _result(future)
                    progress(path, result)
                    if isinstance(result, DiskFull):
                        raise result
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def retry(self, entry_id: int) -> Outcome:
        """Try a quarantined file again; raises EntryNotFound, or FileUnreadable when it is gone."""
        with self._sessions() as session:
            quarantine = Quarantine(session, self._paths.quarantine)
            entry, path = quarantine.get(entry_id), quarantine.file_of(entry_id)
        if path is None:
            raise FileUnreadable(Path(entry.original_name), "it was not kept")
        wish = Wish(kind=entry.kind, name=entry.original_name)
        outcome = self._admit(_Arrival(path, wish, files.stamp(path), entry.sha256, copy=False))
        if not isinstance(outcome, Quarantined):
            with self._sessions.begin() as session:
                Quarantine(session, self._paths.quarantine).forget(entry_id)
        return outcome

    def _known(self, arrival: _Arrival) -> Outcome | None:
        with self._sessions.begin() as session:
            cart = CartStore(session).by_sha256(arrival.sha256)
            if cart is not None:
                return Duplicate(cart)
            quarantine = Quarantine(session, self._paths.quarantine)
            entry = quarantine.by_sha256(arrival.sha256)
            if entry is None or not (entry.path or arrival.copy):
                return None
            return Quarantined(quarantine.add(replace(entry, last_seen=self._clock.now())))

    def _admit(self, arrival: _Arrival) -> Outcome:
        if captions.are_captions(arrival.name):
            return self._caption(arrival)
        try:
            if arrival.bytes > self._config.media.max_bytes:
                limit = self._config.media.max_bytes
                raise Refused(Fault.TOO_LARGE, bytes=arrival.bytes, limit=limit)
            with files.under_a_name_of_text(arrival.path) as path:
                found = measure(ffmpeg.binary(self._config.ffmpeg), path)
        except Refused as refusal:
            return self._quarantine(arrival, refusal)
        except OSError as error:
            raise FileUnreadable(arrival.path, error.strerror or str(error)) from error
        return self._store(arrival, found)

    def _caption(self, arrival: _Arrival) -> Outcome:
        with self._sessions() as session:
            film = FilmStore(session).named(film_names(arrival.name))
        if film is None:
            raise NoFilm(arrival.name)
        cart_id, path = film
        try:
            data = arrival.path.read_bytes()
            language = captions.language_of(arrival.name, data)
            captions.put(self._paths.media, path, data, language)
        except CaptionsInvalid as wrong:
            refusal = Refused(Fault.CAPTIONS, problem=str(wrong.fault), line=wrong.line)
            return self._quarantine(arrival, refusal)
        except OSError as error:
            raise FileUnreadable(arrival.path, error.strerror or str(error)) from error
        about = {"action": "film_captioned", "cart_id": cart_id}
        logger.info("%s holds the captions of cart %d", arrival.name, cart_id, extra=about)
        with self._sessions() as session:
            return Captioned(CartStore(session).get(cart_id))

    def _store(self, arrival: _Arrival, found: Measurement) -> Outcome:
        relative = f"{arrival.sha256[:2]}/{arrival.stored_name}"
        self._place(arrival, self._paths.media, relative)
        cart = self._cart(arrival, found, relative)
        try:
            with self._sessions.begin() as session:
                cart = CartStore(session).add(cart, found.levels.waveform())
                if found.film is not None:
                    FilmStore(session).add(cart.id, found.film)
                    cart = signs.pair(session, cart)
        except IntegrityError:
            return self._lost_the_race(arrival)
        except OperationalError as error:
            self._undo(arrival, relative)
            raise _translated(error, arrival.bytes) from error
        about = {"action": "cart_added", "cart_id": cart.id}
        logger.info("%s is cart %d", arrival.name, cart.id, extra=about)
        return Added(cart)

    def _lost_the_race(self, arrival: _Arrival) -> Outcome:
        with self._sessions() as session:
            cart = CartStore(session).by_sha256(arrival.sha256)
        if cart is None:
            raise FileUnreadable(arrival.path, "it clashes with another file")
        return Duplicate(cart)

    def _quarantine(self, arrival: _Arrival, refusal: Refused) -> Outcome:
        left = arrival.copy and refusal.fault is Fault.TOO_LARGE
        if not left:
            self._place(arrival, self._paths.quarantine, arrival.stored_name)
        now = self._clock.now()
        entry = Entry(
            id=_UNNUMBERED,
            fault=refusal.fault,
            about=refusal.about,
            original_name=arrival.name,
            path="" if left else arrival.stored_name,
            sha256=arrival.sha256,
            bytes=arrival.bytes,
            kind=arrival.wish.kind,
            first_seen=now,
            last_seen=now,
        )
        with self._sessions.begin() as session:
            entry = Quarantine(session, self._paths.quarantine).add(entry)
        about = {"action": "file_quarantined", "fault": refusal.fault, "entry_id": entry.id}
        logger.info("%s is quarantined: %s", arrival.name, refusal, extra=about)
        return Quarantined(entry)

    def _place(self, arrival: _Arrival, base: Path, relative: str) -> None:
        target = base / relative
        if target == arrival.path:
            return
        keep = self._config.media.keep_free_bytes
        try:
            files.place(arrival.path, target, base=base, keep=keep, link=not arrival.copy)
        except OSError as error:
            raise FileUnreadable(arrival.path, f"{error.strerror}: {error.filename}") from error
        if files.stamp(arrival.path) != arrival.stamp:
            target.unlink(missing_ok=True)
            raise FileUnreadable(arrival.path, "it is still being written")

    def _undo(self, arrival: _Arrival, relative: str) -> None:
        """Remove a stored file whose row could not be written, unless a cart has it."""
        try:
            self._lost_the_race(arrival)
        except (FileUnreadable, OperationalError):
            (self._paths.media / relative).unlink(missing_ok=True)

    def _cart(self, arrival: _Arrival, found: Measurement, relative: str) -> Cart:
        wish = arrival.wish
        labels = tags.labels(tags.parse(found.tags), arrival.name)
        folders = [parent.name for parent in arrival.path.parents][:1]
        seconds = found.levels.frames / RATE
        kind = wish.kind or kinds.guess(labels, folders, arrival.name, seconds)
        frames = found.levels.frames
        placed = (
            cues.of_film(frames)
            if found.has_picture
            else cues.find(found.levels, kind, found.loudness_lufs)
        )
        return Cart(
            id=_UNNUMBERED,
            kind=kind,
            title=tags.clean(wish.title) or labels.title,
            artist=tags.clean(wish.artist) or labels.artist,
            album=labels.album,
            composer=labels.composer,
            isrc=labels.isrc,
            year=labels.year,
            language=labels.language,
            tags=(*wish.tags, *labels.genres),
            path=relative,
            sha256=arrival.sha256,
            original_name=arrival.name,
            frames=frames,
            cue_in=placed.cue_in,
            cue_out=placed.cue_out,
            segue=placed.segue,
            loudness_lufs=found.loudness_lufs,
            true_peak_db=found.true_peak_db,
            has_picture=found.has_picture,
            has_sound=found.has_sound,
            quiet=not found.has_sound,
            added_at=self._clock.now(),
        )


def clear(path: Path, outcome: Outcome) -> None:
    """Remove a file that the library or the quarantine now holds."""
    if not isinstance(outcome, Quarantined) or outcome.entry.path:
        path.unlink(missing_ok=True)


def _as_they_end(
    running: dict[Future[Outcome], Path],
) -> Iterator[tuple[Path, Future[Outcome]]]:
    for future in as_completed(running):
        yield running[future], future


def _result(future: Future[Outcome]) -> Outcome | StationError:
    try:
        return future.result()
    except StationError as error:
        return error


def _translated(error: OperationalError, needed: int) -> Exception:
    full = "full" in str(error.orig).lower() or "No space left" in str(error.orig)
    return DiskFull(needed, 0) if full else error
