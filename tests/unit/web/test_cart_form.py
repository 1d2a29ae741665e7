"""The form of a recording: what rotations choose by."""

from datetime import UTC, datetime, time

import pytest

from media_library.cart import Cart, Mood
from station.daypart import Daypart
from station.kinds import Kind
from station.rating import FilmClass, Rating
from web.cart_form import CartFields, read, shown

CART = Cart(
    id=1,
    kind=Kind.MUSIC,
    title="Lagu",
    path="x",
    sha256="0",
    original_name="x",
    frames=48_000,
    cue_in=0,
    cue_out=48_000,
    segue=48_000,
    added_at=datetime(2026, 1, 1, tzinfo=UTC),
    rating=Rating.R,
    dayparts=(Daypart(time(22), time(3), (4, 5)),),
    evergreen=True,
    weight=3,
    tempo=90,
    mood=Mood.BRIGHT,
)
CHOSEN_BY = ("rating", "dayparts", "evergreen", "weight", "tempo", "mood")


def test_a_form_sent_back_unchanged_changes_nothing():
    wish = read(shown(CART).model_copy(update={"planning": "on"}), CART)
    assert wish.wrong == {}
    assert {name: wish.changes[name] for name in CHOSEN_BY} == {
        name: getattr(CART, name) for name in CHOSEN_BY
    }


def test_a_form_without_the_fields_of_planning_leaves_them_alone():
    wish = read(shown(CART), CART)
    assert not set(CHOSEN_BY) & wish.changes.keys()


def test_the_clearance_is_changed_where_the_form_asks_for_it():
    typed = CartFields(clearance="  STLS 12/ 2026 ", film_class="13+", cleared="on")
    assert read(typed, CART).changes["clearance"] == "STLS 12/ 2026"
    assert read(typed, CART).changes["film_class"] is FilmClass.FROM_13
    strange = typed.model_copy(update={"film_class": "99"})
    assert read(strange, CART).changes["film_class"] is FilmClass.NONE
    assert "clearance" not in read(typed.model_copy(update={"cleared": ""}), CART).changes


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("weight", "0", "cart_weight_range"),
        ("weight", "10", "cart_weight_range"),
        ("tempo", "19", "cart_tempo_range"),
        ("tempo", "laju", "cart_tempo_range"),
        ("dayparts", "pagi", "cart_dayparts_unreadable"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(field, typed, code):
    typed_fields = shown(CART).model_copy(update={"planning": "on", field: typed})
    assert read(CartFields(**typed_fields.model_dump()), CART).wrong == {field: code}
