"""Keeps a decoder with an input of its own running into one uplink: a relay, or a sound card."""

import logging
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Event

from station.audio import Block
from station.live import Hello, Word
from streaming.backoff import Backoff
from streaming.live.decoder import Decoder, RawSound
from streaming.live.film.route import FilmRoute, Packets
from streaming.live.uplink import Uplink

logger = logging.getLogger(__name__)

SILENT_SECONDS = 15.0
"""A decoder that makes no sound for so long is started again."""
LOOK_SECONDS = 0.5
LONGEST_REST = 8.0


MakeDecoder = Callable[
    [Callable[[Block], None], Callable[[int], None], Callable[[bool], None]], Decoder
]
"""Starts a decoder that gives sound to the first and tickets of pictures to the second, and tells
the third whether there is no sound to them."""


def heard(command: list[str]) -> MakeDecoder:
    """Return what decodes an input that is only heard."""
    return lambda sound, *_: Decoder(command, RawSound(sound), fed=False)


def seen(command: list[str], film: FilmRoute, ring: str) -> MakeDecoder:
    """Return what decodes the transport stream that a command fetches."""

    def make(
        sound: Callable[[Block], None],
        picture: Callable[[int], None],
        mute: Callable[[bool], None],
    ) -> Decoder:
        made = Packets(sound, picture, mute)
        return Decoder(film.command(ring, "mpegts"), made, fed=False, fetched_by=command)

    return make


class Supply:
    """Runs in its owner's thread until told to stop, or sent away by the air."""

    def __init__(
        self,
        hello: Hello,
        make_decoder: MakeDecoder,
        make_uplink: Callable[[Callable[[Word], None]], Uplink],
        *,
        heard: Callable[[Block], None] = lambda _: None,
        failed: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.word: Word | None = None
        """What the air said last."""
        self.ended = ""
        """Why the air wants no more of it."""
        self._hello = hello
        self._make_decoder = make_decoder
        self._uplink = make_uplink(self._listen)
        self._heard = heard
        self._failed = failed
        self._backoff = Backoff(Random(), LONGEST_REST)
        self._sounded = Event()
        self._over = Event()

    def run(self, stop: Event) -> None:
        """Decode again and again; what ends or falls silent is started anew after a rest."""
        self._uplink.start()
        try:
            while not stop.is_set() and not self._over.is_set():
                why = self._try_once(stop)
                if not stop.is_set() and not self._over.is_set():
                    self._complain(why)
                    stop.wait(self._backoff.next())
        finally:
            self._uplink.close()
            if self._hello.pictures:
                Path(self._hello.pictures).unlink(missing_ok=True)

    def _try_once(self, stop: Event) -> str:
        try:
            decoder = self._make_decoder(self._take, self._uplink.picture, self._uplink.mute)
        except OSError as error:
            return str(error)
        ended = Event()
        decoder.start(ended.set)
        try:
            return self._watch(decoder, ended, stop)
        finally:
            decoder.kill()
            decoder.close()

    def _watch(self, decoder: Decoder, ended: Event, stop: Event) -> str:
        """Look on until it ends, is silent for long or is no longer wanted; return why."""
        silent = 0.0
        while not stop.is_set() and not self._over.is_set():
            if ended.wait(LOOK_SECONDS):
                return decoder.words or decoder.last_words or "it ended"
            silent = 0.0 if self._sounded.is_set() else silent + LOOK_SECONDS
            self._sounded.clear()
            if silent >= SILENT_SECONDS:
                return f"no sound for {SILENT_SECONDS:.0f} s"
        return ""

    def _take(self, sound: Block) -> None:
        if not self._sounded.is_set():
            self._sounded.set()
            self._backoff.reset()
        self._heard(sound)
        self._uplink.put(sound)

    def _complain(self, why: str) -> None:
        lines = why.strip().splitlines()
        about = {"action": "live_supply_failed", "door": str(self._hello.door)}
        logger.warning("%s: %s", self._hello.name, lines[-1] if lines else why, extra=about)
        self._failed(why)

    def _listen(self, word: Word) -> None:
        self.word = word
        if word.ended:
            self.ended = word.ended
            self._over.set()
