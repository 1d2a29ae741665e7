"""Spoilt files of every sort go through ingest and the air, and nothing falls over."""

from pathlib import Path

import pytest

from media_library.captions import language_of
from media_library.ingest import Added, Duplicate, Quarantined
from mengudara.simulate.ledger import What
from station import webvtt
from station.video import Shape
from streaming.graphics.sources import open_logo
from streaming.pictures import slate
from tests.integration.mutated_airing import Taken, aired, not_whole, take_and_air
from tests.integration.mutated_seeing import Seen, see
from tests.integration.mutations import FILMS, captions, material, mutated, pictures
from web import logo

COUNT = 40
SEED = 3


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    folder = tmp_path_factory.mktemp("spoilt")
    (folder / "material").mkdir()
    files = mutated(material(folder / "material", FILMS[:4]), folder / "brought", COUNT, SEED)
    return take_and_air(files, folder / "var")


class SpoiltFilesAreHarmless:
    """What is claimed of any number of them."""

    count = COUNT
    films = 4
    """So many of those that were taken are shown as well."""

    @pytest.fixture(scope="class")
    @classmethod
    def seen(cls, taken: Taken, tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
        return list(see(taken, tmp_path_factory.mktemp("seen") / "ring", cls.films))

    def test_each_is_taken_or_quarantined_with_a_reason(self, taken: Taken):
        assert len(taken.outcomes) == self.count
        strange = {
            path.name: outcome
            for path, outcome in taken.outcomes.items()
            if not isinstance(outcome, (Added, Duplicate, Quarantined))
        }
        assert strange == {}
        assert all(taken.faults.values())
        assert taken.faults
        assert taken.carts

    def test_what_was_taken_is_played_whole(self, taken: Taken):
        titles = {cart.id: cart.original_name for cart in taken.carts}
        broken = [(titles[f.cart_id or 0], f.act, f.detail, f.frames) for f in not_whole(taken)]
        assert broken == []
        assert aired(taken) >= {f"cart:{cart.id}" for cart in taken.carts}

    def test_the_air_goes_on_block_by_block(self, taken: Taken):
        assert taken.wrong_ticks == 0
        never = {What.HOLE, What.OVERLAP, What.TWICE}
        assert not [remark for remark in taken.remarks if remark.what in never]

    def test_films_are_seen_to_their_end_or_it_is_told_why_not(self, seen: list[Seen]):
        assert [film for film in seen if film.ends is None and not film.fault] == []
        assert [film for film in seen if film.lost] == []
        assert any(film.pictures > 1 for film in seen)

    def test_captions_are_read_whole_or_refused(self, tmp_path: Path):
        refused, read = [], []
        for path in mutated(captions(tmp_path), tmp_path / "brought", self.count, SEED):
            data = path.read_bytes()
            assert language_of(path.name, data) is not None
            try:
                cues = webvtt.read(data)
            except webvtt.CaptionsInvalid as wrong:
                refused.append(wrong)
                continue
            assert webvtt.read(webvtt.write(cues)) == cues
            read.append(cues)
        assert refused
        assert read

    def test_pictures_are_shown_or_something_else_is(self, tmp_path: Path):
        shape, kept, refused = Shape(64, 36), 0, 0
        for path in mutated(pictures(tmp_path), tmp_path / "brought", self.count, SEED):
            assert len(slate.load(path, shape)) == shape.size
            try:
                logo.keep(tmp_path / "logo.png", path.read_bytes())
            except logo.LogoUnusable:
                refused += 1
                continue
            kept += 1
            assert open_logo(tmp_path / "logo.png").mode == "RGBA"
        assert kept
        assert refused


class TestForty(SpoiltFilesAreHarmless):
    """A short form."""
