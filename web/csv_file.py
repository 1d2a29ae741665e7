"""Writes CSV that spreadsheets open as text: no cell of people's words can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Makes a spreadsheet read UTF-8."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(rows: Iterable[Sequence[str | int | float | None]], *, bom: bool) -> str:
    """Return the file; numbers stay numbers, texts that begin like a formula get a quote."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([_cell(cell) for cell in row] for row in rows)
    return (BOM if bom else "") + file.getvalue()


def _cell(cell: str | int | float | None) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell
