"""Rules of joins: what is typed becomes a rule, a rule becomes a sentence, and finds its place."""

import dataclasses
import re
from zoneinfo import ZoneInfo

import pytest

from station.kinds import Kind
from station.transition import DEFAULTS, Curve, Passage, Transition, rule_for
from web import i18n
from web.slot_form import FormWrong
from web.times import Times
from web.transition_editing import fingerprint
from web.transition_form import TransitionForm, read_seconds
from web.transition_words import TransitionWords, covered_by, placed

LANGUAGES = i18n.load()
MUSIC_TO_JINGLE = Transition(Kind.MUSIC, Kind.JINGLE, lag_ms=None)


def words(code="en"):
    language = LANGUAGES[code]
    return TransitionWords(language, Times(ZoneInfo("Asia/Jakarta"), language.locale))


def heard(**rule):
    return words().heard(Transition(**rule))


def form(**typed):
    return TransitionForm(**typed)


def test_a_form_becomes_a_rule():
    typed = form(before="music", after="psa", fall="0,8", begins="behind", lag="0.25", rise="1")
    assert typed.rule() == Transition(Kind.MUSIC, Kind.PSA, lag_ms=250, fall_ms=800, rise_ms=1000)


def test_what_is_not_asked_is_not_read():
    typed = form(leaves="rings", fall="x", begins="segue", lag="y", curve="linear")
    assert typed.rule() == Transition(lag_ms=0, fall_ms=None, curve=Curve.LINEAR)


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"fall": "sebentar"}, "fall", "seconds_unreadable"),
        ({"fall": ""}, "fall", "seconds_unreadable"),
        ({"fall": "-1"}, "fall", "seconds_unreadable"),
        ({"fall": "0"}, "fall", "fade_empty"),
        ({"fall": "20.1"}, "fall", "transition_impossible"),
        ({"begins": "behind", "lag": "1e3"}, "lag", "seconds_unreadable"),
        ({"rise": "21"}, "rise", "transition_impossible"),
        ({"picture": "mix", "passage": "0"}, "passage", "passage_empty"),
        ({"picture": "black", "passage": "lama"}, "passage", "seconds_unreadable"),
        ({"picture": "mix", "passage": "5.001"}, "passage", "passage_too_long"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(typed, field, code):
    with pytest.raises(FormWrong) as caught:
        form(**typed).rule()
    assert caught.value.errors == {field: code}


def test_several_faults_are_told_at_once():
    with pytest.raises(FormWrong) as caught:
        form(fall="x", begins="behind", lag="x", rise="x").rule()
    assert set(caught.value.errors) == {"fall", "lag", "rise"}


def test_a_picture_passes_within_five_seconds():
    mixed = form(picture="mix", passage="5").rule()
    assert (mixed.picture, mixed.picture_ms) == (Passage.MIX, 5000)
    assert form(picture="cut", passage="lama").rule() == form().rule()


@pytest.mark.parametrize(
    ("text", "ms"),
    [("0,6", 600), ("0.6", 600), (" 2 ", 2000), (".5", 500), ("1.2345", 1234), ("1,2,3", None),
     ("", None), ("٣", None), (".", 0)],
)  # fmt: skip
def test_seconds_are_read_with_a_comma_or_a_point(text, ms):
    assert read_seconds(text) == ms


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("rule", [*DEFAULTS, MUSIC_TO_JINGLE, Transition(lag_ms=200, fall_ms=900)])
def test_a_rule_comes_back_out_of_the_form_sounding_the_same(rule, code):
    back = TransitionForm.of(rule, words(code).times.number).rule()
    assert words().heard(back) == words().heard(rule)
    assert (back.before, back.after, back.fall_ms) == (rule.before, rule.after, rule.fall_ms)
    assert (back.picture, back.picture_ms) == (rule.picture, rule.picture_ms)


def test_each_kind_of_join_has_its_own_sentence():
    assert heard() == "What is on rings out; at its segue the next one begins."
    assert heard(lag_ms=1500).startswith("What is on rings out; 1.5 s behind its segue")
    assert heard(lag_ms=None).startswith("What is on sounds to its last moment; then")
    assert heard(fall_ms=700) == (
        "What is on is faded over 0.7 s; meanwhile the next one begins at once."
    )
    assert "0.2 s into the fade" in heard(lag_ms=200, fall_ms=700)


@pytest.mark.parametrize("lag", [None, 700, 5000])
def test_the_next_one_waits_for_no_fade_that_is_over(lag):
    assert heard(lag_ms=lag, fall_ms=700) == (
        "What is on is faded over 0.7 s; then the next one begins."
    )


def test_what_begins_with_words_begins_with_its_first_words():
    assert words().heard(rule_for(Kind.MUSIC, Kind.PSA)) == (
        "What is on is faded over 0.6 s; then the first words are heard."
    )


def test_a_rise_and_a_straight_fade_are_named():
    assert heard(rise_ms=2000, curve=Curve.LINEAR).endswith(
        "It rises over 2 s. The fade is straight."
    )
    assert "straight" not in heard(curve=Curve.LINEAR)


def test_only_television_tells_of_the_picture():
    rule = Transition(after=Kind.PSA, picture=Passage.BLACK, picture_ms=1200)
    on_television = dataclasses.replace(words(), television=True)
    assert on_television.heard(rule) == (
        f"{words().heard(rule)} The picture goes through black over 1.2 s."
    )
    assert "picture" not in words().heard(rule)


def test_a_pair_is_named_in_the_language_of_the_reader():
    assert words().pair(Transition(after=Kind.PSA)) == "anything → Announcement"
    assert words("id").pair(Transition(Kind.MUSIC)) == "Musik → apa saja"
    assert words().heard(rule_for(Kind.MUSIC, Kind.COMMERCIAL)) == (
        words().heard(rule_for(Kind.MUSIC, Kind.PSA))
    )
    assert re.search(r"0,6 detik", words("id").heard(rule_for(Kind.MUSIC, Kind.PSA)))


def test_a_rule_that_is_never_asked_is_known():
    wide = Transition(after=Kind.JINGLE)
    rules = [wide, MUSIC_TO_JINGLE, Transition(before=Kind.MUSIC)]
    assert [covered_by(rules, place) for place in range(3)] == [None, wide, None]


def test_no_built_in_rule_hides_another():
    assert [covered_by(DEFAULTS, place) for place in range(len(DEFAULTS))] == [None] * len(DEFAULTS)


def test_a_new_rule_is_placed_where_it_is_asked():
    wide, other = Transition(after=Kind.JINGLE), Transition(after=Kind.PSA)
    assert placed([other, wide], MUSIC_TO_JINGLE) == [other, MUSIC_TO_JINGLE, wide]
    assert placed([MUSIC_TO_JINGLE, other], wide) == [MUSIC_TO_JINGLE, other, wide]


def test_two_lists_of_rules_are_told_apart():
    assert fingerprint([MUSIC_TO_JINGLE]) == fingerprint((MUSIC_TO_JINGLE,))
    assert fingerprint([]) != fingerprint([MUSIC_TO_JINGLE])
