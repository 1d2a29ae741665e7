"""The captions of a film: put in on its page, or found beside it by their name."""

import pytest

from media_library import captions
from media_library.ingest import Captioned, Ingest, Quarantined
from media_library.ingest_queue import IngestQueue
from media_library.jobs import JobState, JobStore, Origin
from media_library.quarantine import Fault
from station.config import Config, Media
from station.film_captions import captions_of, languages_of
from tests.integration.web.library_material import add_cart, add_film

VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\nSelamat pagi & salam\n"
SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nSelamat pagi & salam\r\n"
BROKEN = "1\n00:00:01,000 --> kapan?\nx\n"


@pytest.fixture
def film(sessions, paths, clock):
    return add_film(sessions, paths.media, clock.now(), "Pekan Raya")


@pytest.fixture
def ingest(paths, sessions, clock):
    return Ingest(Config(media=Media(keep_free_bytes=0)), paths, sessions, clock)


def put(visitor, cart, text, name="x.vtt", **more):
    return visitor.client.post(
        f"/library/carts/{cart.id}/captions",
        data={"csrf": visitor.token, **more},
        files={"file": (name, text.encode())},
    )


def said(paths, film):
    return [cue.text for cue in captions.of(paths.media, film.path)]


def arrival(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    return path


@pytest.mark.parametrize("text", [VTT, SRT])
def test_captions_are_put_in_on_the_page_of_the_film(film, operator, paths, text):
    assert put(operator, film, text).status_code == 303
    page = operator.page(f"/library/carts/{film.id}/captions", lang="en")
    assert "Selamat pagi &amp; salam" in page
    kept = operator.get(f"/library/carts/{film.id}/captions/captions.vtt")
    assert kept.text == "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nSelamat pagi &amp; salam\n"
    assert f'/library/carts/{film.id}/captions"' in operator.page(f"/library/carts/{film.id}")


@pytest.mark.parametrize(
    ("name", "head", "chosen", "language"),
    [
        ("x.vtt", "", "", "id"),
        ("Pekan Raya.en.vtt", "", "", "en"),
        ("x.vtt", "Kind: captions\nLanguage: jv-ID\n", "", "jv"),
        ("x.en.vtt", "Language: jv\n", "", "en"),
        ("x.en.vtt", "", "ar", "ar"),
        ("x.hd.vtt", "Language: klingon\n", "", "id"),
    ],
)
def test_their_language_is_chosen_or_said_by_the_file(film, operator, paths, name, head, chosen,
                                                      language):  # fmt: skip
    text = VTT.replace("WEBVTT\n", f"WEBVTT\n{head}")
    assert put(operator, film, text, name, language=chosen).status_code == 303
    assert languages_of(paths.media, film.path) == (language,)
    assert [cue.text for cue in captions.of(paths.media, film.path, language)] == [
        "Selamat pagi & salam"
    ]


def test_a_film_has_them_in_several_languages_and_each_is_taken_away_alone(film, operator, paths):
    put(operator, film, VTT)
    put(operator, film, VTT.replace("Selamat pagi", "Good morning"), language="en")
    where = f"/library/carts/{film.id}/captions"
    page = operator.page(where)
    assert "Bahasa Indonesia</a>" in page
    assert "Selamat pagi" in page
    assert "Good morning" in operator.page(f"{where}?language=en")
    assert "Good morning" in operator.get(f"{where}/captions.vtt?language=en").text
    operator.post(f"{where}/remove", language="en")
    assert languages_of(paths.media, film.path) == ("id",)


def test_what_cannot_be_read_is_told_with_its_line_and_changes_nothing(film, operator, paths):
    put(operator, film, VTT)
    answer = put(operator, film, BROKEN)
    assert answer.status_code == 422
    assert "Baris 2:" in answer.text
    assert said(paths, film) == ["Selamat pagi & salam"]


def test_they_are_taken_away_again(film, operator, paths):
    put(operator, film, VTT)
    assert operator.post(f"/library/carts/{film.id}/captions/remove").status_code == 303
    assert said(paths, film) == []
    assert operator.get(f"/library/carts/{film.id}/captions/captions.vtt").status_code == 404


def test_only_operators_change_them_and_only_films_have_them(film, humas, operator, sessions, paths,
                                                            clock):  # fmt: skip
    assert put(humas, film, VTT).status_code == 403
    assert "enctype" not in humas.page(f"/library/carts/{film.id}/captions")
    song = add_cart(sessions, paths.media, clock.now(), "Lagu")
    assert operator.get(f"/library/carts/{song.id}/captions").status_code == 404


@pytest.mark.parametrize("name", ["Pekan Raya.srt", "pekan raya.id.SRT"])
def test_a_file_called_as_the_film_is_finds_it(film, ingest, paths, tmp_path, name):
    outcome = ingest.add(arrival(tmp_path, name, SRT))
    assert isinstance(outcome, Captioned)
    assert outcome.cart.id == film.id
    assert said(paths, film) == ["Selamat pagi & salam"]
    assert (paths.media / captions_of(film.path)).is_file()


def test_a_file_called_as_the_film_in_a_language_is_kept_in_it(film, ingest, paths, tmp_path):
    ingest.add(arrival(tmp_path, "Pekan Raya.eng.srt", SRT))
    assert languages_of(paths.media, film.path) == ("en",)
    assert said(paths, film) == []


def test_a_broken_one_is_kept_in_quarantine_with_the_reason(film, ingest, tmp_path, operator):
    outcome = ingest.add(arrival(tmp_path, "Pekan Raya.srt", BROKEN))
    assert isinstance(outcome, Quarantined)
    assert (outcome.entry.fault, outcome.entry.about["line"]) == (Fault.CAPTIONS, 2)
    page = operator.page("/library/quarantine", lang="en")
    assert "line 2. The times are not written as" in page


def test_captions_that_come_before_their_film_wait_for_it(ingest, sessions, paths, clock, tmp_path):
    queue = IngestQueue(sessions, ingest, clock)
    path = arrival(tmp_path, "Pekan Raya.srt", SRT)
    with sessions.begin() as session:
        JobStore(session).submit(path, Origin.UPLOAD, clock.now())
    job = queue.run_one()
    assert (job.state, job.fault) == (JobState.FAILED, Fault.NO_FILM)
    assert path.is_file()
    film = add_film(sessions, paths.media, clock.now(), "Pekan Raya")
    with sessions.begin() as session:
        assert JobStore(session).film_came("Hari Lain.mp4") == 0
        assert JobStore(session).film_came("Pekan Raya.mp4") == 1
    job = queue.run_one()
    assert (job.state, job.cart_id) == (JobState.DONE, film.id)
    assert said(paths, film) == ["Selamat pagi & salam"]
    assert not path.exists()
