"""The rules of joins as people change them: stored, planned, published, noted, undone."""

import re

import pytest

from scheduler.stores import TransitionStore
from station.kinds import Kind
from station.transition import Transition
from tests.integration.web.asking import deeds, rundown
from tests.integration.web.visitor import Visitor
from web.i18n import LANGUAGES

PAGE = "/schedule/transitions"
JINGLE = {"before": "music", "after": "jingle", "leaves": "rings", "begins": "over"}
TO_JINGLE = Transition(Kind.MUSIC, Kind.JINGLE, lag_ms=None)
TO_PSA = Transition(after=Kind.PSA, lag_ms=None, fall_ms=2500)

pytestmark = pytest.mark.usefixtures("planned")


@pytest.fixture
def two_rules(operator):
    operator.post(f"{PAGE}/new", **JINGLE)
    operator.post(f"{PAGE}/new", after="psa", fall="2,5")


def rules(sessions):
    with sessions() as session:
        return TransitionStore(session).all("radio")


def on_air(app):
    return rundown(app).transitions


def seen(visitor, path=PAGE):
    return re.search(r'name="seen" value="(\w+)"', visitor.page(path))[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/new", f"{PAGE}/1"])
def test_every_page_stands_in_both_languages(operator, two_rules, path, language):
    assert "%(" not in operator.page(f"{path}?lang={language}")


def test_the_built_in_rules_are_told_in_words_and_the_empty_list_teaches(operator):
    text = operator.page(PAGE)
    assert "dipudarkan selama 0,6 detik; lalu kata-kata pertama terdengar." in text
    assert "Belum ada aturan sendiri" in text
    assert f"{PAGE}/0" not in text
    assert f'href="{PAGE}?channel=radio"' in operator.page("/schedule")


def test_a_rule_is_stored_planned_and_published(operator, app, sessions):
    answer = operator.post(f"{PAGE}/new", **JINGLE)
    assert answer.status_code == 303
    assert rules(sessions) == [TO_JINGLE]
    assert on_air(app) == (TO_JINGLE,)
    assert "Yang mengudara berbunyi sampai habis; lalu yang berikutnya mulai." in operator.page(
        PAGE
    )


def test_a_rule_is_changed_moved_and_deleted(operator, app, sessions, two_rules):
    assert rules(sessions) == [TO_JINGLE, TO_PSA]
    operator.post(f"{PAGE}/1/move", to="up", seen=seen(operator))
    assert rules(sessions) == [TO_PSA, TO_JINGLE]
    form = {"after": "psa", "fall": "3", "seen": seen(operator, f"{PAGE}/0")}
    operator.post(f"{PAGE}/0", **form)
    assert [rule.fall_ms for rule in rules(sessions)] == [3000, None]
    operator.post(f"{PAGE}/1/remove", seen=seen(operator))
    assert [rule.after for rule in rules(sessions)] == [Kind.PSA]
    assert on_air(app) == tuple(rules(sessions))


def test_a_rule_at_the_end_of_the_list_stays_there(operator, sessions, two_rules):
    for place, to in ((0, "up"), (1, "down")):
        operator.post(f"{PAGE}/{place}/move", to=to, seen=seen(operator))
        assert rules(sessions) == [TO_JINGLE, TO_PSA]


def test_each_change_is_undone_and_on_record(operator, app, sessions, two_rules):
    operator.post(f"{PAGE}/undo")
    assert rules(sessions) == [TO_JINGLE]
    operator.post(f"{PAGE}/undo")
    assert rules(sessions) == []
    assert on_air(app) == ()
    entries = deeds(sessions)[:4]
    assert [entry.action for entry in entries] == [
        "schedule.undone",
        "schedule.undone",
        "schedule.transition.added",
        "schedule.transition.added",
    ]
    assert entries[-1].about["pair"] == "Musik → Jingle"
    assert entries[-1].account == "operator"


def test_rules_that_somebody_else_has_changed_are_looked_at_again(
    operator, app, sessions, two_rules
):
    stale = seen(operator)
    other = Visitor.signed_in(app, "admin")
    other.post(f"{PAGE}/0/remove", seen=seen(other))
    for path, fields in (("0/move", {"to": "down"}), ("0/remove", {}), ("0", JINGLE)):
        assert operator.post(f"{PAGE}/{path}", seen=stale, **fields).status_code == 303
        assert rules(sessions) == [TO_PSA]
    operator.post(f"{PAGE}/undo")
    assert rules(sessions) == [TO_PSA]


def test_a_form_that_cannot_be_read_comes_back_as_it_was_typed(operator, sessions):
    answer = operator.post(f"{PAGE}/new", fall="sebentar")
    assert answer.status_code == 422
    assert "Isi detik, misalnya 0,6." in answer.text
    assert 'value="sebentar"' in answer.text
    assert rules(sessions) == []


def test_a_draft_says_what_will_be_heard_and_stores_nothing(operator, sessions):
    answer = operator.post(f"{PAGE}/draft", after="psa", fall="1,5")
    assert "dipudarkan selama 1,5 detik; lalu kata-kata pertama terdengar." in answer.text
    assert rules(sessions) == []


def test_a_rule_that_is_never_asked_is_marked(operator, sessions):
    operator.post(f"{PAGE}/new", after="jingle")
    operator.post(f"{PAGE}/new", **JINGLE)
    assert rules(sessions)[0] == TO_JINGLE
    assert "bawaan" in operator.page(PAGE).lower()
    operator.post(f"{PAGE}/0/move", to="down", seen=seen(operator))
    assert "Tidak pernah dipakai: “apa saja → Jingle”" in operator.page(PAGE)


def test_a_rule_that_is_not_there_leads_back(operator):
    assert operator.get(f"{PAGE}/7").status_code == 303


def test_humas_reads_the_rules_and_changes_none(app, operator, two_rules, sessions):
    humas = Visitor.signed_in(app, "humas")
    text = humas.page(PAGE)
    assert "Jingle" in text
    assert f"{PAGE}/new" not in text
    assert f"{PAGE}/0" not in text
    assert humas.get(f"{PAGE}/new").status_code == 403
    assert humas.post(f"{PAGE}/0/remove", seen=seen(operator)).status_code == 403
    assert rules(sessions) == [TO_JINGLE, TO_PSA]
