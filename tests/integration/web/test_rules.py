"""The pages of the rules: read by staff, switched by administrators; what aired against them."""

from datetime import timedelta

import pytest

from scheduler import ruling
from scheduler.stores import RuleStore
from scheduler.tables.schedule import AiringRow
from station.config import Config
from station.ladder import Rung
from tests.browser.doubles import NOON
from tests.integration.web.asking import deeds
from tests.integration.web.visitor import Visitor
from tests.unit.scheduler.rules.test_packs import OWN

PAGE = "/schedule/rules"
STATION_ID = "identity/station-id"
ADULTS = "ratings/adults-at-night"

pytestmark = pytest.mark.usefixtures("planned")


def setting(sessions, name):
    with sessions() as session:
        return RuleStore(session).setting(name)


def in_force(app, sessions):
    with sessions() as session:
        book = ruling.rule_book(session, Config(), app.state.desk.paths, "radio")
    return {rule.name: rule for rule in book.rules}


def heard(sessions, kind, minutes, seconds, **more):
    """Note something on the air so many minutes before noon of the tests."""
    begins = NOON - timedelta(minutes=minutes)
    with sessions.begin() as session:
        session.add(
            AiringRow(
                channel="radio", airing=f"{kind}{minutes}", item_key=f"k{kind}{minutes}", kind=kind,
                title="Promo <b>", rung=int(Rung.SCHEDULE), started_at=begins,
                ended_at=begins + timedelta(seconds=seconds), frames=seconds * 48_000,
                status="ok", **more,
            )
        )  # fmt: skip


def test_every_rule_stands_with_its_article_in_both_languages(app):
    staff = Visitor.signed_in(app, "humas")
    for language, words in (("id", "Aturan"), ("en", "Rules")):
        page = staff.page(PAGE, lang=language)
        assert f"<h1>{words}</h1>" in page
        assert "SPS 2012 Pasal 58" in page
        assert "UU 32/2002 Pasal 44" in page
    assert f"{PAGE}/switch" not in page


def test_only_an_administrator_switches_and_who_did_is_shown(app, admin, sessions):
    operator = Visitor.signed_in(app, "operator")
    fields = {"name": STATION_ID, "enabled": "false"}
    assert operator.post(f"{PAGE}/switch", **fields).status_code == 403
    assert admin.post(f"{PAGE}/switch", **fields).status_code == 303
    assert STATION_ID not in in_force(app, sessions)
    assert setting(sessions, STATION_ID).by == "admin"
    assert deeds(sessions)[0].action == "rules.set"
    assert admin.post(f"{PAGE}/switch", **fields | {"enabled": "true"}).status_code == 303
    assert STATION_ID in in_force(app, sessions)


def test_what_the_law_blocks_stays_on_and_blocking(app, admin, sessions):
    admin.post(f"{PAGE}/switch", name=ADULTS, enabled="false")
    admin.post(f"{PAGE}/weigh", name=ADULTS, severity="warn")
    admin.post(f"{PAGE}/switch", name="ratings", enabled="false")
    assert in_force(app, sessions)[ADULTS].blocks


def test_an_election_is_given_its_dates_and_nonsense_is_refused(app, admin, sessions):
    name = "election/quiet-period"
    admin.post(f"{PAGE}/terms", name=name, first="2027-02-11", last="2027-02-13")
    assert str(in_force(app, sessions)[name].terms.first) == "2027-02-11"
    answer = admin.post(f"{PAGE}/terms", name=name, first="besok", last="")
    assert "first" in admin.page(answer.headers["location"])
    assert str(in_force(app, sessions)[name].terms.first) == "2027-02-11"


def test_a_rule_that_is_not_there_cannot_be_switched(admin):
    answer = admin.post(f"{PAGE}/switch", name="nobody/knows", enabled="false")
    assert answer.status_code in (303, 404)
    assert admin.post(f"{PAGE}/packs/ratings/remove").status_code in (303, 404)


def upload(visitor, text, name="kota.toml"):
    return visitor.client.post(
        f"{PAGE}/packs",
        data={"csrf": visitor.token},
        files={"file": (name, text.encode(), "application/toml")},
    )


def test_a_pack_of_the_station_is_added_shown_and_deleted(app, admin, sessions):
    assert upload(admin, OWN).status_code == 303
    assert "kota/no-loans" in in_force(app, sessions)
    assert "Perwal 7/2026 Pasal 3" in admin.page(PAGE)
    assert admin.post(f"{PAGE}/packs/kota/remove").status_code == 303
    assert "kota/no-loans" not in in_force(app, sessions)


@pytest.mark.parametrize(
    "text", ["id = [", OWN.replace('id = "kota"', 'id = "ratings"'), "x" * 200_001]
)
def test_a_pack_that_cannot_be_used_is_refused_with_the_reason(app, admin, sessions, text):
    before = in_force(app, sessions)
    answer = upload(admin, text)
    assert "kota.toml" in admin.page(answer.headers["location"])
    assert in_force(app, sessions) == before


def test_a_broken_file_in_the_folder_is_told_on_the_page(app, admin):
    folder = app.state.desk.paths.rules
    folder.mkdir(parents=True)
    (folder / "rusak.toml").write_text("id = <b>")
    page = admin.page(PAGE)
    assert "rusak.toml" in page
    assert "<b>" not in page


def test_the_week_counts_the_findings_of_the_plan(app, admin):
    assert f"{PAGE}?channel=radio#findings" in admin.page("/schedule")
    assert "Indonesia Raya" in admin.page(PAGE)


def test_the_report_shows_meter_breaches_and_both_shares(app, admin, sessions):
    heard(sessions, "music", 60, 2600)
    heard(sessions, "commercial", 16, 700)
    heard(sessions, "psa", 4, 150)
    page = admin.page("/reports/rules", lang="id")
    assert "ILM / (ILM + niaga)" in page
    assert "17,64 %" in page
    assert "21,42 %" in page
    assert "Promo <b>" not in page
    answer = admin.api("GET", "/reports/rules?span=2026-11").json()
    assert answer["days"][0]["psa_of_ads_percent"] == "17.64"
    assert (answer["first"], answer["last"]) == ("2026-11-01", "2026-11-30")


def test_breaches_come_as_csv_and_by_the_api(app, admin, sessions):
    heard(sessions, "music", 60, 3600)
    csv = admin.get("/reports/rules/breaches.csv", span="2026-11-21").text
    assert "identity" not in csv.splitlines()[0]
    assert "Identitas stasiun" in csv
    found = admin.api("GET", "/reports/rules?span=2026-11-21").json()["breaches"]
    assert {each["rule"] for each in found} >= {STATION_ID}
    names = [rule["name"] for rule in admin.api("GET", "/rules").json()]
    assert ADULTS in names


@pytest.mark.parametrize("span", ["", "2026-11-21", "2026-11", "x", "1700-01-01", "2026-13"])
def test_any_span_is_answered(admin, span):
    assert "<h1>" in admin.page("/reports/rules", span=span)
