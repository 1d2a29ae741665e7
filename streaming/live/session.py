"""One connection's way to the air: its bytes into a decoder, what that makes into the uplink."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from station import ffmpeg
from station.audio import Block
from station.clock import Clock
from station.errors import StationError
from station.live import Hello, Word
from streaming.live.decoder import Decoder, DecoderGone, RawSound
from streaming.live.film.route import FilmRoute, Packets
from streaming.live.ogg_titles import OggTitles
from streaming.live.session_state import SessionStanding, SessionState
from streaming.live.sound_format import SNIFFED, demuxer, film
from streaming.live.uplink import Uplink

logger = logging.getLogger(__name__)

OPENING_LIMIT = timedelta(seconds=10)
"""Bytes that have not become sound by then never will."""
SEEN_LIMIT = timedelta(seconds=20)
"""The same, for what is to be seen: its decoder waits ten seconds for a first picture."""
DRAIN_SECONDS = 3.0
"""For what is held here when the presenter has left."""


class SessionOver(StationError):
    """Nothing more is taken; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a session's sound goes, and what decodes it."""

    channel: str
    air: Path
    exe: str
    film: FilmRoute | None = None
    """On a television channel, how pictures get there."""
    interprets: bool = False
    """Whether they go to the inset of the interpreter and not to the air."""

    def seen(self, hello: Hello) -> Hello:
        """Return the hello of an input whose pictures are to be seen, if they can be."""
        return (
            hello
            if self.film is None
            else replace(hello, pictures=str(self.film.ring(hello.session)))
        )


def new_name() -> str:
    """Return a name for a session that is never used twice."""
    return secrets.token_hex(8)


class Session:
    """Ends with its connection, for whatever reason either of them ends."""

    def __init__(
        self,
        hello: Hello,
        content_type: str,
        route: Route,
        clock: Clock,
        *,
        hang_up: Callable[[], None],
        told: Callable[[Word], None] = lambda _: None,
    ) -> None:
        self.hello = hello
        self.channel = route.channel
        self.interprets = route.interprets
        self.standing = SessionStanding()
        self.bytes_in = 0
        self.began = self.last_byte = clock.now()
        self._content_type = content_type
        self._route = route
        self._clock = clock
        self._hang_up = hang_up
        self._told = told
        self._start = b""
        self._finishing = False
        self._ogg_titles: OggTitles | None = None
        self._decoder: Decoder | None = None
        self._uplink = Uplink(route.air, hello, self._hear, clock)

    def start(self) -> None:
        """Let the air know of it."""
        self._uplink.start()

    def feed(self, data: bytes) -> None:
        """Take bytes, at the pace at which they become sound; raises SessionOver."""
        if self.standing.state is SessionState.ENDED:
            raise SessionOver(self.standing.why)
        self.bytes_in += len(data)
        self.last_byte = self._clock.now()
        try:
            self._decode(data)
        except (DecoderGone, OSError) as error:
            self.end("bad_sound")
            raise SessionOver(self.standing.why) from error

    def title(self, title: str) -> None:
        self._uplink.title(title)

    def look(self, now: datetime) -> None:
        """End what has brought no sound for too long."""
        limit, why = OPENING_LIMIT, "no_sound"
        if self.hello.pictures:
            limit, why = SEEN_LIMIT, "no_picture"
        if self.standing.state is SessionState.OPENING and now - self.began > limit:
            self.end(why)

    def end(self, why: str) -> None:
        """Stop everything at once; from any thread, any number of times."""
        if not self.standing.end(why):
            return
        self._uplink.close()
        if self._decoder:
            self._decoder.kill()
        self._hang_up()

    def finish(self) -> None:
        """Let what has come be heard, then end; only by the thread that feeds."""
        self._finishing = True
        if self._decoder:
            self._decoder.close()
            self._uplink.drain(DRAIN_SECONDS)
        self.end("closed")
        if self.hello.pictures:
            Path(self.hello.pictures).unlink(missing_ok=True)

    def _decode(self, data: bytes) -> None:
        if self._decoder is None:
            self._start += data
            if len(self._start) < SNIFFED:
                return
            seen = film(self._content_type) if self.hello.pictures else None
            name = seen or demuxer(self._content_type, self._start)
            if name is None:
                raise DecoderGone(f"{self._content_type} is not taken")
            data, self._start = self._start, b""
            self._decoder = self._decoder_for(name)
            self._decoder.start(self._decoder_ended)
            self._ogg_titles = OggTitles() if name == "ogg" else None
        if self._ogg_titles and (title := self._ogg_titles.feed(data)):
            self.title(title)
        self._decoder.give(data)

    def _decoder_for(self, demuxer: str) -> Decoder:
        film, ring = self._route.film, self.hello.pictures
        if film is None or not ring:
            command = ffmpeg.decode_live(self._route.exe, demuxer)
            return Decoder(command, RawSound(self._pass_on), fed=True)
        made = Packets(self._pass_on, self._uplink.picture, self._uplink.mute)
        return Decoder(film.command(ring, demuxer), made, fed=True)

    def _pass_on(self, sound: Block) -> None:
        self.standing.sound(linked=self._uplink.connected)
        self._uplink.put(sound)

    def _decoder_ended(self) -> None:
        decoder = self._decoder
        if decoder and decoder.last_words and self.standing.state is not SessionState.ENDED:
            logger.warning(
                "%s: %s", self.hello.name, decoder.last_words, extra={"action": "decoder_ended"}
            )
        if self.standing.state is SessionState.OPENING:
            self.end("bad_sound")
        elif not self._finishing:
            self.end("decoder_ended")

    def _hear(self, word: Word) -> None:
        self._told(word)
        if word.ended:
            self.end(word.ended)
