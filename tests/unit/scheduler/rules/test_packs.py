"""Packs of rules: read from files, refused with a reason, switched by the station."""

from datetime import date

import pytest

from scheduler.rules.book import RuleBook, Setting, book_of, decided
from scheduler.rules.pack import PackUnreadable, all_packs, built_in, own_file, read
from scheduler.rules.rule import Severity
from scheduler.rules.terms import Hours

OWN = """
id = "kota"
title = { en = "City rules", id = "Aturan kota" }
version = "Perwal 7/2026"
source = "Peraturan Wali Kota 7/2026"
from = 2026-07-01

[[rule]]
id = "no-loans"
title = { en = "No loan advertising", id = "Tidak ada iklan pinjaman" }
advice = { en = "Take it off.", id = "Turunkan." }
article = "Perwal 7/2026 Pasal 3"
severity = "block"
terms = { check = "never", tags = ["pinjol"], only_ads = true }
"""


def named(book: RuleBook) -> list[str]:
    return [rule.name for rule in book.rules]


def book(*settings: Setting, medium: str = "radio", broadcaster: str = "public") -> RuleBook:
    return book_of(built_in(), settings, medium, broadcaster)


def test_every_built_in_rule_names_its_article_and_speaks_both_languages():
    for pack in built_in():
        for rule in pack.rules:
            assert rule.article
            assert rule.source
            assert rule.title.en != rule.title.id
            assert rule.advice.en != rule.advice.id


def test_public_and_private_stations_have_their_own_quotas():
    assert "advertising/commercials-public" in named(book())
    assert "advertising/commercials-public" not in named(book(broadcaster="private"))
    assert "advertising/commercials-private" in named(book(broadcaster="private"))


def test_a_pack_of_its_own_stands_beside_the_others(tmp_path):
    pack = read(OWN, "kota.toml", own=True)
    own_file(tmp_path, pack).write_text(OWN)
    found = all_packs(tmp_path)
    assert [each.id for each in found.packs if each.own] == ["kota"]
    assert found.broken == ()


def test_a_rule_holds_from_its_first_day_to_its_last():
    (rule,) = read(OWN + "", "kota.toml").rules
    assert not rule.holds_on(date(2026, 6, 30))
    assert rule.holds_on(date(2026, 7, 1))
    then = next(pack for pack in built_in() if pack.id == "election-2019").rules[0]
    assert then.holds_on(date(2019, 4, 17))
    assert not then.holds_on(date(2019, 4, 18))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (('id = "kota"', "id = kota"), "TOML"),
        (('check = "never"', 'check = "dances"'), "dances"),
        (("only_ads = true", "only_ads = true, volume = 3"), "volume"),
        (('severity = "block"', 'severity = "scold"'), "rule.0.severity"),
        (('article = "Perwal 7/2026 Pasal 3"', ""), "rule.0.article"),
        (('id = "no-loans"', 'id = "../loans"'), "rule.0.id"),
        (("from = 2026-07-01", 'from = "soon"'), "from"),
    ],
)
def test_a_broken_pack_says_where_and_why(wrong, says):
    with pytest.raises(PackUnreadable, match=r"kota\.toml") as told:
        read(OWN.replace(*wrong), "kota.toml")
    assert says in str(told.value)


@pytest.mark.parametrize("window", ["22:00", "22-03", "25:00-03:00", "22:60-03:00", "a:b-c:d"])
def test_hours_that_are_none_are_refused(window):
    with pytest.raises(ValueError, match="local time"):
        Hours(ratings=("D",), windows=(window,))


def test_a_broken_file_is_told_and_stops_no_other(tmp_path):
    (tmp_path / "a.toml").write_text("id = [")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "c.toml").write_text(OWN.replace('id = "kota"', 'id = "ratings"'))
    (tmp_path / "d.toml").write_text(OWN)
    found = all_packs(tmp_path)
    assert [error.name for error in found.broken] == ["a.toml", "b.toml", "c.toml"]
    assert "another pack is called ratings" in str(found.broken[2])
    assert found.get("kota") is not None


def test_without_a_folder_there_are_the_built_in_packs(tmp_path):
    assert len(all_packs(tmp_path / "none").packs) == len(built_in())


def test_a_pack_and_a_rule_can_be_switched_off():
    name = "identity/station-id"
    assert name in named(book())
    assert name not in named(book(Setting("identity", enabled=False)))
    assert name not in named(book(Setting(name, enabled=False)))
    agenda = "election/leaders-agenda"
    assert agenda not in named(book())
    assert agenda in named(book(Setting(agenda, enabled=True)))


def test_what_the_law_blocks_cannot_be_switched_off_nor_softened_nor_shifted():
    name = "ratings/adults-at-night"
    tried = book(
        Setting("ratings", enabled=False),
        Setting(name, enabled=False, severity=Severity.WARN, terms={"windows": ["00:00-24:00"]}),
    )
    assert [rule for rule in tried.rules if rule.name == name] == [
        rule for rule in book().rules if rule.name == name
    ]


def test_the_station_may_take_a_warning_as_a_block():
    name = "ratings/small-children"
    (rule,) = [r for r in book(Setting(name, severity=Severity.BLOCK)).rules if r.name == name]
    assert rule.blocks


def test_numbers_that_no_longer_fit_leave_those_of_the_pack():
    pack = next(pack for pack in built_in() if pack.id == "identity")
    rules = decided(pack, {"identity/station-id": Setting("x", terms={"within_minutes": "many"})})
    assert rules == list(pack.rules)
