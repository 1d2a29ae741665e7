"""Spoilt files of every sort go through ingest and the air, and nothing falls over."""

import pytest

from media_library.ingest import Added, Duplicate, Quarantined
from mengudara.simulate.ledger import What
from tests.integration.mutated_airing import Taken, aired, not_whole, take_and_air
from tests.integration.mutations import material, mutated

COUNT = 40
SEED = 3


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    folder = tmp_path_factory.mktemp("spoilt")
    (folder / "material").mkdir()
    files = mutated(material(folder / "material"), folder / "brought", COUNT, SEED)
    return take_and_air(files, folder / "var")


class SpoiltFilesAreHarmless:
    """What is claimed of any number of them."""

    count = COUNT

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


class TestForty(SpoiltFilesAreHarmless):
    """A short form."""
