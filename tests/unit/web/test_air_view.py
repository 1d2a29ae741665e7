from dataclasses import replace
from datetime import timedelta

import pytest

from station.kinds import Kind
from station.ladder import Rung
from station.snapshot import Emergency, OnAir
from tests.browser.doubles import NOON, SONG, snapshot
from web import i18n
from web.air_view import now_of, studio_of
from web.live import AirView
from web.words import Words


@pytest.fixture
def view():
    return AirView("radio", True, snapshot(), NOON)


def test_listeners_are_told_what_is_on_and_until_when(view):
    told = now_of(view)
    assert (told.on_air, told.now.title, told.now.programme) == (True, "Gending Pagi", "Pagi Ceria")
    assert told.now.ends == NOON + timedelta(seconds=83)
    assert told.next.title == "Posyandu bulan ini"


def test_listeners_are_not_told_the_name_of_a_jingle(view):
    jingle = replace(SONG, kind=Kind.JINGLE, title="JGL-03 final mix")
    told = now_of(replace(view, snapshot=snapshot(on_air=jingle)))
    assert told.now.title == "Pagi Ceria"


def test_the_slate_is_not_called_programme(view):
    told = now_of(replace(view, snapshot=snapshot(on_air=OnAir(Rung.SLATE))))
    assert (told.on_air, told.now) == (False, None)


def test_an_air_that_does_not_answer_is_not_on_air(view):
    assert now_of(replace(view, reachable=False)).on_air is False
    assert now_of(AirView("radio")).on_air is False


def test_nothing_but_now_and_next_is_public(view):
    assert set(now_of(view).model_dump()) == {"channel", "on_air", "now", "next", "texts"}


def test_listeners_see_running_texts_and_the_words_of_an_emergency_first(view):
    assert now_of(replace(view, texts=("Azan Magrib",))).texts == ["Azan Magrib"]
    for drill, words in ((False, "Gempa"), (True, "LATIHAN: Gempa")):
        alert = Emergency("b1", "Gempa", NOON, 0, 0, drill)
        told = now_of(replace(view, texts=("Azan",), snapshot=replace(snapshot(), emergency=alert)))
        assert told.texts == [words, "Azan"]
        said = replace(
            view, texts=(f"{words}: lari",), snapshot=replace(snapshot(), emergency=alert)
        )
        assert now_of(said).texts == [f"{words}: lari"]


@pytest.mark.parametrize(
    ("language", "why"), [("id", "Rotasi acara Pagi Ceria"), ("en", "Rotation of Pagi Ceria")]
)
def test_the_studio_reads_reasons_as_sentences(view, language, why):
    told = studio_of(view, Words(i18n.load()[language]))
    assert told["on_air"]["why"] == why
    assert all(row["why"] for row in told["upcoming"])
    assert told["meters"]["peak"] == [-7.5, -9.0]


def test_a_presenter_without_an_item_is_on_the_air_under_the_programmes_name(view):
    live = OnAir(Rung.LIVE, kind=Kind.LIVE, programme="Pagi Ceria")
    told = now_of(replace(view, snapshot=snapshot(on_air=live)))
    assert (told.on_air, told.now.title) == (True, "Pagi Ceria")
