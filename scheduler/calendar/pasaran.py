"""The Javanese week of five days, pasaran; a day of it begins at the sunset before."""

from datetime import date

PASARAN = ("Legi", "Pahing", "Pon", "Wage", "Kliwon")
WEEKDAYS_ID = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_JDN_OF_ORDINAL_0 = 1_721_425
"""Julian day number of the day before 1 January of year 1."""


def pasaran(day: date) -> str:
    """Return the pasaran of a day by its Julian day number: 17 August 1945 was Legi."""
    return PASARAN[(day.toordinal() + _JDN_OF_ORDINAL_0) % 5]


def weton(day: date) -> str:
    """Return weekday and pasaran together, `Jumat Legi`: a cycle of 35 days."""
    return f"{WEEKDAYS_ID[day.weekday()]} {pasaran(day)}"
