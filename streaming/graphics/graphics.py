"""The graphics of a channel: says for each block what stands over it, and draws it beside.

`overlay` is asked by the thread that feeds the encoder and never waits: what is not drawn yet is
seen as soon as it is. One thread draws, reads what has changed, and draws ahead.
"""

import logging
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread

from station.audio import BLOCK, RATE
from station.bus import Metadata
from station.clock import Clock
from station.config import Channel, Config
from station.look import Corner
from station.outputs import Output
from station.paths import StatePaths
from streaming.feeder import Fed
from streaming.graphics import crawl
from streaming.graphics.crawl import Train
from streaming.graphics.direction import BADGES, SECOND, Known, Seen, allowed, clearance, seen
from streaming.graphics.drawing import Style
from streaming.graphics.gallery import Gallery, sweep
from streaming.graphics.inset.box import largest
from streaming.graphics.inset.film import Cue
from streaming.graphics.inset.inset import NOTHING, Inset, Wish
from streaming.graphics.inset.visitors import Visitors
from streaming.graphics.layout import Layout, Sized
from streaming.graphics.on_air import OnAir
from streaming.graphics.placed import Overlay
from streaming.graphics.plan import words_of
from streaming.graphics.policy import Part
from streaming.graphics.room import Room
from streaming.graphics.sources import Sources
from streaming.graphics.subtitles import Subtitles
from streaming.graphics.things import Bar, CrawlBar, CrawlText
from streaming.graphics.visual import STEPS, Heights, Visual

logger = logging.getLogger(__name__)

AHEAD = (SECOND, 3 * SECOND)
"""What will be seen so much later is drawn now."""
SIGNS_AHEAD = 20 * SECOND
"""The interpreter of what begins so soon is decoded now."""
CAPTIONS_AHEAD = 20 * SECOND
"""The captions of what begins so soon are read now."""
FILMS_AHEAD = 120 * SECOND
"""The clearance of a film that begins so soon is drawn now."""
LOOK_SECONDS = timedelta(seconds=1)
PAUSE_SECONDS = 0.25
SWEEP_LOOKS = 30
EVERY_BAR = tuple(Bar(steps) for steps in range(1, STEPS + 1))


@dataclass(frozen=True, slots=True)
class _Stage:
    """What the two threads share; taken whole, replaced whole."""

    known: Known
    gallery: Gallery
    layout: Layout


class Graphics:
    """Made for a television channel only."""

    def __init__(self, channel: Channel, config: Config, paths: StatePaths, clock: Clock) -> None:
        assert channel.shape
        self._shape = channel.shape
        self._zone, self._name = config.zone, channel.name
        self._clock = clock
        self._folder = paths.graphics(channel.slug)
        self._folder.mkdir(parents=True, exist_ok=True)
        sweep(self._folder, ())
        self._sources = Sources(channel.slug, paths)
        self._on = OnAir()
        self._train = Train()
        self._runs_in: Gallery | None = None
        self._visual = Visual()
        self._inset = Inset(paths.media, self._folder)
        self._coming: Cue | None = None
        """Where the next film of an interpreter will begin."""
        socket = paths.interpreters_socket(channel.slug)
        self._room = Room()
        self._visitors = Visitors(channel.slug, socket, self._folder, clock)
        self._subtitles = Subtitles(paths.media)
        self._at = 0
        self._looks = 0
        self._sources.read()
        self._stage = self._set(Gallery(self._style(), self._folder))
        self._thread = Thread(target=self._run, name=f"graphics {channel.slug}")
        self._stop = Event()

    def start(self, stop: Event) -> None:
        """Begin to draw; ends after `stop` is set."""
        self._stop = stop
        self._thread.start()
        self._inset.start()
        self._visitors.start()

    def join(self) -> None:
        """Wait for the end, and leave nothing in memory."""
        self._thread.join()
        self._visitors.close()
        self._inset.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def outputs(self) -> list[Output]:
        """Return the interpreters who are live."""
        return list(self._visitors.outputs())

    def overlay(self, fed: Fed) -> Overlay:
        """Return what stands over the picture of a block. Never waits."""
        self._at = at = fed.utc_us
        stage = self._stage
        for playing in fed.metadata:
            self._on = self._on.heard(playing, self._begin_of(playing, at, stage.known))
        things = seen(self._on, at, stage.known)
        stage.gallery.ask(one.thing for one in things)
        running, drawn = self._crawl(at, stage), stage.gallery.drawn
        sign = self._interpreter(at, stage)
        room = self._room.beside(things, sign or self._expected(stage.known))
        shown = stage.layout.overlay(things, drawn, room)
        below = () if sign is None else (stage.layout.inset(sign),)
        visual = stage.layout.visual(self._bars(fed, stage), drawn)
        runs = stage.layout.crawl(running, drawn, at)
        return (*below, *visual, *runs, *shown, *self._captions(things, at, stage))

    def look(self) -> None:
        """Read what has changed, have drawn what is needed soon, let go of what is not."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._sources.read()
        gallery = self._stage.gallery
        style = gallery.style
        if style.look != self._sources.look or style.logo is not self._sources.logo:
            gallery = self._restyled(gallery)
        self._stage = stage = self._set(gallery)
        for later in AHEAD:
            gallery.ask(one.thing for one in seen(self._on, self._at + later, stage.known))
        gallery.ask((CrawlBar(), *BADGES, *_texts(self._at, stage.known)))
        films = stage.known.plan.coming(self._at, self._at + FILMS_AHEAD)
        gallery.ask(clearance(film, stage.known.look) for film in films)
        self._coming = self._signed_soon(stage.known)
        if stage.known.look.captions:
            self._read_captions(stage)
        gallery.forget()
        self._looks += 1
        if self._looks % SWEEP_LOOKS == 0:
            sweep(self._folder, gallery.names)

    def draw(self, seconds: float = 0.0) -> bool:
        """Draw the next thing that is wanted; return whether there was one within the time."""
        return self._stage.gallery.next(seconds)

    def _run(self) -> None:
        looked = self._clock.now()
        while not self._stop.is_set():
            self.draw(PAUSE_SECONDS)
            if self._clock.now() - looked >= LOOK_SECONDS or self._is_new():
                looked = self._clock.now()
                self._look_anyhow()

    def _is_new(self) -> bool:
        """Return whether captions are wanted of what nobody knew would come."""
        wants = self._stage.known.look.captions
        return wants and not self._subtitles.knows(self._on.playing)

    def _look_anyhow(self) -> None:
        """Look; what goes wrong is logged, and what was known holds."""
        try:
            self.look()
        except Exception:
            logger.exception("graphics as they were", extra={"action": "graphics_failed"})

    def _style(self) -> Style:
        return Style(self._sources.look, self._shape, self._sources.logo)

    def _restyled(self, before: Gallery) -> Gallery:
        """Return a gallery of the new style in which all that is in use is drawn already."""
        gallery = Gallery(self._style(), self._folder)
        for thing in before.asked:
            gallery.draw(thing)
        gallery.ask(before.asked)
        logger.info("a new look is on the air", extra={"action": "look_adopted"})
        return gallery

    def _set(self, gallery: Gallery) -> _Stage:
        sources = self._sources
        known = Known(sources.look, self._zone, self._name, sources.plan, sources.messages)
        return _Stage(known, gallery, Layout(gallery.style))

    def _begin_of(self, playing: Metadata, at: int, known: Known) -> int:
        """Return when it began; what is on already when this process starts began by its plan."""
        begins = at + playing.offset * SECOND // RATE
        if self._on.since:
            return begins
        return min(begins, known.plan.begins.get(playing.item_key, begins))

    def _interpreter(self, at: int, stage: _Stage) -> Sized | None:
        """Return the picture of an interpreter: who is live, else what is on's own, else none."""
        look, playing = stage.known.look, self._on.playing
        box = largest(look, self._shape)
        may = Part.SIGN in allowed(self._on, stage.known) and look.sign is not Corner.NONE
        wish = NOTHING
        if may and playing.sign_path:
            wish = Wish(playing.sign_path, playing.file_us, box)
        self._inset.turn_to(wish, at, self._coming)
        live, film = self._visitors.seen(at, box), self._inset.seen(at)
        return (live or film) if may else None

    def _expected(self, known: Known) -> Sized | None:
        """Return the place of an interpreter whose film is wanted, seen already or not."""
        box = largest(known.look, self._shape)
        return Sized("", box.width, box.height) if self._inset.is_wanted else None

    def _signed_soon(self, known: Known) -> Cue | None:
        """Return where the film of the next interpreter will begin, if that is soon."""
        item = known.plan.signed_soon(self._on.item, self._at, self._at + SIGNS_AHEAD)
        if item is None or known.look.sign is Corner.NONE:
            return None
        return Cue(item.sign_path, largest(known.look, self._shape), item.cue_in // BLOCK)

    def _read_captions(self, stage: _Stage) -> None:
        """Read what is said in what is on and in what begins soon, and have its words drawn."""
        soon = stage.known.plan.seen_soon(self._on.item, self._at, self._at + CAPTIONS_AHEAD)
        playing, films = self._on.playing, list(soon)
        paths = [playing.path, *(film.path for film in films)]
        self._subtitles.read(paths, stage.known.look.captions_language)
        stage.gallery.ask(self._subtitles.coming(playing, self._at))
        for film in films:
            stage.gallery.ask(self._subtitles.first(film))

    def _bars(self, fed: Fed, stage: _Stage) -> Heights:
        """Return what is seen of the sound where nothing else moves."""
        heights = self._visual.heights(fed)
        may = Part.VISUAL in allowed(self._on, stage.known) and stage.known.look.visual
        if not heights or not may:
            return ()
        stage.gallery.ask(EVERY_BAR)
        return heights

    def _captions(self, things: Iterable[Seen], at: int, stage: _Stage) -> Overlay:
        """Return what is said, above whatever else is to be read."""
        said = self._subtitles.said(self._on.playing, at) if stage.known.look.captions else None
        if said is None or not stage.gallery.ask([said]):
            return ()
        drawn = stage.gallery.drawn
        return stage.layout.captions(drawn[said], things, drawn)

    def _crawl(self, at: int, stage: _Stage) -> Train:
        """Return what is seen of the running texts; they run on where they may not be shown."""
        gallery, texts = stage.gallery, _texts(at, stage.known)
        if self._runs_in is not gallery:
            self._train, self._runs_in = Train(), gallery
        self._train = crawl.without(self._train, _withdrawn(self._train, stage.known))
        rest = stage.known.look.rest_seconds * SECOND
        if crawl.due(self._train, texts, at, rest) and gallery.ask((CrawlBar(), *texts)):
            self._train = self._departed(texts, at, gallery)
        gallery.ask(self._train.things)
        may = allowed(self._on, stage.known)
        if Part.CRAWL in may:
            return self._train
        return crawl.urgent(self._train) if Part.URGENT in may else Train()

    def _departed(self, texts: tuple[CrawlText, ...], at: int, gallery: Gallery) -> Train:
        sized = [(text, gallery.drawn[text].width) for text in texts]
        style = gallery.style
        return crawl.departed(
            sized, at, room=self._shape.width, pace=style.look.pace, gap=2 * style.letter
        )


def _texts(at: int, known: Known) -> tuple[CrawlText, ...]:
    """Return what is to run; a channel without running texts shows the urgent ones all the same."""
    running = known.plan.running(at)
    texts = [CrawlText(words_of(text), text.urgent) for text in running]
    if not known.look.crawl:
        texts = [text for text in texts if text.urgent]
    else:
        texts = texts or [CrawlText(words) for words in known.look.crawl_texts]
    return tuple(dict.fromkeys(text for text in texts if text.text.strip()))


def _withdrawn(train: Train, known: Known) -> set[CrawlText]:
    """Return what was taken back while it runs; what is only over runs out."""
    published = {*known.plan.words, *known.look.crawl_texts}
    stays = {thing for thing in train.things if thing.urgent or known.look.crawl}
    return {thing for thing in train.things if thing not in stays or thing.text not in published}
