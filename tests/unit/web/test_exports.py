"""Files of the schedule: PDF sheets and XMLTV."""

import io
from datetime import UTC, date, datetime, time, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from scheduler.week.grid import GridSlot, Occurrence
from scheduler.week.programme import Category, Programme, Rotation
from station.config import Channel
from tests.unit.web.pdf_text import texts_of
from web.pdf_sheet import Column, Section, Sheet, fitted, pdf
from web.week import Airtime
from web.xmltv_file import xmltv

JAYAPURA = ZoneInfo("Asia/Jayapura")
BERLIN = ZoneInfo("Europe/Berlin")


def sheet(rows, title="Rundown"):
    columns = (Column("Mulai", 1), Column("Judul", 3), Column("Durasi", 1, right=True))
    return Sheet("Radio Kota Contoh", title, "hari ini", columns, [Section("Senin", rows)])


def pages(data):
    return data.count(b"/Type /Page\n") or data.count(b"/Type /Page ")


def test_a_sheet_is_a_pdf_of_as_many_pages_as_its_rows_need():
    one = pdf(sheet([("08.00", "Warta", "10.00")]))
    many = pdf(sheet([("08.00", f"Warta {n}", "10.00") for n in range(150)]))
    assert one.startswith(b"%PDF-")
    assert one.rstrip().endswith(b"%%EOF")
    assert pages(many) == pages(one) + 2


def test_the_same_sheet_gives_the_same_bytes():
    assert pdf(sheet([("a", "b", "c")])) == pdf(sheet([("a", "b", "c")]))


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=5), st.text())
def test_no_text_breaks_a_sheet(rows, title):
    assert pdf(sheet(rows, title)).startswith(b"%PDF-")


@given(st.text(), st.floats(10, 300))
def test_a_text_never_leaves_its_column(text, width):
    pdf(sheet([]))
    shown = fitted(text, "Sheet", 8, width)
    assert pdfmetrics.stringWidth(shown, "Sheet", 8) <= max(
        width, pdfmetrics.stringWidth("…", "Sheet", 8)
    )


HANACARAKA = "\ua9b1\ua9b8\ua9ab\ua98f\ua982\ua9a0"


def test_names_in_other_letters_are_written_in_latin_ones_and_the_foot_says_so():
    """Read back from the very file: through the maps by which a reader copies text out of it."""
    told = texts_of(
        pdf(sheet([("08.00", f"Gamelan {HANACARAKA}", "محمد"), ("09.00", "Café", "1")]))
    )
    assert "Gamelan surakarta*" in told
    assert "mhmd*" in told
    assert "Café" in told
    assert any(text.startswith("hari ini") and "* not in Latin letters" in text for text in told)


def test_a_sheet_of_latin_letters_bears_no_mark():
    told = texts_of(pdf(sheet([("08.00", "Warta – “Pagi”", "10.00")])))
    assert "Warta – “Pagi”" in told
    assert not any("*" in text for text in told)


@given(st.text(max_size=30))
def test_no_box_is_ever_printed(text):
    """Every letter that stands in the file is one that the font has."""
    glyphs = pdfmetrics.getFont("Sheet").face.charToGlyph
    assert all(
        ord(letter) in glyphs for told in texts_of(pdf(sheet([(text, "", "")]))) for letter in told
    )


def airtime(name, begins, hours=1):
    slot = GridSlot("radio", 1, date(2026, 11, 23), time(8), timedelta(hours=hours), id=1)
    occurrence = Occurrence(slot, date(2026, 11, 23), begins, begins + timedelta(hours=hours))
    return Airtime(occurrence, Programme("radio", name, Rotation(), Category.NEWS, id=1), "")


def guide(found, zone):
    data = xmltv("Radio <Kota>", Channel(slug="radio", name="Kota & FM"), found, zone)
    return ElementTree.parse(io.BytesIO(data)).getroot()


def test_a_guide_gives_local_times_with_their_offset():
    begins = datetime(2026, 11, 22, 23, tzinfo=UTC)
    [entry] = guide([airtime("Warta", begins)], JAYAPURA).findall("programme")
    assert (entry.get("start"), entry.get("stop")) == (
        "20261123080000 +0900", "20261123090000 +0900",
    )  # fmt: skip


def test_a_guide_tells_the_doubled_hour_of_autumn_apart():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    found = [airtime("A", first), airtime("B", first + timedelta(hours=1))]
    starts = [entry.get("start") for entry in guide(found, BERLIN).findall("programme")]
    assert starts == ["20261025023000 +0200", "20261025023000 +0100"]


@given(st.text())
def test_no_name_breaks_a_guide(name):
    found = [airtime(f"x{name}", datetime(2026, 11, 22, tzinfo=UTC))]
    [title] = guide(found, JAYAPURA).iter("title")
    assert title.text.startswith("x")
