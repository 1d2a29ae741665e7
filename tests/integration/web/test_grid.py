"""Seasons, hour templates, the week pattern and questions to the plan, as people use them."""

import pytest

from scheduler.stores import (
    EpisodeStore,
    GridStore,
    HourTemplateStore,
    ProgrammeStore,
    SeasonStore,
)
from scheduler.week.programme import Serial, Source
from station.kinds import Kind
from station.rundown import Overrun, Start
from web.i18n import LANGUAGES

pytestmark = pytest.mark.usefixtures("planned")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/schedule/seasons",
        "/schedule/seasons/new",
        "/schedule/hour-templates",
        "/schedule/hour-templates/new",
        "/schedule/pattern",
        "/schedule/pattern?week=9999-12-31",
    ],
)
def test_the_pages_are_there_in_every_language(operator, language, path):
    assert operator.get(path, lang=language).status_code == 200


def test_a_season_is_a_copy_of_the_grid_that_one_switch_puts_on(operator, sessions, material):
    fields = {"name": "Ramadan <1448>", "first_day": "2026-11-23", "last_day": "2026-12-22"}
    operator.post("/schedule/seasons/new", **fields, cover="replace", copied="on")
    with sessions() as session:
        [season] = SeasonStore(session).all("radio")
        slots = GridStore(session).slots("radio")
    assert not season.active
    copied = [slot for slot in slots if slot.season_id == season.id]
    assert len(copied) == len([slot for slot in slots if slot.rule and slot.season_id is None])
    page = operator.page("/schedule/seasons")
    assert "Ramadan &lt;1448&gt;" in page
    operator.post(f"/schedule/seasons/{season.id}/switch", to="on")
    with sessions() as session:
        assert SeasonStore(session).get(season.id).active
    week = operator.get("/api/v1/occurrences", first="2026-11-23").json()
    assert {each["slot_id"] for each in week} <= {slot.id for slot in copied} | {
        slot.id for slot in slots if not slot.rule
    }
    operator.post(f"/schedule/seasons/{season.id}/switch", to="off")
    operator.post(f"/schedule/seasons/{season.id}/remove")
    with sessions() as session:
        assert SeasonStore(session).all("radio") == []
        assert all(slot.season_id is None for slot in GridStore(session).slots("radio"))
    operator.post("/schedule/undo")
    with sessions() as session:
        [back] = SeasonStore(session).all("radio")
        again = [slot for slot in GridStore(session).slots("radio") if slot.season_id == back.id]
    assert len(again) == len(copied)


def test_two_seasons_cannot_be_on_for_one_day(operator, sessions):
    for name in ("Satu", "Dua"):
        operator.post(
            "/schedule/seasons/new",
            name=name,
            first_day="2026-12-01",
            last_day="2026-12-10",
        )
    with sessions() as session:
        numbers = [season.id for season in SeasonStore(session).all("radio")]
    for number in numbers:
        operator.post(f"/schedule/seasons/{number}/switch", to="on")
    with sessions() as session:
        assert [one.active for one in SeasonStore(session).all("radio")] == [True, False]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "first_day": "2026-12-01", "last_day": "2026-12-10"},
        {"name": "x", "first_day": "besok", "last_day": "2026-12-10"},
        {"name": "x", "first_day": "2026-12-11", "last_day": "2026-12-10"},
    ],
)
def test_a_season_that_cannot_be_is_shown_again_with_what_is_wrong(operator, fields):
    answer = operator.post("/schedule/seasons/new", **fields)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_who_only_reads_may_see_the_seasons_and_not_change_them(humas):
    assert humas.get("/schedule/seasons").status_code == 200
    assert humas.get("/schedule/seasons/new").status_code == 403


ROWS = {
    "name": "Jam <biasa>",
    "form": ["cart", "rotation", "break", ""],
    "label": ["Tune", "Lagu", "Jeda", ""],
    "length": ["0:30", "20", "3.00", "4:00"],
    "at": ["0:00", "", "", ""],
    "start": ["hard", "soft", "soft", "soft"],
    "early": ["0", "0", "0", "0"],
    "late": ["0", "0", "0", "0"],
    "kinds": ["0:music", "1:music", "1:jingle", "3:music"],
    "tags": ["", "Pagi, pop", "", ""],
    "jingle_every": ["0", "3", "0", "0"],
    "cart": ["1", "", "", ""],
    "most": ["0", "0", "4", "0"],
    "overrun": ["shift", "fade", "shift", "shift"],
}


def test_an_hour_template_is_typed_drawn_stored_and_given_to_open_hours(operator, sessions):
    drawn = operator.post("/schedule/hour-templates/draft", **ROWS | {"act": "up:1"}).text
    assert drawn.count("<path") == 3
    assert "Jam &lt;biasa&gt;" in drawn
    assert drawn.index('value="Lagu"') < drawn.index('value="Tune"')
    answer = operator.post("/schedule/hour-templates/new", **ROWS)
    assert answer.status_code == 303
    with sessions() as session:
        [stored] = HourTemplateStore(session).all("radio")
    cart, music, spots = stored.elements
    assert (cart.cart_id, cart.at_s, cart.start) == (1, 0, Start.HARD)
    assert (music.rotation.tags, music.rotation.jingle_every) == (("pagi", "pop"), 3)
    assert set(music.rotation.kinds) == {Kind.MUSIC, Kind.JINGLE}
    assert (music.length_s, music.overrun) == (1200, Overrun.FADE)
    assert (spots.length_s, spots.most) == (180, 4)
    operator.post("/schedule/hour-templates/open-hours", **{"h0-5": stored.id, "h6-23": "404"})
    with sessions() as session:
        assert HourTemplateStore(session).open_hours("radio") == {(0, 5): stored.id}
    again = operator.page(f"/schedule/hour-templates/{stored.id}")
    assert 'value="20:00"' in again
    operator.post(f"/schedule/hour-templates/{stored.id}/remove")
    with sessions() as session:
        assert HourTemplateStore(session).all("radio") == []
    operator.post("/schedule/undo")
    with sessions() as session:
        [back] = HourTemplateStore(session).all("radio")
        assert HourTemplateStore(session).open_hours("radio") == {(0, 5): back.id}
    assert back.elements == stored.elements


@pytest.mark.parametrize(
    "wrong", [{"length": ["0:30", "", "3", ""]}, {"at": ["61:00", "", "", ""]}, {"name": ""}]
)
def test_a_template_that_cannot_be_is_shown_again_with_what_is_wrong(operator, wrong):
    answer = operator.post("/schedule/hour-templates/new", **ROWS | wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_the_week_pattern_is_a_page_and_a_file(operator):
    page = operator.page("/schedule/pattern", week="2026-11-23")
    assert "Pagi Ceria" in page
    assert '<th scope="col">Kamis</th>' in page
    answer = operator.get("/schedule/pattern.csv", week="2026-11-23", lang="en")
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert lines[0] == "Part,Name,Minutes,Percent"
    minutes = [float(line.rsplit(",", 2)[1]) for line in lines if line.startswith("category")]
    assert sum(minutes) == 7 * 24 * 60


def test_who_asks_why_something_is_not_there_is_told(operator, material):
    found = operator.page("/schedule/why-not", text="Pagi Ceria", at="2026-11-22T23:30", lang="en")
    assert "what=programme" in found
    programme = next(part for part in found.split("what=programme&amp;number=")[1:])
    number = int(programme.split("&")[0])
    asked = {"what": "programme", "number": number}
    answer = operator.page("/schedule/why-not", at="2026-11-22T23:30", lang="en", **asked)
    assert "The grid does not have it at this time." in answer
    told = operator.get("/api/v1/rundown/why-not", at="2026-11-22T23:30:00+07:00", **asked).json()
    assert told[0]["cause"] == "no_occurrence"
    told = operator.get(
        "/api/v1/rundown/why-not", what="recording", number=4040, at="2026-11-21T23:30:00+07:00"
    ).json()
    assert [each["cause"] for each in told] == ["unknown"]


def test_a_programme_of_episodes_takes_them_one_by_one(operator, sessions):
    fields = {"name": "Sandiwara", "form": "episodes", "hosts": "Ani, Budi", "source": "community"}
    assert operator.post("/schedule/programmes/new", **fields).status_code == 303
    with sessions() as session:
        [show] = [one for one in ProgrammeStore(session).all("radio") if one.name == "Sandiwara"]
    assert show.content == Serial()
    assert (show.hosts, show.source) == (("Ani", "Budi"), Source.COMMUNITY)
    path = f"/schedule/programmes/{show.id}/episodes"
    assert operator.post(path, number="0", title="x").status_code == 422
    assert operator.post(path, number="1", title="Awal <1>", cart_id="1").status_code == 303
    assert "Awal &lt;1&gt;" in operator.page(path)
    with sessions() as session:
        [episode] = EpisodeStore(session).of_programme(show.id)
    operator.post(f"{path}/{episode.id}/remove")
    with sessions() as session:
        assert EpisodeStore(session).of_programme(show.id) == []


def test_a_rotation_with_shares_and_further_separation_is_stored(operator, sessions):
    fields = {
        "name": "Campur",
        "kinds": ["music"],
        "pools": "2 pop, Rock; 1 daerah",
        "artist_separation_plays": "5",
        "apart_tags": "Dangdut",
        "tag_separation_min": "20",
        "tempo_step": "30",
    }
    assert operator.post("/schedule/programmes/new", **fields).status_code == 303
    with sessions() as session:
        [show] = [one for one in ProgrammeStore(session).all("radio") if one.name == "Campur"]
    content = show.content
    assert [(pool.weight, pool.tags) for pool in content.pools] == [
        (2, ("pop", "rock")),
        (1, ("daerah",)),
    ]
    assert (content.artist_separation_plays, content.tempo_step) == (5, 30)
    assert (content.apart_tags, content.tag_separation_min) == (("dangdut",), 20)
    assert 'value="2 pop, rock; 1 daerah"' in operator.page(f"/schedule/programmes/{show.id}")
    wrong = operator.post("/schedule/programmes/new", **fields | {"pools": "pop"})
    assert wrong.status_code == 422
