"""A thousand spoilt files through ingest and the air."""

import pytest

from tests.integration.mutated_airing import Taken, take_and_air
from tests.integration.mutations import material, mutated
from tests.integration.test_mutated_media import SpoiltFilesAreHarmless

pytestmark = pytest.mark.timeout(3_600)

COUNT = 1_000


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    folder = tmp_path_factory.mktemp("spoilt")
    (folder / "material").mkdir()
    files = mutated(material(folder / "material"), folder / "brought", COUNT, seed=2026)
    return take_and_air(files, folder / "var")


class TestAThousand(SpoiltFilesAreHarmless):
    """As many as a careless decade brings."""

    count = COUNT
