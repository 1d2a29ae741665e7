"""Gives a demo station its television: clips, a week, a first plan, and last the channel itself.

What an interrupted making left is taken up where it was: clips that are there are not made again,
and the schedule is written in one piece.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session, sessionmaker

from media_library import signs
from media_library.cart import Cart
from media_library.ingest import Ingest
from media_library.store import CartStore
from mengudara import schema
from mengudara.demo.create import scratch
from mengudara.demo.ingest import take_in
from mengudara.demo.pieces import FILLERS, SIGNATURES
from mengudara.demo.progress import Progress
from mengudara.demo.scripts import BUMPERS, JINGLES
from mengudara.demo.scripts import STATION_IDS as RADIO_IDS
from mengudara.demo.studio import Workshop
from mengudara.demo.tv import grid, making
from mengudara.demo.tv.appearance import LOOK
from mengudara.demo.tv.clips import CLIPS, STATION, TAG, Clip
from mengudara.demo.wall import store_messages
from mengudara.demo.week import Shelf
from scheduler.planning import Planning
from scheduler.stores import ProgrammeStore
from station import ffmpeg, look
from station.broadcast_day import local_date
from station.clock import Clock
from station.config import Channel, Config, Recording
from station.database import engine_for, sessions_for
from station.paths import StatePaths
from web.published_files import PublishedFiles
from web.station_file import StationFile

RADIO_TAG = "channel:radio"
_OURS = frozenset((TAG, signs.TAG))
_DESCRIPTION = "Televisi publik lokal, saluran percobaan"
_KEPT = Recording(programme_days=0, proxy_days=2)
"""A demo does not fill the disk: twenty gigabytes at most."""
OF_RADIO = (*SIGNATURES, *FILLERS, *RADIO_IDS, *JINGLES, *BUMPERS)
"""What names the radio, or is only heard: television does not choose it by itself."""


def add(
    config: Config,
    paths: StatePaths,
    clock: Clock,
    progress: Progress,
    clips: tuple[Clip, ...] = CLIPS,
) -> None:
    """Add the channel to a demo station that has none; `clips` have the demo's titles."""
    engine = engine_for(config.database_at(paths))
    schema.upgrade(engine)
    sessions = sessions_for(engine)
    ingest = Ingest(config, paths, sessions, clock)
    carts = _record(config, paths, sessions, ingest, progress, clips)
    progress.step("Planning the first two days of television")
    with sessions.begin() as session:
        _store(session, carts, config, clock)
    if not paths.look(grid.CHANNEL).exists():
        look.publish(paths.look(grid.CHANNEL), LOOK)
    channel = Channel(
        slug=grid.CHANNEL, name=STATION, kind="tv", description=_DESCRIPTION, recording=_KEPT
    )
    whole = config.model_copy(update={"channels": (*config.channels, channel)})
    PublishedFiles(whole, paths, sessions).write_all()
    for each in whole.channels:
        Planning(whole, paths, sessions, clock).replan(each.slug)
    engine.dispose()
    values = channel.model_dump(include={"name", "kind", "description", "recording"})
    StationFile(paths).set_channel(channel.slug, values)


def _record(
    config: Config,
    paths: StatePaths,
    sessions: sessionmaker[Session],
    ingest: Ingest,
    progress: Progress,
    clips: tuple[Clip, ...],
) -> list[Cart]:
    """Make and take in what is missing; return all clips."""
    with sessions() as session:
        known = {cart.title: cart.id for cart in CartStore(session).stock() if _OURS & {*cart.tags}}
    missing = tuple(clip for clip in clips if clip.title not in known)
    fresh = _make(missing, config, paths, ingest, progress) if missing else []
    with sessions() as session:
        kept = [CartStore(session).get(number) for number in known.values()]
    return [*kept, *fresh]


def _make(
    missing: tuple[Clip, ...],
    config: Config,
    paths: StatePaths,
    ingest: Ingest,
    progress: Progress,
) -> list[Cart]:
    with scratch(paths) as (out, folder):
        shop = Workshop(out, folder, ffmpeg.binary(config.ffmpeg))
        taken = take_in(making.make_all(missing, shop), ingest)
        return list(progress.counted("Making television", taken, len(missing)))


def _store(session: Session, carts: list[Cart], config: Config, clock: Clock) -> None:
    library = CartStore(session)
    titles = {cart.title: cart.id for cart in library.stock()}
    _rate(library, CLIPS, titles)
    _keep_apart(library, titles)
    if not ProgrammeStore(session).all(grid.CHANNEL):
        now = clock.now()
        grid.store(session, Shelf(carts), titles, local_date(now, config.zone), now)
        store_messages(session, grid.CHANNEL, titles)


def _rate(library: CartStore, clips: Iterable[Clip], titles: Mapping[str, int]) -> None:
    for clip in clips:
        if clip.title in titles:
            library.update(
                titles[clip.title],
                rating=clip.rating,
                clearance=clip.clearance,
                film_class=clip.film_class,
            )


def _keep_apart(library: CartStore, titles: Mapping[str, int]) -> None:
    """Mark what is the radio's alone, where it still has the demo's title."""
    for each in OF_RADIO:
        if each.title in titles:
            cart = library.get(titles[each.title])
            library.update(cart.id, tags=(*cart.tags, RADIO_TAG))
