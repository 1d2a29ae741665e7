"""/studio/graphics: drafts are seen before they air, and what is saved is published."""

import html
import io
import re

import pytest
from PIL import Image

from station import wall
from station.clock import VirtualClock
from station.config import Channel, Config
from station.look import Corner, Look, Pace, read
from tests.browser.doubles import NOON
from tests.integration.web.asking import deeds
from tests.integration.web.visitor import Visitor
from tests.integration.web.wall_material import add_recordings
from web.app import create_app
from web.look_form import LookForm

PAGE = "/studio/graphics"
RADIO = Channel(slug="radio", name="Radio Batik")
TV = Channel(slug="tv", name="Batik TV", kind="tv")


@pytest.fixture
def app(paths, sessions):
    config = Config(name="Batik", channels=(RADIO, TV))
    return create_app(config, paths, sessions, VirtualClock(NOON), secret="of the tests")


@pytest.fixture
def published(paths):
    return lambda: read(paths.look("tv"))


def filled(**changes):
    return {**LookForm.of(Look()).model_dump(), **changes}


def picture(operator, page):
    address = re.search(r'src="(/studio/graphics/preview\.png[^"]*)"', page)[1]
    answer = operator.get(html.unescape(address))
    assert answer.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_it_is_for_operators_and_the_public_relations_office(app):
    assert Visitor.signed_in(app, "presenter").get(PAGE).status_code == 403
    humas = Visitor.signed_in(app, "humas")
    assert 'href="/studio?channel=tv"' not in humas.page(PAGE)
    assert f'href="{PAGE}?channel=tv"' in humas.page("/humas", channel="tv")


def test_a_station_without_television_has_none(paths, sessions):
    app = create_app(Config(channels=(RADIO,)), paths, sessions, VirtualClock(NOON), secret="x")
    assert Visitor.signed_in(app, "operator").get(PAGE).status_code == 404


def test_what_is_saved_is_published_recorded_and_undone(operator, published, sessions):
    operator.post(PAGE, **filled(clock="bottom_left", pace="slow", crawl_texts=" a \n\n b  c "))
    assert published() == Look(clock=Corner.BOTTOM_LEFT, pace=Pace.SLOW, crawl_texts=("a", "b c"))
    operator.post(f"{PAGE}/undo")
    assert published() == Look()
    assert {"look.changed", "look.undo"} <= {entry.action for entry in deeds(sessions)}


def test_the_form_comes_back_as_it_was_saved(operator):
    before = filled(letters="#FFEE00", crawl="", now="Saiki", size_percent="120")
    operator.post(PAGE, **before)
    page = operator.page(PAGE)
    for value in ("#ffee00", "Saiki", 'value="120"'):
        assert value in page


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("size_percent", "9000"),
        ("size_percent", ""),
        ("backing_percent", "x"),
        ("accent", "red;}"),
        ("logo", "middle"),
        ("badge", "bottom_left"),
        ("pace", ""),
        ("rest_seconds", "-1"),
        ("title_seconds", "61"),
        ("now", "x" * 61),
        ("crawl_texts", "\n".join("123456789")),
        ("crawl_texts", "x" * 501),
    ],
)
def test_what_makes_no_sense_is_refused_and_marked(operator, paths, field, text):
    answer = operator.post(PAGE, **filled(**{field: text}))
    assert answer.status_code == 422
    assert "wrong" in answer.text
    assert not paths.look("tv").exists()
    assert operator.post(f"{PAGE}/draft", **filled(**{field: text})).status_code == 200


def test_a_draft_is_seen_and_nothing_is_published(operator, paths):
    draft = filled(backing="#ff0000", backing_percent="100", scene="music")
    page = operator.post(f"{PAGE}/draft", **draft).text
    red, green, blue = picture(operator, page).getpixel((52, 32))
    assert red > 200 > 60 > max(green, blue)
    assert not paths.look("tv").exists()


def test_what_people_write_cannot_break_the_page(operator):
    words = '"><script>x</script>'
    page = operator.post(f"{PAGE}/draft", **filled(now=words, crawl_texts=words)).text
    assert words not in page
    assert picture(operator, page).size == (960, 540)


def test_a_picture_without_a_sensible_draft_is_none(operator):
    assert operator.get(f"{PAGE}/preview.png").status_code == 422


def test_a_logo_is_kept_small_and_shown(operator, paths):
    brought = io.BytesIO()
    Image.new("RGBA", (2_000, 1_000), "#00ff00").save(brought, "PNG")
    operator.client.post(
        f"{PAGE}/logo", data={"csrf": operator.token}, files={"file": brought.getvalue()}
    )
    with Image.open(paths.logo("tv")) as kept:
        assert kept.size == (512, 256)
    red, green, blue = picture(operator, operator.page(PAGE)).getpixel((880, 45))
    assert green > 200 > 60 > max(red, blue)
    operator.post(f"{PAGE}/logo/remove")
    assert not paths.logo("tv").exists()


@pytest.mark.parametrize("brought", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"x" * 50])
def test_what_is_no_png_is_no_logo(operator, paths, brought):
    operator.client.post(
        f"{PAGE}/logo", data={"csrf": operator.token}, files={"file": ("a.png", brought)}
    )
    assert not paths.logo("tv").exists()


def test_an_anonymous_form_changes_nothing(app, operator, paths):
    operator.client.post(PAGE, data=filled())
    assert not paths.look("tv").exists()


def test_the_studio_of_a_television_channel_leads_there(operator):
    assert f'href="{PAGE}?channel=tv"' in operator.page("/studio", channel="tv")
    assert PAGE not in operator.page("/studio", channel="radio")


def test_emergency_messages_say_how_grave_they_are(operator, sessions, paths):
    carts = add_recordings(sessions)
    number = carts["Banjir: menjauhlah dari sungai"]
    for channel in ("radio", "tv"):
        form = {"shown": "emergency", "cart": number}
        operator.post(f"/wall/buttons?channel={channel}", **form)
    found = {each: wall.read(paths.wall(each)).emergency[0].id for each in ("radio", "tv")}
    for channel, button in found.items():
        page = operator.page(f"/wall/buttons/{button}", channel=channel)
        assert '<option value="awas" selected>' in page
        assert 'name="words"' in page
