"""A television channel as FFmpeg decodes it from its public HLS and an RTMP service.

One station for all of it: an evening with live, an advert, the anthem, a warning and captions;
then every process dies, and players play on. `make soak` kills many more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import pytest

from tests import nginx_rtmp
from tests.on_air.television_evening import (
    CUE_EVERY,
    CUE_FROM,
    CUE_UNTIL,
    Evening,
    Seen,
    Spectator,
    runs,
)
from tests.on_air.television_film import NUMBERS, SHARP, follows
from tests.on_air.television_kills import PlayersGoOn, Watched, kill_everything, out_of_step

pytestmark = [pytest.mark.needs("nginx"), pytest.mark.timeout(900)]

HLS, RTMP = "HLS", "RTMP"
VIEWERS = pytest.mark.parametrize("viewer", [HLS, RTMP])
TRIM = 0.15
"""Seconds at both ends of a clip in which it may pass from one to another."""
SOMETHING, NOTHING = 0.05, 0.02
"""Shares of a region that is, or is not, stood over."""
WHOLE = 0.9


@dataclass(frozen=True)
class Both:
    """What came of the one station."""

    evening: Evening
    watched: Watched


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    nginx_rtmp.needed()
    evening = Evening()
    folder = tmp_path_factory.mktemp("television")
    watched = kill_everything(folder, 1, 2.5, viewer=Spectator, before=evening.spend)
    return Both(evening, watched)


@pytest.fixture
def evening(both: Both) -> Evening:
    return both.evening


@pytest.fixture
def watched(both: Both) -> Watched:
    return both.watched


def of(seen: list[Seen], clip: str) -> list[Seen]:
    """Return the pictures of a clip, without those near its ends: there it may pass over."""
    found = [
        each
        for run, ends in runs(seen)
        for each in run
        if each.clip == clip and run[0].at + TRIM < each.at < ends - TRIM
    ]
    assert found, clip
    return found


def behind_live(seen: list[Seen]) -> list[Seen]:
    """Return what was seen since something live was: by then the look was on the air."""
    first = next(number for number, each in enumerate(seen) if each.clip == "live")
    return seen[first:]


def most_have(pictures: list[Seen], region: str, share: float = SOMETHING) -> bool:
    """Return whether more than half have something there: what is drawn may come late."""
    return 2 * sum(each.shares[region] > share for each in pictures) > len(pictures)


def none_has(pictures: list[Seen], *regions: str) -> bool:
    return all(each.shares[region] < NOTHING for each in pictures for region in regions)


def told(seen: list[Seen]) -> Iterator[tuple[Seen, int | None]]:
    """Yield the film's pictures that follow others, and which captions belong to each, or None.

    Those at the ends of a caption are left out.
    """
    begun = {
        id(two)
        for one, two in pairwise(seen)
        if 0 < two.at - one.at < SHARP and follows((one.at, one.number), (two.at, two.number))
    }
    for each in of(seen, "film"):
        place = each.number % CUE_EVERY
        if id(each) in begun and min(abs(place - edge) for edge in (CUE_FROM, CUE_UNTIL)) > 1:
            is_said = CUE_FROM <= place < CUE_UNTIL
            yield each, each.number // CUE_EVERY if is_said else None


class TestAnEvening:
    """What viewers of the public HLS and of an RTMP service decode."""

    @VIEWERS
    def test_sound_is_in_step_with_pictures_before_during_and_behind_live(self, evening, viewer):
        beeps = evening.beeps[viewer]
        assert [is_live for is_live, _ in groupby(beep.is_live for beep in beeps)] == [0, 1, 0]
        assert out_of_step(beeps) == []

    @VIEWERS
    def test_a_programme_has_its_classification_the_logo_and_running_texts(self, evening, viewer):
        seen = behind_live(evening.seen[viewer])
        for clip in ("film", "live"):
            pictures = of(seen, clip)
            for region in ("badge", "logo", "crawl"):
                assert most_have(pictures, region), (clip, region)
            assert not any(each.shares["band"] > WHOLE for each in pictures)

    @VIEWERS
    def test_nothing_stands_over_an_advert(self, evening, viewer):
        assert none_has(of(evening.seen[viewer], "spot"), "badge", "logo", "crawl", "captions")

    @VIEWERS
    def test_over_the_anthem_stands_the_logo_alone(self, evening, viewer):
        pictures = of(evening.seen[viewer], "anthem")
        assert most_have(pictures, "logo")
        assert none_has(pictures, "badge", "crawl", "captions")

    @VIEWERS
    def test_a_warning_takes_the_lower_part_of_the_picture(self, evening, viewer):
        pictures = of(evening.seen[viewer], "alarm")
        assert most_have(pictures[len(pictures) // 2 :], "band", WHOLE)
        assert none_has(pictures, "badge")

    @VIEWERS
    def test_captions_are_written_into_the_pictures_they_belong_to_and_no_others(
        self, evening, viewer
    ):
        seen = behind_live(evening.seen[viewer])
        pictures = list(told(seen))
        assert most_have([each for each, said in pictures if said is not None], "captions")
        assert none_has([each for each, said in pictures if said is None], "captions")
        assert none_has(of(seen, "live"), "captions")

    def test_the_rendition_of_captions_has_each_at_the_time_of_its_pictures(self, evening):
        seen = behind_live(evening.seen[HLS])
        silent = [(each, None) for clip in ("live", "spot", "anthem") for each in of(seen, clip)]
        counted = {True: 0, False: 0}
        for each, said in [*told(seen), *silent]:
            for part in evening.captions:
                if part.begins <= each.at < part.ends:
                    now = [which for begins, ends, which in part.cues if begins <= each.at < ends]
                    found = [which % (NUMBERS // CUE_EVERY) for which in now]
                    assert found == ([] if said is None else [said]), (each, part)
                    counted[said is not None] += 1
        assert min(counted.values()) > 5, counted


class TestOneKillEach(PlayersGoOn):
    """One of every sort."""
