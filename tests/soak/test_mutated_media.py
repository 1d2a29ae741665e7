"""A thousand spoilt files through ingest and the air, what can be seen of them too."""

import pytest

from media_library.ingest import Quarantined
from tests.integration.mutated_airing import Taken, take_and_air
from tests.integration.mutated_seeing import Seen
from tests.integration.mutations import material, mutated
from tests.integration.test_mutated_media import SpoiltFilesAreHarmless
from tests.soak.conftest import scaled

pytestmark = pytest.mark.timeout(3_600)

COUNT = scaled(1_000, 60)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, figures: dict[str, str]) -> Taken:
    folder = tmp_path_factory.mktemp("spoilt")
    (folder / "material").mkdir()
    files = mutated(material(folder / "material"), folder / "brought", COUNT, seed=2026)
    taken = take_and_air(files, folder / "var")
    quarantined = sum(isinstance(one, Quarantined) for one in taken.outcomes.values())
    figures["R2"] = (
        f"{len(taken.outcomes)} spoilt files: {len(taken.carts)} taken in, {quarantined} kept"
        f" in quarantine with a reason, {taken.wrong_ticks} blocks out of order on the air"
    )
    return taken


class TestAThousand(SpoiltFilesAreHarmless):
    """As many as a careless decade brings."""

    count = COUNT
    films = COUNT // 5

    def test_what_was_seen_is_told(self, seen: list[Seen], figures: dict[str, str]):
        ended = sum(film.ends is not None for film in seen)
        shown = sum(film.pictures for film in seen)
        figures["R2 pictures"] = (
            f"{len(seen)} films shown, {shown} pictures: {ended} to their end, {len(seen) - ended}"
            f" until their decoder said why not"
        )
