"""What is claimed of the air of a virtual day: sound and pictures stay together."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from media_library.measure import measure
from station import ffmpeg
from station.audio import RATE
from tests.on_air.odd_films import ODD_FILMS, beeps_in
from tests.on_air.virtual_day import EIGHT, VirtualDay, one_after_the_other, virtual_day

PICTURE = 0.04
CODED = 0.002
"""Seconds by which a codec may move the begin of a tone."""
HOUR = 3_600 * RATE
FILMS = {film.name: film for film in ODD_FILMS}


@dataclass
class Watched:
    """What came of a virtual day."""

    length: timedelta
    airings: list[tuple[str, int]] = field(default_factory=list)
    """Films that aired to their ends, and how long they are in frames."""
    offsets: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Of each film, by how much its pictures came later than its sound, seconds: less what they
    do so in the file itself, and in order of time."""
    hours: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    joins: list[float] = field(default_factory=list)
    """Of these, the first one behind each join."""
    blocks: int = 0
    lost: int = 0
    void: int = 0
    held: int = 0
    underruns: int = 0

    @property
    def all(self) -> list[float]:
        return [one for some in self.offsets.values() for one in some]

    def told(self) -> str:
        """Return the figures as a sentence."""
        first, last = (self.hours[hour] for hour in (min(self.hours), max(self.hours)))
        return (
            f"{self.length} of {len(self.offsets)} sorts of films, {len(self.airings)} joins,"
            f" {len(self.all)} flashes and beeps: pictures {min(self.all) * 1000:+.1f} to"
            f" {max(self.all) * 1000:+.1f} ms from their sound, behind joins"
            f" {min(self.joins) * 1000:+.1f} to {max(self.joins) * 1000:+.1f} ms; on average"
            f" {_mean(first):+.1f} ms in the first hour and {_mean(last):+.1f} ms in the last;"
            f" {self.blocks} blocks, {self.lost} lost, {self.held} with an older picture,"
            f" {self.underruns} underruns"
        )


def watch(folder: Path, seconds: float, length: timedelta) -> Watched:
    """Air films of so many seconds, one after the other, for so long."""
    media = folder / "media"
    media.mkdir()
    for film in ODD_FILMS:
        film.make(media, seconds)
    exe = ffmpeg.binary()
    lengths = {film.name: measure(exe, media / film.name).levels.frames for film in ODD_FILMS}
    with virtual_day(folder, media) as day:
        day.play(one_after_the_other(lengths, length), EIGHT + length)
        return _told(day, lengths, length)


def _told(day: VirtualDay, lengths: dict[str, int], length: timedelta) -> Watched:
    seen = day.seen
    watched = Watched(
        length, blocks=seen.blocks, lost=seen.lost, void=seen.void, held=day.screen.held,
        underruns=day.engine.director.line.underruns,
    )  # fmt: skip
    watched.airings = [(path, lengths[path]) for path in seen.paths[:-1]]
    last = float("inf")
    for path, beep, within, later in seen.in_step():
        offset = later - FILMS[path].behind(round(within, 1))
        watched.offsets[path].append(offset)
        watched.hours[beep // HOUR].append(offset)
        if within < last:
            watched.joins.append(offset)
        last = within
    return watched


def _mean(offsets: list[float]) -> float:
    return sum(offsets) / len(offsets) * 1000


class StaysInStep:
    """What is claimed of a virtual day of any length."""

    def test_every_film_was_seen_and_heard(self, watched: Watched):
        assert set(watched.offsets) == set(FILMS)
        assert len(watched.joins) >= len(watched.airings) > len(FILMS)
        assert len(watched.all) >= sum(beeps_in(frames) for _, frames in watched.airings)

    def test_no_block_was_lost_and_no_picture_was_read_too_late(self, watched: Watched):
        assert watched.blocks == watched.length / timedelta(milliseconds=40)
        assert (watched.lost, watched.void, watched.underruns) == (0, 0, 0)

    def test_pictures_are_never_more_than_one_from_their_sound(self, watched: Watched):
        worst = {name: max(some, key=abs) for name, some in watched.offsets.items()}
        assert all(abs(one) <= PICTURE + CODED for one in worst.values()), worst

    def test_nothing_drifts_from_the_first_hour_to_the_last(self, watched: Watched):
        hours = [_mean(offsets) / 1000 for _, offsets in sorted(watched.hours.items())]
        assert max(hours) - min(hours) <= PICTURE, hours
