"""The rules against both databases: switched, obeyed by planning, and held against the as-run."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from media_library.cart import Cart
from media_library.store import CartStore
from scheduler import ruling
from scheduler.airing import AiringStatus
from scheduler.planner.plan import Note
from scheduler.planning import Planning
from scheduler.publishing import Published
from scheduler.rules.book import Setting
from scheduler.rules.rule import Severity
from scheduler.stores import CampaignStore, GridStore, ProgrammeStore, RuleStore
from scheduler.tables.schedule import AiringRow
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.traffic.purpose import Purpose
from scheduler.week.programme import Programme, Rotation
from station.clock import VirtualClock
from station.config import Config
from station.kinds import Kind
from station.ladder import Rung
from station.rating import Rating
from tests.unit.scheduler.rules.test_packs import OWN
from tests.unit.scheduler.station import MONDAY, library, slot

MIDNIGHT = datetime(2026, 11, 22, 17, tzinfo=UTC)
"""Monday 00.00 WIB."""
HOUR = timedelta(hours=1)
NEXT_DAY = MIDNIGHT + 30 * HOUR
CONFIG = Config(plan_hours=4)


def a_cart(kind, number, **more):
    return Cart(
        id=0, kind=kind, title=f"Rekaman {number}", path=f"{number}.flac", sha256=f"{number:064x}",
        original_name="x", frames=9_600_000, cue_in=0, cue_out=9_600_000, segue=9_600_000,
        loudness_lufs=-18.0, true_peak_db=-6.0, added_at=MIDNIGHT, **more,
    )  # fmt: skip


def heard(sessions, clock, seconds, kind=Kind.MUSIC, number=0, **more):
    """Note something on the air from a local time of Monday on."""
    begins = MIDNIGHT + timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))
    with sessions.begin() as session:
        session.add(
            AiringRow(
                channel="radio", airing=f"{clock}-{number}",
                item_key="" if kind is Kind.LIVE else f"k:{clock}-{number}",
                kind=str(kind), title=f"Siaran {clock}", rung=int(Rung.SCHEDULE),
                started_at=begins, ended_at=begins + timedelta(seconds=seconds),
                frames=int(seconds * 48_000), status=str(AiringStatus.OK), **more,
            )
        )  # fmt: skip


def check(sessions, paths, now=NEXT_DAY):
    with sessions() as session:
        book = ruling.rule_book(session, CONFIG, paths, "radio")
        return ruling.checked(session, CONFIG, book, "radio", MONDAY, now)


def names(found):
    return [breach.rule.name for breach in found.breaches]


def test_a_day_on_the_air_is_held_against_its_quotas(sessions, paths):
    heard(sessions, "00:00", 86_400)
    heard(sessions, "10:00", 701, Kind.COMMERCIAL)
    heard(sessions, "11:00", 299, Kind.PSA)
    found = check(sessions, paths)
    assert (found.ads.commercial, found.ads.psa) == (
        timedelta(seconds=701),
        timedelta(seconds=299),
    )
    assert "advertising/psa-public" in names(found)
    assert "advertising/commercials-public" not in names(found)


def test_what_an_order_pays_for_counts_as_a_commercial(sessions, paths):
    with sessions.begin() as session:
        order = CampaignStore(session).save(
            Campaign("radio", "Promo", (1,), MONDAY, MONDAY, AtTimes((time(10),)), paid=True),
            MIDNIGHT,
        )
    heard(sessions, "10:00", 60, Kind.PSA, campaign_id=order.id)
    assert check(sessions, paths).ads.commercial == timedelta(minutes=1)


def test_a_recording_rated_for_adults_is_found_on_the_air_at_noon(sessions, paths):
    with sessions.begin() as session:
        cart = CartStore(session).add(a_cart(Kind.PROGRAMME, 1, rating=Rating.D))
    heard(sessions, "12:00", 600, Kind.PROGRAMME, cart_id=cart.id)
    heard(sessions, "23:00", 600, Kind.PROGRAMME, number=1, cart_id=cart.id)
    found = [b for b in check(sessions, paths).breaches if b.rule.blocks]
    assert [(breach.rule.name, breach.title) for breach in found] == [
        ("ratings/adults-at-night", "Siaran 12:00")
    ]


def test_a_correction_that_nobody_heard_is_overdue_a_day_later(sessions, paths):
    with sessions.begin() as session:
        order = CampaignStore(session).save(
            Campaign(
                "radio", "Ralat jadwal", (1,), MONDAY - timedelta(days=1), MONDAY,
                AtTimes((time(10),)), purpose=Purpose.CORRECTION,
                reported_at=MIDNIGHT - 14 * HOUR,
            ),
            MIDNIGHT,
        )  # fmt: skip
    heard(sessions, "00:00", 86_400)
    assert "identity/corrected-in-a-day" in names(check(sessions, paths))
    heard(sessions, "09:00", 30, Kind.PSA, campaign_id=order.id)
    assert "identity/corrected-in-a-day" not in names(check(sessions, paths))


def test_days_that_are_over_are_checked_once_final_and_kept(sessions, paths):
    heard(sessions, "12:00", 60, Kind.COMMERCIAL)
    with sessions.begin() as session:
        first = ruling.keep_days(session, CONFIG, paths, "radio", MIDNIGHT + 25 * HOUR)
        again = ruling.keep_days(session, CONFIG, paths, "radio", MIDNIGHT + 26 * HOUR)
        final = ruling.keep_days(session, CONFIG, paths, "radio", MIDNIGHT + 37 * HOUR)
        none = ruling.keep_days(session, CONFIG, paths, "radio", MIDNIGHT + 38 * HOUR)
    assert MONDAY in [each.day for each in first]
    assert [[each.day for each in found] for found in (again, final, none)] == [
        [MONDAY],
        [MONDAY],
        [],
    ]
    with sessions() as session:
        store = RuleStore(session)
        kept = store.breaches("radio", MONDAY, MONDAY)
        (day,) = store.days("radio", MONDAY, MONDAY)
    told = {each.rule: each for each in kept}
    assert told["advertising/psa-public"].article == "UU 32/2002 Pasal 46 ayat (9)"
    assert told["advertising/psa-public"].severity is Severity.WARN
    assert told["advertising/commercials-public"].severity is Severity.BLOCK
    assert day.ads.commercial == timedelta(minutes=1)


def test_a_switch_is_kept_with_who_and_when(sessions, paths):
    setting = Setting("identity/station-id", enabled=False, by="sari")
    with sessions.begin() as session:
        RuleStore(session).decide(setting, NEXT_DAY)
    with sessions() as session:
        book = ruling.rule_book(session, CONFIG, paths, "radio")
        known = RuleStore(session).setting(setting.name)
    assert known == replace(setting, at=NEXT_DAY)
    assert setting.name not in [rule.name for rule in book.rules]


@pytest.fixture
def planning(sessions, paths):
    with sessions.begin() as session:
        store = CartStore(session)
        for cart in library(60, 30):
            store.add(replace(a_cart(cart.kind, cart.id), artist=cart.artist))
        late = Programme("radio", "Malam", Rotation(), rating=Rating.D)
        shown = ProgrammeStore(session).save(late)
        GridStore(session).save(slot(0, shown.id, "13:00", 30))
    return Planning(CONFIG, paths, sessions, VirtualClock(MIDNIGHT + 12 * HOUR))


def test_planning_obeys_and_keeps_what_it_found_with_the_version(sessions, planning):
    made = planning.replan("radio")
    assert isinstance(made, Published)
    assert not [item for item in made.rundown.items if item.rating == "D"]
    with sessions() as session:
        kept = RuleStore(session).findings("radio", made.rundown.version)
    assert sorted(map(repr, kept)) == sorted(map(repr, made.findings))
    told = [found for found in kept if found.about.get("rule") == "ratings/adults-at-night"]
    assert [found.about["deed"] for found in told] == ["replaced"]


def test_a_broken_pack_is_told_and_stops_no_planning(sessions, paths, planning):
    paths.rules.mkdir()
    (paths.rules / "broken.toml").write_text("id = [")
    (paths.rules / "kota.toml").write_text(OWN)
    assert planning.replan("radio").rundown.items
    assert [error.name for error in ruling.packs(paths).broken] == ["broken.toml"]
    with sessions() as session:
        book = ruling.rule_book(session, CONFIG, paths, "radio")
    assert "kota/no-loans" in [rule.name for rule in book.rules]


def test_findings_of_old_versions_are_forgotten(sessions, planning):
    made = planning.replan("radio")
    with sessions.begin() as session:
        store = RuleStore(session)
        store.keep_findings("radio", 900, made.findings)
        store.prune_findings("radio", 200)
        assert store.findings("radio", made.rundown.version) == []
        assert [found.note for found in store.findings("radio", 900)].count(Note.RULE)


def test_a_presenter_live_in_a_programme_for_adults_is_found_by_day(sessions, paths):
    with sessions.begin() as session:
        ProgrammeStore(session).save(Programme("radio", "Malam", Rotation(), rating=Rating.D))
    heard(sessions, "12:00", 600, Kind.LIVE, programme="Malam")
    heard(sessions, "13:00", 600, Kind.LIVE, number=1, programme="Siang")
    found = [b for b in check(sessions, paths).breaches if b.rule.blocks]
    assert [breach.title for breach in found] == ["Siaran 12:00"]
