"""Pages, buttons and messages of a cart wall as they are stored, on both databases."""

import pytest

from web.wall import BUTTONS, WallEntryNotFound, WallFull, WallStore


@pytest.fixture
def database(engine):
    return engine


@pytest.fixture
def session(sessions):
    with sessions.begin() as session:
        yield session


@pytest.fixture
def store(session):
    return WallStore(session, "radio")


def test_buttons_keep_their_ids_and_come_in_their_order(store):
    page = store.add_page("Pagi")
    first, second, third = (store.add_button(page.id, 1, label) for label in "abc")
    store.order_buttons(page.id, [third.id, first.id])
    assert store.page(page.id).buttons == (third, first, second)


def test_a_message_is_on_no_page_and_always_interrupts(store):
    message = store.add_button(None, 1, "Banjir")
    assert message.instead
    changed = store.change_button(
        message.id, label="Gempa", instead=False, duck_db=-9.0, colour="#b3182c"
    )
    assert (changed.label, changed.instead, changed.duck_db) == ("Gempa", True, 0.0)
    assert store.layout().messages == (changed,)


def test_a_page_holds_twelve(store):
    page = store.add_page("Pagi")
    for number in range(BUTTONS):
        store.add_button(page.id, 1, str(number))
    with pytest.raises(WallFull):
        store.add_button(page.id, 1, "one more")
    other = store.add_page("Siang")
    spare = store.add_button(other.id, 1, "spare")
    with pytest.raises(WallFull):
        store.move_button(spare.id, page.id)


def test_a_removed_page_takes_its_buttons_along(store):
    page = store.add_page("Pagi")
    button = store.add_button(page.id, 1, "a")
    store.remove_page(page.id)
    with pytest.raises(WallEntryNotFound):
        store.button(button.id)


def test_another_channel_sees_nothing_of_it(store, session):
    page = store.add_page("Pagi")
    button = store.add_button(page.id, 1, "a")
    other = WallStore(session, "tv")
    assert other.layout().pages == ()
    for touch in (lambda: other.page(page.id), lambda: other.remove_button(button.id)):
        with pytest.raises(WallEntryNotFound):
            touch()


def test_a_wall_is_restored_under_the_ids_it_had(store):
    page = store.add_page("Pagi")
    store.add_button(page.id, 1, "a")
    store.add_button(None, 2, "Banjir")
    before = store.layout()
    store.remove_page(page.id)
    store.add_page("Siang")
    store.restore(before)
    assert store.layout() == before
