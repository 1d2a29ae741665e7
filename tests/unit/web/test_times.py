from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.core import Locale

from web.times import Times

AT = datetime(2026, 11, 21, 3, 42, 17, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def indonesian():
    return Times(JAKARTA, Locale.parse("id_ID"))


@pytest.fixture
def english():
    return Times(JAKARTA, Locale.parse("en_GB"))


def test_a_moment_is_written_as_people_of_the_station_write_it(indonesian):
    assert indonesian.moment(AT) == "Sabtu, 21 November 2026 10.42 WIB"
    assert indonesian.clock(AT) == "10.42.17"


def test_english_has_its_own_days_and_colons(english):
    assert english.moment(AT) == "Saturday, 21 November 2026 10:42 WIB"


def test_an_eastern_station_has_its_own_zone():
    eastern = Times(ZoneInfo("Asia/Jayapura"), Locale.parse("id_ID"))
    assert eastern.moment(AT).endswith("12.42 WIT")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (datetime(1945, 8, 17, 3, tzinfo=UTC), "Jumat Legi 17 Agu"),
        (datetime(2024, 10, 7, 3, tzinfo=UTC), "Senin Pahing 7 Okt"),
        (datetime(2026, 11, 20, 18, tzinfo=UTC), "Sabtu Pahing 21 Nov"),
    ],
)
def test_the_javanese_market_day_follows_the_local_day(indonesian, day, written):
    assert indonesian.pasaran_day(day) == written


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (timedelta(seconds=238), "03.58"),
        (238_999, "03.58"),
        (timedelta(hours=1, minutes=2, seconds=3), "1.02.03"),
        (-5, "00.00"),
    ],
)
def test_lengths_count_whole_seconds(indonesian, span, written):
    assert indonesian.length(span) == written


@pytest.mark.parametrize(
    ("count", "written"), [(12, "12 B"), (1_500, "1,5 kB"), (22_000_000, "22 MB")]
)
def test_sizes_use_the_comma_of_the_language(indonesian, count, written):
    assert indonesian.size(count) == written
