"""While modules are loaded nobody looks for garbage; afterwards somebody does."""

import gc
from collections.abc import Iterator

import pytest

from mengudara.loading import loading


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Have the collector of the tests go on as it was."""
    yield
    gc.unfreeze()
    gc.enable()


def test_the_collector_rests_while_something_is_loaded():
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_goes_on_when_loading_fails():
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()


def test_where_it_rested_already_it_rests_on():
    gc.disable()
    with loading():
        pass
    assert not gc.isenabled()


def test_what_was_loaded_is_not_looked_through_any_more():
    before = gc.get_freeze_count()
    with loading():
        loaded = [[]]
    assert gc.get_freeze_count() > before
    assert not any(one is loaded for one in gc.get_objects())
