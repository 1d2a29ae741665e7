"""The list of a week says of every occurrence what it is, and nothing a name smuggles in."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.week.grid import GridSlot, Occurrence
from scheduler.week.programme import Category, Programme, Rotation
from web.i18n import load
from web.times import Times
from web.week import Airtime
from web.week_list import WeekList

ENGLISH, INDONESIAN = load()["en"], load()["id"]
JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 11, 23)
SIX = datetime(2026, 11, 22, 23, tzinfo=UTC)
SLOT = GridSlot("radio", 7, MONDAY, time(6), timedelta(hours=1), "FREQ=DAILY", id=12)
NEWS = Programme("radio", "Warta pagi", Rotation(), Category.NEWS, id=7)
MARKS = {"edit": "<svg></svg>Slot", "warning": "<svg></svg>"}
CATEGORIES = {category: f"<b>{category}</b>" for category in Category}


def airtime(programme=NEWS, slot=SLOT, *, moved=False, loses_to=""):
    occurrence = Occurrence(slot, MONDAY, SIX, SIX + slot.duration, moved)
    return Airtime(occurrence, programme, loses_to)


def lines(*airtimes, language=ENGLISH, may_edit=True):
    week = WeekList(language, Times(JAKARTA, language.locale), may_edit=may_edit)
    return week(airtimes, MARKS, CATEGORIES)


def test_a_line_tells_when_what_and_how_often():
    assert lines(airtime()) == (
        '<li data-category="news"><span class="span mono">'
        '<time datetime="2026-11-22T23:00:00+00:00">06:00</time>–'
        '<time datetime="2026-11-23T00:00:00+00:00">07:00</time></span>'
        '<span class="what"><a href="/schedule/slots/12/2026-11-23">Warta pagi</a> '
        '<span class="small quiet">Every day</span></span><b>news</b>'
        '<a class="button small plain no-print" href="/schedule/slots/12">'
        '<svg></svg>Slot<span class="unseen"> Warta pagi</span></a></li>'
    )


def test_every_occurrence_has_its_line():
    assert lines(airtime(), airtime(), airtime()).count("<li ") == 3
    assert lines() == ""


def test_times_and_words_are_in_the_language_of_the_page():
    told = lines(airtime(moved=True), language=INDONESIAN)
    assert ">06.00<" in told
    assert "Setiap hari" in told
    assert INDONESIAN.gettext("this one is moved") in told


@pytest.mark.parametrize("may_edit", [True, False])
def test_no_name_becomes_a_tag(may_edit):
    named = replace(NEWS, name='<script>"&</script>')
    told = lines(airtime(named, loses_to="<img src=x>"), may_edit=may_edit)
    assert "<script" not in told
    assert "<img" not in told
    assert "&lt;script&gt;&quot;&amp;&lt;/script&gt;" in told
    assert "&lt;img src=x&gt; takes its time" in told


def test_a_rule_that_says_something_odd_becomes_no_tag():
    odd = replace(SLOT, rule="FREQ=MONTHLY;BYMONTHDAY=23")
    assert "By the rule FREQ=MONTHLY;BYMONTHDAY=23" in lines(airtime(slot=odd))


def test_what_the_calendar_brings_leads_to_its_rule():
    told = lines(airtime(slot=replace(SLOT, rule="", id=-3)))
    assert 'href="/schedule/calendar/rules/3"' in told
    assert "brought by the calendar" in told
    assert "/schedule/slots/" not in told


def test_who_only_reads_gets_no_links():
    told = lines(airtime(), may_edit=False)
    assert "<strong>Warta pagi</strong>" in told
    assert "href" not in told
