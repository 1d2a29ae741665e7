"""Has everything made at once, on all processors, and tells how far it is."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mengudara.demo import studio
from mengudara.demo.effects import EFFECTS
from mengudara.demo.pieces import BEDS, FILLERS, PIECES, SIGNATURES, SONGS
from mengudara.demo.scripts import NEIGHBOUR, SCRIPTS, SLATE
from mengudara.demo.speech import Utterance, speak
from mengudara.demo.studio import Recording, Workshop
from station.kinds import Kind

SLATE_VOICE = "slate"
NEIGHBOUR_VOICE = "neighbour"


def how_many() -> int:
    """Return how many things will be made."""
    pieces = len(PIECES) + len(FILLERS) + len(SIGNATURES) + len(SONGS)
    return pieces + len(SCRIPTS) + len(EFFECTS)


def make_all(shop: Workshop, slate: Path, neighbour: Path) -> Iterator[Recording]:
    """Yield each recording as it is finished; slate and neighbour are written on the way."""
    speak(_utterances(shop))
    with workers() as pool:
        yield from _made(pool, shop, slate, neighbour)


@contextmanager
def workers() -> Iterator[ProcessPoolExecutor]:
    """Processes that make things; an interruption ends what they have not begun."""
    context = multiprocessing.get_context("spawn")
    count = min(4, os.cpu_count() or 1)
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        _start_workers(pool, count)
        try:
            yield pool
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _start_workers(pool: ProcessPoolExecutor, count: int) -> None:
    """Start them deaf to Ctrl-C, which is for the process that owns the terminal."""
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for _ in range(count):
            pool.submit(int)
    finally:
        signal.signal(signal.SIGINT, heard)


def _made(
    pool: ProcessPoolExecutor, shop: Workshop, slate: Path, neighbour: Path
) -> Iterator[Recording]:
    beds = [pool.submit(studio.make_bed, piece, number, shop) for number, piece in enumerate(BEDS)]
    jobs = list(_music(pool, shop))
    jobs += [pool.submit(studio.make_effect, effect, shop) for effect in EFFECTS]
    for bed in beds:
        bed.result()
    jobs += [
        pool.submit(studio.make_spoken, script, number, shop)
        for number, script in enumerate(SCRIPTS)
    ]
    voice = studio.voice_path(SLATE_VOICE, shop)
    slate_job = pool.submit(studio.make_slate, voice, slate, shop)
    voice = studio.voice_path(NEIGHBOUR_VOICE, shop)
    neighbour_job = pool.submit(studio.make_neighbour, voice, neighbour, shop)
    for job in as_completed(jobs):
        yield job.result()
    slate_job.result()
    neighbour_job.result()


def _music(pool: ProcessPoolExecutor, shop: Workshop) -> Iterator[Future[Any]]:
    for kind, pieces in (
        (Kind.MUSIC, PIECES),
        (Kind.FILLER, FILLERS),
        (Kind.JINGLE, SIGNATURES),
        (Kind.ANTHEM, SONGS),
    ):
        for number, piece in enumerate(pieces):
            yield pool.submit(studio.make_piece, piece, kind, number, shop)


def _utterances(shop: Workshop) -> list[Utterance]:
    spoken = [
        Utterance(
            script.text,
            str(studio.voice_path(script.name, shop)),
            script.words_a_minute,
            script.pitch,
        )
        for script in SCRIPTS
    ]
    return [
        *spoken,
        Utterance(SLATE, str(studio.voice_path(SLATE_VOICE, shop)), 135, 42),
        Utterance(NEIGHBOUR, str(studio.voice_path(NEIGHBOUR_VOICE, shop)), 150, 55),
    ]
