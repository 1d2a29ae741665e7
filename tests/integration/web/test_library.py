"""The library's pages and API as a browser meets them."""

from datetime import timedelta

import pytest

from media_library.film_store import FilmStore, House
from media_library.quarantine import Entry, Fault, Quarantine
from media_library.store import CartStore
from station import pressure
from station.kinds import Kind
from station.pressure import Level, Pressure
from tests.browser.desk import sign_in
from tests.browser.doubles import NOON
from tests.integration.web.library_material import SECOND, add_cart, add_film, form_of

MARKUP = "<script>alert('x')</script>"


def test_an_empty_library_teaches(client):
    sign_in(client, "operator")
    page = client.get("/library?lang=en").text
    assert "The library holds every recording" in page
    assert "/library/upload" in page


def test_the_table_finds_by_words_kind_and_tag(client, sessions, paths):
    add_cart(sessions, paths.media, NOON, "Banjir Rob", tags=("kota",))
    add_cart(sessions, paths.media, NOON, "Bengawan", Kind.MUSIC)
    sign_in(client, "humas")
    assert "Banjir Rob" in client.get("/library?text=rob+banjir").text
    assert "Bengawan" not in client.get("/library?kind=psa").text
    assert "Bengawan" not in client.get("/library?tag=kota").text
    assert "Bengawan" in client.get("/library?kind=nonsense&order=nonsense").text


def test_typing_fetches_the_table_alone(client, cart):
    sign_in(client, "operator")
    part = client.get("/library?text=banjir", headers={"HX-Request": "true", "HX-Target": "carts"})
    assert part.text.lstrip().startswith('<div class="stack" id="carts"')
    whole = client.get(
        "/library", headers={"HX-Target": "carts", "HX-History-Restore-Request": "true"}
    )
    assert "<html" in whole.text


def test_names_are_shown_and_never_run(client, sessions, paths):
    cart = add_cart(sessions, paths.media, NOON, MARKUP, artist=MARKUP, tags=(MARKUP,))
    sign_in(client, "operator")
    for path in ("/library", f"/library/carts/{cart.id}", f"/library?text={MARKUP}"):
        assert MARKUP not in client.get(path).text


def test_an_operator_changes_a_recording(client, sessions, cart):
    token = sign_in(client, "operator")
    typed = form_of(
        cart, title=" Banjir Rob ", tags="Kota, pesisir", segue="8.5", valid_until="2026-12-31"
    )
    answer = client.post(f"/library/carts/{cart.id}", data={"csrf": token} | typed)
    assert answer.status_code == 303
    with sessions() as session:
        after = CartStore(session).get(cart.id)
    assert (after.title, after.tags) == ("Banjir Rob", ("kota", "pesisir"))
    assert after.segue == 8.5 * SECOND
    assert str(after.valid_until) == "2026-12-31"


def test_the_intro_is_marked_and_unmarked_and_quiet_sound_is_told(client, sessions, cart):
    token = sign_in(client, "operator")

    def saved(**typed):
        data = form_of(cart, csrf=token, **typed)
        assert client.post(f"/library/carts/{cart.id}", data=data).status_code == 303
        with sessions() as session:
            after = CartStore(session).get(cart.id)
        return after.intro, after.quiet

    assert saved(intro="0:04.5", quiet="on") == (4.5 * SECOND, True)
    assert 'value="0:04.500"' in client.get(f"/library/carts/{cart.id}").text
    assert saved() == (0, False)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": " "}, "title"),
        ({"cue_in": "soon"}, "cue_in"),
        ({"cue_out": "0:11"}, "cue_out"),
        ({"segue": "0:00"}, "segue"),
        ({"intro": "0:11"}, "intro"),
        ({"intro": "nanti"}, "intro"),
        ({"valid_from": "2026-12-02", "valid_until": "2026-12-01"}, "valid_until"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_changed(client, sessions, cart, typed, field):
    token = sign_in(client, "operator")
    typed = form_of(cart, artist="New", **typed)
    answer = client.post(f"/library/carts/{cart.id}", data={"csrf": token} | typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    with sessions() as session:
        assert CartStore(session).get(cart.id) == cart


@pytest.mark.parametrize("deed", ["", "/archive", "/restore"])
def test_the_public_relations_office_reads_only(client, cart, deed):
    token = sign_in(client, "humas")
    data = form_of(cart, csrf=token)
    assert client.post(f"/library/carts/{cart.id}{deed}", data=data).status_code == 403
    assert 'type="date"' not in client.get(f"/library/carts/{cart.id}").text


def test_what_is_put_away_can_be_brought_back_for_ten_minutes_with_one_press(client, cart, clock):
    token = sign_in(client, "operator")
    answer = client.post(f"/library/carts/{cart.id}/archive", data={"csrf": token})
    board = answer.headers["location"]
    assert f"/library/carts/{cart.id}/restore" in client.get(board).text
    clock.sleep_until(NOON + timedelta(minutes=11))
    assert f"/library/carts/{cart.id}/restore" not in client.get(board).text
    client.post(f"/library/carts/{cart.id}/restore", data={"csrf": token})
    assert client.get(f"/api/v1/carts/{cart.id}").json()["archived_at"] is None


def test_the_sound_comes_whole_or_in_ranges(client, cart):
    sign_in(client, "humas")
    whole = client.get(f"/api/v1/carts/{cart.id}/sound")
    assert whole.headers["content-type"] == "audio/mpeg"
    assert len(whole.content) == 1000
    part = client.get(f"/api/v1/carts/{cart.id}/sound", headers={"Range": "bytes=250-499"})
    assert part.status_code == 206
    assert part.content == bytes(range(250))
    assert part.headers["content-range"] == "bytes 250-499/1000"


def test_the_sound_is_for_those_who_signed_in(client, cart):
    assert client.get(f"/api/v1/carts/{cart.id}/sound").status_code == 401


def test_only_files_of_the_media_folder_are_sent(client, sessions, paths):
    cart = add_cart(sessions, paths.media, NOON, "Luar")
    (paths.home / "web.secret").write_text("secret")
    with sessions.begin() as session:
        session.connection().exec_driver_sql("UPDATE cart SET path = '../web.secret'")
    sign_in(client, "admin")
    answer = client.get(f"/api/v1/carts/{cart.id}/sound")
    assert answer.status_code == 404
    assert answer.json()["code"] == "recording_missing"


def test_films_are_marked_found_and_shown(client, sessions, paths, cart):
    film = add_film(sessions, paths.media, NOON, "Sawah", black=((0, 72_000),))
    mute = add_film(sessions, paths.media, NOON, "Bisu", previewed=False, sound=0, sound_tracks=0)
    sign_in(client, "humas")
    page = client.get("/library?film=1&lang=en").text
    assert cart.title not in page
    assert f'src="/api/v1/carts/{film.id}/thumbnails/1"' in page
    assert f"/api/v1/carts/{mute.id}/thumbnails" not in page
    assert "with pictures, no sound" in page
    shown = client.get(f"/library/carts/{film.id}?lang=en").text
    assert f'src="/api/v1/carts/{film.id}/proxy"' in shown
    assert "1,280 × 720, widescreen 16:9" in shown
    assert "Black: 00:00.0–00:01.5." in shown
    assert "hard to decode" not in shown
    with sessions.begin() as session:
        FilmStore(session).housed(film.id, House.MADE)
    assert "a copy in the channel&#39;s format airs" in client.get(f"/library/carts/{film.id}").text
    waits = client.get(f"/library/carts/{mute.id}?lang=id").text
    assert f'src="/api/v1/carts/{mute.id}/sound"' in waits
    assert "sedang dibuat" in waits


def test_what_a_film_looks_like_is_sent_to_those_who_signed_in(client, sessions, paths, cart):
    film = add_film(sessions, paths.media, NOON)
    at = f"/api/v1/carts/{film.id}"
    assert client.get(f"{at}/proxy").status_code == 401
    assert client.get(f"{at}/thumbnails/1").status_code == 401
    sign_in(client, "humas")
    assert client.get(f"{at}/proxy").headers["content-type"] == "video/mp4"
    part = client.get(f"{at}/proxy", headers={"Range": "bytes=250-499"})
    assert (part.status_code, part.content) == (206, bytes(range(250)))
    picture = client.get(f"{at}/thumbnails/2")
    assert (picture.headers["content-type"], picture.content) == ("image/jpeg", b"picture")
    assert client.get(f"{at}/thumbnails/3").status_code == 404
    assert client.get(f"{at}/thumbnails/0").status_code == 422
    assert client.get(f"/api/v1/carts/{cart.id}/proxy").status_code == 404
    about = client.get(f"{at}/film").json()
    assert (about["pictures"], about["preview"], about["thumbnails"]) == (250, "made", 2)
    assert about["house"] == "waiting"
    assert client.get(f"/api/v1/carts/{cart.id}/film").json() is None
    assert [one["id"] for one in client.get("/api/v1/carts?film=1").json()["carts"]] == [film.id]


def test_the_api_changes_what_is_given_and_refuses_the_rest(client, cart):
    headers = {"X-CSRF-Token": sign_in(client, "operator")}
    address = f"/api/v1/carts/{cart.id}"
    assert (
        client.patch(address, json={"artist": "BPBD"}, headers=headers).json()["artist"] == "BPBD"
    )
    wrong = client.patch(address, json={"cue_in": 10 * SECOND}, headers=headers)
    assert (wrong.status_code, wrong.json()["fields"]) == (422, ["cue_out"])
    assert client.patch(address, json={"path": "x"}, headers=headers).status_code == 422
    assert client.get(address).json()["length_ms"] == 9_000


def test_the_waveform_covers_the_whole_file(client, cart):
    sign_in(client, "operator")
    shape = client.get(f"/api/v1/carts/{cart.id}/waveform").json()
    assert shape["columns"] == list(range(200))
    assert shape["frames"] == cart.frames


def test_no_waveform_is_drawn_while_the_machine_is_needed_for_the_air(client, cart, paths, clock):
    sign_in(client, "operator")
    sign = paths.pressure("radio")
    pressure.publish(sign, Pressure(Level.WAVEFORMS, clock.now(), clock.now()))
    for address in (f"/api/v1/carts/{cart.id}/waveform", f"/studio/waveform/{cart.id}"):
        assert client.get(address).json()["columns"] == []
    pressure.publish(sign, Pressure(Level.METERS, clock.now(), clock.now()))
    for address in (f"/api/v1/carts/{cart.id}/waveform", f"/studio/waveform/{cart.id}"):
        assert client.get(address).json()["columns"]


@pytest.fixture
def entry(sessions, paths):
    (paths.quarantine / "abc").write_bytes(b"not media")
    with sessions.begin() as session:
        return Quarantine(session, paths.quarantine).add(
            Entry(
                id=0,
                fault=Fault.NOT_MEDIA,
                original_name=MARKUP,
                path="abc",
                sha256="ab" * 32,
                bytes=9,
                first_seen=NOON,
                last_seen=NOON,
            )
        )


def test_quarantine_says_why_and_what_to_do_in_both_languages(client, entry):
    sign_in(client, "humas")
    assert "tidak berisi suara" in client.get("/library/quarantine?lang=id").text
    page = client.get("/library/quarantine?lang=en").text
    assert "holds no sound" in page
    assert MARKUP not in page
    assert "/delete" not in page


def test_a_file_that_is_tried_again_and_fails_again_stays(client, entry, paths):
    token = sign_in(client, "operator")
    address = f"/library/quarantine/{entry.id}/retry"
    assert client.post(address, data={"csrf": token}).headers["location"] == "/library/quarantine"
    assert [found["id"] for found in client.get("/api/v1/quarantine").json()] == [entry.id]


def test_a_quarantined_file_is_deleted_for_good(client, entry, paths):
    token = sign_in(client, "operator")
    client.post(f"/library/quarantine/{entry.id}/delete", data={"csrf": token})
    assert client.get("/api/v1/quarantine").json() == []
    assert list(paths.quarantine.iterdir()) == []
