"""Forms of the schedule: what is typed becomes a slot or a programme, or says what is wrong."""

from datetime import date, time, timedelta

import pytest

from scheduler.week.grid import GridSlot
from scheduler.week.hour_template import Element, ElementForm, HourTemplate
from scheduler.week.programme import (
    Category,
    Fixed,
    Live,
    Pool,
    Programme,
    Rotation,
    Serial,
    TalkOver,
)
from station.kinds import Kind
from station.rundown import Anchor, Overrun, Prefer, Start
from web.hour_template_form import HourTemplateForm
from web.programme_form import MOST_TALK_OVERS, ProgrammeForm
from web.slot_form import FormWrong, SlotForm, read_length, read_time


def typed(**changes):
    form = {"programme_id": "3", "day": "2026-11-23", "wall": "07.30", "hours": "1"}
    return SlotForm(**(form | {"minutes": "15", "pattern": "weekdays", "start": "soft"} | changes))


def test_a_form_becomes_a_slot():
    slot = typed().slot("radio")
    assert slot == GridSlot(
        "radio",
        3,
        date(2026, 11, 23),
        time(7, 30),
        timedelta(minutes=75),
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        Start.SOFT,
    )


def test_a_slot_fills_the_form_that_gives_it_back():
    slot = typed(pattern="days", weekdays=["0", "5"], until="2026-12-31").slot("radio", 9)
    assert SlotForm.of(slot).slot("radio", 9) == slot


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"programme_id": ""}, "programme_id", "programme_missing"),
        ({"day": "besok"}, "day", "day_unreadable"),
        ({"wall": "25.00"}, "wall", "time_unreadable"),
        ({"hours": "0", "minutes": "0"}, "length", "duration_impossible"),
        ({"hours": "-1"}, "length", "duration_impossible"),
        ({"hours": "169"}, "length", "duration_impossible"),
        ({"pattern": "days", "weekdays": []}, "weekdays", "weekdays_empty"),
        ({"until": "2026-11-22"}, "until", "until_before_first"),
        ({"pattern": "other", "rule": "FREQ=HOURLY"}, "pattern", "rule_too_frequent"),
        ({"pattern": "days", "weekdays": ["6"], "until": "2026-11-24"}, "pattern", "rule_never"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes, field, code):
    with pytest.raises(FormWrong) as wrong:
        typed(**changes).slot("radio")
    assert wrong.value.errors == {field: code}


def test_everything_wrong_is_said_at_once():
    with pytest.raises(FormWrong) as wrong:
        typed(programme_id="", day="", wall="", hours="x").slot("radio")
    assert wrong.value.errors.keys() == {"programme_id", "day", "wall", "length"}


@pytest.mark.parametrize(
    ("start", "early", "late"),
    [("wait", 0, 2.5), ("window", 1, 2.5), ("hard", 0, 0), ("soft", 0, 0), ("manual", 0, 0)],
)
def test_a_window_is_read_where_the_start_has_one(start, early, late):
    slot = typed(start=start, early="1", late="2,5", prefer="under").slot("radio", 9)
    minute = timedelta(minutes=1)
    assert (slot.start, slot.early, slot.late) == (start, early * minute, late * minute)
    assert slot.prefer is Prefer.UNDER
    assert SlotForm.of(slot).slot("radio", 9) == slot


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start": "wait", "late": "0"}, "late"),
        ({"start": "window", "early": "tiga"}, "early"),
        ({"start": "window", "late": "61"}, "late"),
        ({"start": "window", "late": "nan"}, "late"),
    ],
)
def test_a_window_that_is_none_is_said_at_its_field(changes, field):
    with pytest.raises(FormWrong) as wrong:
        typed(**changes).slot("radio")
    assert wrong.value.errors == {field: "window_impossible"}


@pytest.mark.parametrize(
    ("text", "wall"),
    [("07.30", time(7, 30)), ("07:30:15", time(7, 30, 15)), ("7 pagi", None), ("07:00Z", None)],
)
def test_a_time_is_read_with_dots_or_colons(text, wall):
    assert read_time(text) == wall


def test_an_empty_part_of_a_length_is_nothing():
    assert read_length("", "30") == timedelta(minutes=30)


SHARED = Rotation(
    (Kind.MUSIC,),
    ("pagi",),
    45,
    240,
    4,
    pools=(
        Pool((Kind.MUSIC,), ("daerah",), 2, "Lagu daerah"),
        Pool((Kind.MUSIC,), (), 1, "Lainnya"),
        Pool((Kind.JINGLE, Kind.STATION_ID), (), 1, "Sapaan"),
    ),
    artist_separation_plays=5,
    title_separation_plays=20,
    apart_tags=("dangdut", "rock"),
    tag_separation_min=15,
    tag_separation_plays=2,
    tempo_step=30,
    mood_step=2,
)


def programme_typed(**changes):
    return ProgrammeForm(**({"name": "Pagi", "form": "rotation", "kinds": ["music"]} | changes))


def test_a_rotation_is_read_with_its_tags_tidied():
    found = programme_typed(tags=" Daerah ,pop, daerah", artist_separation_min="").programme(
        "radio"
    )
    assert found.content == Rotation((Kind.MUSIC,), ("daerah", "pop"), 0, 120, 0)


def test_a_programme_fills_the_form_that_gives_it_back():
    for content in (
        Fixed((4, 2, 4)),
        Rotation((Kind.JINGLE, Kind.PSA), ("kota",), 5, 6, 7),
        Serial(before=(4,), after=(2, 9)),
        SHARED,
    ):
        programme = Programme("radio", "Pagi", content, Category.NEWS, colour="#112233", id=5)
        assert ProgrammeForm.of(programme).programme("radio") == programme


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": "  "}, "name", "name_empty"),
        ({"form": "fixed"}, "cart_ids", "carts_empty"),
        ({"kinds": []}, "kinds", "kinds_empty"),
        ({"jingle_every": "-2"}, "jingle_every", "separation_negative"),
        ({"own_colour": "on", "colour": "red"}, "colour", "colour_unreadable"),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_at_its_field(changes, field, code):
    with pytest.raises(FormWrong) as wrong:
        programme_typed(**changes).programme("radio")
    assert wrong.value.errors == {field: code}


def test_what_a_programme_wants_of_the_air_fills_the_form_that_gives_it_back():
    programme = Programme(
        "radio",
        "Obrolan",
        Fixed((4,)),
        id=5,
        overrun=Overrun.DROP,
        live=Live(("sari", "budi"), by_itself=False),
        relay="https://radio.example.id/live.mp3",
        talk_overs=(
            TalkOver(every=0, cart_id=9, anchor=Anchor.START, offset_s=-9.5),
            TalkOver(every=3, duck_db=-6.0, kind=Kind.STATION_ID),
        ),
    )
    form = ProgrammeForm.of(programme)
    assert form.programme("radio") == programme
    assert [row["every"] for row in form.rows] == ["0", "3", ""]


def test_presenters_are_read_one_by_one_and_only_where_there_is_a_live_slot():
    form = programme_typed(live="on", presenters=" Sari, budi,,sari ", by_itself="on")
    assert form.programme("radio").live == Live(("sari", "budi"))
    assert programme_typed(presenters="sari").programme("radio").live is None


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"relay": "radio.example.id"}, "relay", "relay_unreadable"),
        ({"over_offset": ["1e9"]}, "talk_overs", "talk_over_impossible"),
        ({"over_every": ["-1"]}, "talk_overs", "talk_over_impossible"),
        ({"over_duck": ["pelan"]}, "talk_overs", "talk_over_impossible"),
        ({"over_duck": ["nan"]}, "talk_overs", "talk_over_impossible"),
    ],
)
def test_a_wish_that_the_air_cannot_have_is_refused_at_its_field(changes, field, code):
    row = {"over_every": ["2"], "over_cart": [""], "over_anchor": ["end"]}
    with pytest.raises(FormWrong) as wrong:
        programme_typed(
            **(row | {"over_offset": ["-1,5"], "over_duck": ["-6"]} | changes)
        ).programme("radio")
    assert wrong.value.errors == {field: code}


def test_a_recording_that_was_found_sounds_over_every_item_until_told_otherwise():
    form = programme_typed(
        over_every=["2"], over_cart=[""], over_anchor=["end"], over_offset=["-1"], over_duck=["-6"],
        act="over:9",
    )  # fmt: skip
    form.arrange()
    assert form.over_carts == [9]
    assert form.programme("radio").talk_overs == (
        TalkOver(every=2, anchor=Anchor.END, offset_s=-1.0, duck_db=-6.0),
        TalkOver(every=1, cart_id=9, anchor=Anchor.INTRO, offset_s=0.0, duck_db=-12.0),
    )


@pytest.mark.parametrize(("act", "left"), [("not-over:0", []), ("not-over:7", [9])])
def test_what_sounds_over_the_items_can_be_taken_out(act, left):
    form = programme_typed(
        over_every=["0"], over_cart=["9"], over_anchor=["intro"], over_offset=["0"],
        over_duck=["-12"], act=act,
    )  # fmt: skip
    form.arrange()
    assert form.over_carts == left


def test_no_more_sound_over_the_items_than_there_are_rows():
    many = {"over_every": ["1"] * MOST_TALK_OVERS, "over_cart": ["9"] * MOST_TALK_OVERS}
    rest = {name: ["0"] * MOST_TALK_OVERS for name in ("over_offset", "over_duck")}
    anchors = ["intro"] * MOST_TALK_OVERS
    form = programme_typed(**many, **rest, over_anchor=anchors, act="over:8")
    form.arrange()
    assert set(form.over_carts) == {9}


@pytest.mark.parametrize(
    ("act", "carts"),
    [
        ("add:7", [1, 2, 3, 7]),
        ("up:2", [1, 3, 2]),
        ("up:0", [1, 2, 3]),
        ("down:0", [2, 1, 3]),
        ("down:2", [1, 2, 3]),
        ("drop:1", [1, 3]),
        ("drop:9", [1, 2, 3]),
        ("find", [1, 2, 3]),
        ("up:x", [1, 2, 3]),
    ],
)
def test_the_buttons_of_the_list_arrange_it(act, carts):
    form = programme_typed(cart_ids=["1", "2", "3"], act=act)
    form.arrange()
    assert form.carts == carts


def hour_of(*rotations):
    music = [Element(ElementForm.ROTATION, "Lagu", 600, rotation=each) for each in rotations]
    spots = Element(ElementForm.BREAK, "Jeda", 120, at_s=1800, start=Start.HARD, most=3)
    return HourTemplate("radio", "Jam pagi", (*music, spots), "Catatan", 7)


def test_an_hour_template_fills_the_form_that_gives_it_back_whole():
    template = hour_of(SHARED, Rotation((Kind.MUSIC, Kind.JINGLE), title_separation_min=0))
    form = HourTemplateForm.of(template)
    assert form.template("radio") == template
    form.arrange()
    assert form.template("radio") == template


def test_a_row_that_is_moved_takes_its_shares_and_kinds_along():
    template = hour_of(Rotation((Kind.JINGLE,)), SHARED)
    form = HourTemplateForm.of(template)
    form.act = "up:1"
    form.arrange()
    moved = [element.rotation for element in form.template("radio").elements[:2]]
    assert moved == [SHARED, Rotation((Kind.JINGLE,))]


def test_a_share_that_gets_another_weight_keeps_its_name_and_a_new_one_has_the_chosen_kinds():
    form = HourTemplateForm.of(hour_of(SHARED))
    form.kinds = ["0:music", "0:anthem"]
    form.pools[0] = "5 daerah; 1; 3; 2 jazz"
    assert form.template("radio").elements[0].rotation.pools == (
        Pool((Kind.MUSIC, Kind.ANTHEM), ("daerah",), 5, "Lagu daerah"),
        Pool((Kind.MUSIC, Kind.ANTHEM), (), 1, "Lainnya"),
        Pool((Kind.JINGLE, Kind.STATION_ID), (), 3, "Sapaan"),
        Pool((Kind.MUSIC, Kind.ANTHEM), ("jazz",), 2, ""),
    )


def test_a_hidden_field_that_somebody_spoilt_loses_names_and_nothing_else():
    form = HourTemplateForm.of(hour_of(SHARED))
    form.pools_kept[0] = '[{"kinds": [], "weight": 900}]'
    pools = form.template("radio").elements[0].rotation.pools
    assert [(pool.weight, pool.name) for pool in pools] == [(2, ""), (1, ""), (1, "")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kinds": []}, "kinds_empty"),
        ({"pools": ["pop"]}, "weight_impossible"),
        ({"tempo_step": ["cepat"]}, "separation_negative"),
    ],
)
def test_a_rotation_of_a_row_that_cannot_be_is_told_at_its_row(changes, code):
    form = HourTemplateForm.of(hour_of(Rotation()))
    for name, value in changes.items():
        setattr(form, name, value)
    with pytest.raises(FormWrong) as wrong:
        form.template("radio")
    assert wrong.value.errors == {"row0": code}
