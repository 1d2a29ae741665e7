"""The studio on a busy air: keys, undo, the future, alarms, presenters, emergencies."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from scheduler.stores import OverrideStore
from station import commands, wall
from station.snapshot import Emergency, LiveState
from tests.browser.busy_air import busy, messages
from tests.browser.conftest import violations, wait_until
from tests.browser.doubles import NOON
from tests.waiting import until

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def with_messages(address, paths):
    """Emergency messages are published, after the desk has published its own empty wall."""
    path = paths.wall("radio")
    until(path.exists)
    wall.publish(path, messages())


@pytest.fixture
def open_studio(open_page, air, with_messages):
    def open_it(language="id", width=1366, **options):
        page = open_page(f"/studio?lang={language}", "operator", width, **options)
        wait_until(page, "document.querySelectorAll('#upcoming li').length >= 5")
        return page

    return open_it


@pytest.fixture
def studio(open_studio, air):
    air.snapshot = busy()
    return open_studio()


def ordered(air):
    return [request.command for request in air.requests]


def press(page, keys):
    for key in keys.split():
        page.keyboard.press(key)


def test_what_is_heard_at_once_is_pressed_twice_and_the_rest_once(studio, air):
    press(studio, "f f r r t t c")
    expect(studio.locator("#toasts")).to_contain_text("Sisipan dan penahanan ditarik kembali.")
    assert ordered(air) == [
        commands.FadeOut(),
        commands.Replay(),
        commands.Take(item_key="item-0"),
        commands.Clear(),
    ]


def test_what_is_pressed_later_comes_later_however_long_the_first_is_on_its_way(studio, air):
    held = []
    studio.route("**/commands/replay", lambda route: held.append(route))
    press(studio, "r r c")
    until(lambda: studio.evaluate("() => 1") and held)
    held.pop().continue_()
    expect(studio.locator("#toasts")).to_contain_text("Sisipan dan penahanan ditarik kembali.")
    assert ordered(air) == [commands.Replay(), commands.Clear()]


def test_a_key_pressed_once_only_asks(studio, air):
    studio.evaluate(
        """() => {
            window.hurried = true;
            window.said = "";
            const fade = document.getElementById("fade");
            const note = () => { window.said += fade.textContent; };
            new MutationObserver(note).observe(fade, { childList: true, subtree: true });
        }"""
    )
    press(studio, "f")
    wait_until(studio, "window.said.includes('Tekan lagi')")
    expect(studio.locator("#fade")).to_contain_text("Redupkan")
    assert ordered(air) == []


def test_an_item_that_waits_is_one_large_button_with_its_title(studio, air):
    expect(studio.locator("#take-waiting")).to_be_hidden()
    air.snapshot = replace(air.snapshot, manual="item-1")
    expect(studio.locator("#take-waiting")).to_contain_text("Bengawan di Kala Senja")
    press(studio, "t")
    expect(studio.locator("#take-waiting")).to_be_hidden()
    assert ordered(air) == [commands.Take(item_key="item-1")]


def test_undo_names_what_it_takes_back(studio, air):
    expect(studio.locator("#undo")).to_be_disabled()
    press(studio, "h")
    expect(studio.locator("#undo")).to_contain_text("Urungkan: tahan")
    press(studio, "Control+z")
    expect(studio.locator("#hold")).to_have_attribute("aria-pressed", "false")
    expect(studio.locator("#toasts")).to_contain_text("Ditarik kembali: tahan.")
    assert ordered(air) == [commands.Hold(on=True), commands.Undo()]
    expect(studio.locator("#undo")).to_be_disabled()


def test_dead_air_is_asked_about_once_in_words(studio, air):
    air.refuse = "dead_air"
    press(studio, "s s")
    question = studio.locator("#confirm")
    expect(question).to_contain_text("siaran segera kembali")
    question.get_by_role("button", name="Batal").click()
    assert [request.force for request in air.requests] == [False]
    press(studio, "s s")
    question.get_by_role("button", name="Ya, lakukan").click()
    expect(studio.locator("#toasts")).to_contain_text("Dilewati.")
    assert [request.force for request in air.requests] == [False, False, True]


def test_the_future_shows_what_is_faded_dropped_filled_and_late(studio):
    rows = studio.locator("#upcoming li[data-key]")
    expect(rows.nth(0).locator(".begins")).to_contain_text("+0.42")
    expect(rows.nth(1)).to_contain_text("−1.40 ↘")
    expect(rows.nth(2).locator("s")).to_have_text("Ini Radio Kota Contoh")
    expect(rows.nth(2)).to_contain_text("dilewati, agar “Warta Siang” mulai pukul 11.00.00")
    expect(rows.nth(3)).to_contain_text("pengisi")
    expect(rows.nth(3).get_by_role("button")).to_have_count(0)
    expect(rows.nth(4)).to_contain_text("relai siap")


def test_fixed_points_are_rulers_between_the_items(studio):
    rulers = studio.locator("#upcoming .ruler")
    expect(rulers.nth(0)).to_contain_text(
        "Warta Siang · lebih 1.10: “Bengawan di Kala Senja” dipudarkan,"
        " “Ini Radio Kota Contoh” dilewati"
    )
    expect(rulers.nth(1)).to_contain_text("Azan Zuhur · sisa 0.42 diisi pengisi")
    expect(studio.locator("#upcoming li").nth(4)).to_have_class("ruler")
    expect(studio.locator("#until")).to_have_text("hingga 11.00.00")


def test_a_row_stays_the_same_element_while_its_times_move(studio, air):
    studio.evaluate("() => { window.kept = document.querySelector('#upcoming li') }")
    first = air.snapshot.upcoming[0]
    later = replace(first, begins=first.begins.replace(minute=59))
    air.snapshot = replace(air.snapshot, upcoming=(later, *air.snapshot.upcoming[1:]))
    expect(studio.locator("#upcoming li").first).to_contain_text("10.59")
    assert studio.evaluate("() => window.kept === document.querySelector('#upcoming li')")


def test_an_item_is_taken_over_the_heads_of_others_after_a_question(studio, air):
    studio.locator("#upcoming li[data-key=item-4]").get_by_role(
        "button", name="Ambil sekarang"
    ).click()
    question = studio.locator("#confirm")
    expect(question).to_contain_text("2 materi sebelumnya dilewati")
    question.get_by_role("button", name="Ambil").click()
    expect(studio.locator("#now-title")).to_have_text("Warta Siang")
    assert ordered(air) == [commands.Take(item_key="item-4")]


def test_alarms_say_what_is_wrong_about_when_and_since(studio, air):
    rows = studio.locator("#alarms li")
    expect(rows.nth(0)).to_contain_text("“Warta Siang” tidak dapat disiarkan")
    expect(rows.nth(0)).to_contain_text("untuk pukul 11.00.00")
    expect(rows.nth(0)).to_contain_text("sejak 10.40.17")
    expect(rows.nth(1)).to_contain_text("Mesin terlalu lambat")
    air.snapshot = replace(air.snapshot, alarms=())
    expect(studio.locator("#alarms")).to_be_hidden()


def test_an_alarm_that_goes_on_is_not_told_anew(studio, air):
    studio.evaluate("() => { window.kept = document.querySelector('#alarms li') }")
    moved = tuple(replace(one, since=NOON) for one in air.snapshot.alarms)
    air.snapshot = replace(air.snapshot, alarms=moved, hold=True)
    expect(studio.locator("#hold")).to_have_attribute("aria-pressed", "true")
    assert studio.evaluate("() => window.kept === document.querySelector('#alarms li')")


def test_the_machine_says_what_it_leaves_out(studio):
    expect(studio.locator("#shed")).to_contain_text("meter, bentuk gelombang")
    expect(studio.locator("#system-line")).to_have_text("212 MB · 14 utas · 3 dekoder")
    studio.click(".system summary")
    expect(studio.locator("#facts")).to_contain_text("61")


def test_a_presenter_is_taken_let_go_and_disconnected(studio, air):
    sinta = studio.locator("#live-list li").first
    expect(sinta).to_contain_text("siap")
    expect(sinta).to_contain_text("hingga 11.12.17")
    expect(sinta.get_by_role("meter")).to_have_attribute("aria-valuenow", "-14")
    expect(studio.locator("#live-list li").nth(1)).to_contain_text("terlalu pelan")
    expect(studio.locator("#live-list li").nth(1)).to_contain_text("tidak mengirim suara")
    expect(sinta).not_to_contain_text("tidak mengirim suara")
    press(studio, "l")
    expect(sinta).to_have_attribute("data-state", LiveState.ON_AIR.value)
    press(studio, "l l")
    expect(sinta).to_have_attribute("data-state", LiveState.READY.value)
    sinta.get_by_role("button", name="Putus").click()
    studio.locator("#confirm").get_by_role("button", name="Putus").click()
    expect(studio.locator("#live-list li")).to_have_count(1)
    assert ordered(air) == [
        commands.GoLive("s1"),
        commands.GoLive("s1", on=False),
        commands.Kick("s1"),
    ]


def test_an_emergency_takes_one_question_and_runs_across_the_page(studio, air):
    press(studio, "e")
    studio.keyboard.press("Enter")
    question = studio.locator("#alert-dialog")
    expect(question).to_contain_text("“Peringatan <tsunami>” langsung menyela semuanya")
    question.get_by_label("Ini LATIHAN").check()
    question.get_by_label("Berapa kali").select_option("5")
    question.get_by_label("Alasan").fill("latihan bulanan")
    question.get_by_role("button", name="Siarkan LATIHAN sekarang").click()
    expect(studio.locator("#stripe")).to_contain_text("LATIHAN")
    assert ordered(air) == [commands.Alert("tsunami", times=5, drill=True)]
    assert air.requests[0].why == "latihan bulanan"
    studio.click("#all-clear")
    studio.locator("#confirm").get_by_role("button", name="Nyatakan aman").click()
    expect(studio.locator("#stripe")).to_be_hidden()
    assert ordered(air)[-1] == commands.AllClear()


def test_an_emergency_that_is_thought_over_is_not_sent(studio, air):
    studio.locator("[data-alert]").nth(1).click()
    studio.locator("#alert-dialog").get_by_role("button", name="Batal").click()
    expect(studio.locator("#alert-dialog")).to_be_hidden()
    assert ordered(air) == []


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [360, 1366])
def test_a_busy_page_has_no_barriers_and_fits(open_studio, air, language, width):
    emergency = Emergency("tsunami", "Peringatan tsunami", NOON, 1, 3)
    air.snapshot = replace(busy(), emergency=emergency, manual="item-1", undo="hold")
    page = open_studio(language, width)
    expect(page.locator("#stripe")).to_be_visible()
    assert violations(page) == []
    wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{wider} px too wide"
    page.click("[data-alert]")
    assert violations(page) == []


def test_the_light_theme_has_no_barriers_either(open_studio, air):
    air.snapshot = replace(busy(), hold=True, manual="item-1", undo="go_live")
    page = open_studio()
    page.click("[data-theme-switch]")
    press(page, "s l")
    expect(page.locator("#skip")).to_have_attribute("data-armed", "")
    assert violations(page) == []


def test_targets_are_large_enough_for_a_thumb(open_studio, air):
    air.snapshot = replace(busy(), manual="item-1")
    page = open_studio(width=360, has_touch=True, is_mobile=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll("#studio button")]
            .filter((one) => one.checkVisibility() && !one.closest(".wall"))
            .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44)
            .map(([html]) => html)"""
    )
    assert small == []


def test_a_recording_is_inserted_at_a_time_of_the_stations_clock(planned, open_studio, air):
    page = open_studio()
    press(page, "i")
    page.locator("#insert-dialog").get_by_text("Musik", exact=True).click()
    button = page.locator("#found").get_by_role("button", name="Pada jamnya").first
    page.fill("#insert-clock", "10.99")
    button.click()
    expect(page.locator("#insert-clock-error")).to_be_visible()
    expect(page.locator("#insert-clock")).to_be_focused()
    page.fill("#insert-clock", "10.58.20")
    button.click()
    expect(page.locator("#toasts")).to_contain_text("mengudara pukul 10.58.20")
    (command,) = ordered(air)
    begins = NOON.replace(minute=58, second=20)
    assert (command.when, command.item.begins) == ("at", begins)


def test_undo_takes_back_a_change_of_the_plan_when_that_was_the_last_act(
    planned, open_studio, air, desk_sessions
):
    item = next(item for item in planned.items if item.begins > NOON)
    first = replace(air.snapshot.upcoming[0], item_key=item.key, title=item.title)
    air.snapshot = replace(air.snapshot, upcoming=(first, *air.snapshot.upcoming[1:]))
    page = open_studio()
    row = page.locator(f'#upcoming li[data-key="{item.key}"]')
    row.get_by_role("button", name="Keluarkan").click()
    expect(page.locator("#undo")).to_contain_text(f"Urungkan: perubahan “{item.title}”")
    press(page, "Control+z")
    expect(page.locator("#toasts")).to_contain_text("Sudah diurungkan.")
    with desk_sessions() as session:
        (override,) = OverrideStore(session).newest("radio")
    assert override.undone_at is not None
    assert ordered(air) == []
