"""Writes tables as PDF under the station's name: A4, page by page, texts cut to their columns.

The letters are Bitstream Vera, which comes with the library: every Latin alphabet of western
Europe and Indonesia. Other letters are put into Latin ones and marked, and the foot says so.
"""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from web.latin_letters import latin

_FONTS = {"Sheet": "Vera.ttf", "Sheet-Bold": "VeraBd.ttf"}
_MARGIN = 36.0
_ROW = 13.5
_SIZE = 8.0
_INK, _QUIET, _LINE = 0.1, 0.4, 0.8


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    head: str
    """Its name."""
    share: float
    """How wide it is, against the others."""
    right: bool = False
    """Whether its texts stand at its right edge."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading, such as those of a day."""

    head: str
    """The heading."""
    rows: Sequence[Sequence[str]]
    """Texts, one a column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written."""

    station: str
    """Letterhead: the station, and its city where one is known."""
    title: str
    """What it is."""
    made: str
    """When it was written, in words; stands at the foot."""
    columns: Sequence[Column]
    """From the left."""
    sections: Iterable[Section]
    """From the top."""
    wide: bool = False
    """Whether the paper lies on its side."""
    note: str = "* not in Latin letters"
    """What the foot says of marked texts, where there are any."""


def pdf(sheet: Sheet) -> bytes:
    """Return the file; the same sheet gives the same bytes."""
    file = io.BytesIO()
    _Writer(sheet, file).write()
    return file.getvalue()


class _Writer:
    """One file on its way."""

    def __init__(self, sheet: Sheet, file: io.BytesIO) -> None:
        _register()
        self._sheet = sheet
        self._width, self._height = landscape(A4) if sheet.wide else A4
        self._canvas = Canvas(
            file, pagesize=(self._width, self._height), invariant=1, pageCompression=1
        )
        self._canvas.setTitle(sheet.title)
        self._canvas.setAuthor(sheet.station)
        total = sum(column.share for column in sheet.columns)
        room = self._width - 2 * _MARGIN
        self._widths = [column.share / total * room for column in sheet.columns]
        self._y = 0.0
        self._page = 0
        self._has_marks = False

    def write(self) -> None:
        self._new_page()
        for section in self._sheet.sections:
            self._section(section)
        self._foot()
        self._canvas.save()

    def _section(self, section: Section) -> None:
        if self._y < _MARGIN + 4 * _ROW:
            self._turn()
        if section.head:
            self._y -= _ROW * 0.6
            self._text(_MARGIN, section.head, "Sheet-Bold", _SIZE + 1.5, _INK)
            self._y -= _ROW * 1.1
        for row in section.rows:
            if self._y < _MARGIN + _ROW:
                self._turn()
            self._row(row, "Sheet", _INK)

    def _turn(self) -> None:
        self._foot()
        self._canvas.showPage()
        self._new_page()

    def _new_page(self) -> None:
        self._page += 1
        self._y = self._height - _MARGIN
        self._text(_MARGIN, self._sheet.station, "Sheet-Bold", 12, _INK)
        self._y -= 16
        self._text(_MARGIN, self._sheet.title, "Sheet", 10, _INK)
        self._y -= 20
        self._row([column.head for column in self._sheet.columns], "Sheet-Bold", _QUIET)

    def _foot(self) -> None:
        self._y = _MARGIN * 0.6
        foot = f"{self._sheet.made}   {self._sheet.note}" if self._has_marks else self._sheet.made
        self._has_marks = False
        self._text(_MARGIN, foot, "Sheet", 7, _QUIET)
        self._canvas.drawRightString(self._width - _MARGIN, self._y, str(self._page))

    def _row(self, texts: Sequence[str], font: str, ink: float) -> None:
        x = _MARGIN
        for text, column, width in zip(texts, self._sheet.columns, self._widths, strict=True):
            shown = fitted(self._latin(text, font), font, _SIZE, width - 6)
            if column.right:
                shift = width - 6 - pdfmetrics.stringWidth(shown, font, _SIZE)
                self._text(x + shift, shown, font, _SIZE, ink)
            else:
                self._text(x, shown, font, _SIZE, ink)
            x += width
        self._canvas.setStrokeGray(_LINE)
        self._canvas.setLineWidth(0.3)
        self._canvas.line(_MARGIN, self._y - 3.5, self._width - _MARGIN, self._y - 3.5)
        self._y -= _ROW

    def _text(self, x: float, text: str, font: str, size: float, ink: float) -> None:
        self._canvas.setFont(font, size)
        self._canvas.setFillGray(ink)
        self._canvas.drawString(x, self._y, self._latin(text, font))

    def _latin(self, text: str, font: str) -> str:
        shown = latin(text, pdfmetrics.getFont(font).face.charToGlyph)
        self._has_marks = self._has_marks or shown != unicodedata.normalize("NFC", text)
        return shown


def fitted(text: str, font: str, size: float, width: float) -> str:
    """Return the text, cut with an ellipsis where it is wider."""
    text = " ".join(text.split())
    if pdfmetrics.stringWidth(text, font, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if pdfmetrics.stringWidth(text[:middle] + "…", font, size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


@cache
def _register() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in _FONTS.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
