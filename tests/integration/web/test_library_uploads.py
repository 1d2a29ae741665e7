"""Uploads in pieces: the tus 1.0 protocol, its owners, its limits, and the queue behind it."""

import base64
import errno
import shutil
from collections import namedtuple

import pytest
from starlette.testclient import TestClient

from media_library import files
from media_library.jobs import JobState, JobStore
from media_library.uploads import Uploads
from station.clock import VirtualClock
from station.config import Media
from tests.browser.desk import config_for, sign_in
from tests.browser.doubles import NOON
from web.app import create_app

UPLOADS = "/api/v1/uploads"
LIMIT = 2_000_000
PIECE = {"Content-Type": "application/offset+octet-stream"}


@pytest.fixture
def app(paths, sessions):
    config = config_for().model_copy(update={"media": Media(max_bytes=LIMIT, keep_free_bytes=0)})
    return create_app(config, paths, sessions, VirtualClock(NOON), secret="a secret of the tests")


class Sender:
    """Someone with files to send."""

    def __init__(self, app, name):
        self.client = TestClient(app, follow_redirects=False)
        self.headers = {"X-CSRF-Token": sign_in(self.client, name), "Tus-Resumable": "1.0.0"}

    def ask(self, method, address, content=None, **headers):
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(method, address, content=content, headers=sent)

    def begin(self, length, name="siaran.mp3", kind="psa"):
        about = {"filename": name, "kind": kind}
        pairs = [f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in about.items()]
        return self.ask("POST", UPLOADS, Upload_Length=str(length), Upload_Metadata=",".join(pairs))

    def send(self, address, offset, content):
        return self.ask("PATCH", address, content, Upload_Offset=str(offset), **PIECE)


@pytest.fixture
def humas(app):
    return Sender(app, "humas")


@pytest.fixture
def operator(app):
    return Sender(app, "operator")


def test_the_server_says_what_it_understands(operator):
    answer = operator.ask("OPTIONS", UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-extension"] == "creation,expiration,termination"
    assert answer.headers["tus-max-size"] == str(LIMIT)


def test_a_file_in_pieces_becomes_one_job(operator, sessions):
    content = bytes(range(256)) * 6_000
    created = operator.begin(len(content), "Lagu “baru”.mp3", "music")
    address = created.headers["location"]
    assert created.status_code == 201
    assert "GMT" in created.headers["upload-expires"]
    first = operator.send(address, 0, content[:1_000_000])
    assert (first.status_code, first.headers["upload-offset"]) == (204, "1000000")
    assert operator.ask("HEAD", address).headers["upload-offset"] == "1000000"
    last = operator.send(address, 1_000_000, content[1_000_000:])
    with sessions() as session:
        job = JobStore(session).get(int(last.headers["upload-job"]))
    assert (job.name, job.kind, job.by, job.state) == (
        "Lagu “baru”.mp3",
        "music",
        "operator",
        JobState.WAITING,
    )
    assert job.path.read_bytes() == content


def test_a_finished_file_is_handed_on_once(operator, sessions):
    address = operator.begin(3).headers["location"]
    job = operator.send(address, 0, b"abc").headers["upload-job"]
    again = operator.ask("HEAD", address)
    assert (again.headers["upload-offset"], again.headers["upload-job"]) == ("3", job)
    with sessions() as session:
        assert len(JobStore(session).newest()) == 1


def test_what_the_library_has_taken_is_still_known_as_whole(operator, sessions):
    address = operator.begin(3).headers["location"]
    job = int(operator.send(address, 0, b"abc").headers["upload-job"])
    with sessions() as session:
        JobStore(session).get(job).path.unlink()
    assert operator.ask("HEAD", address).headers["upload-offset"] == "3"


def test_a_piece_at_the_wrong_place_is_refused(operator):
    address = operator.begin(10).headers["location"]
    operator.send(address, 0, b"abc")
    assert operator.send(address, 5, b"x").status_code == 409
    assert operator.send(address, 0, b"x").status_code == 409


def test_more_than_was_announced_is_refused(operator):
    address = operator.begin(3).headers["location"]
    assert operator.send(address, 0, b"abcd").status_code == 413


def test_a_file_over_the_limit_is_refused_before_a_byte_comes(operator):
    answer = operator.begin(LIMIT + 1)
    assert answer.status_code == 413
    assert answer.json()["message"] == "Berkas lebih besar daripada batas stasiun."


def test_a_full_disk_is_told_before_a_byte_comes(operator, paths, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, 10))
    answer = operator.begin(1_000)
    assert answer.status_code == 507
    assert "penuh" in answer.json()["message"]
    assert list(paths.uploads.iterdir()) == []


def test_a_disk_that_fills_up_leaves_nothing_half_stored(operator, paths, monkeypatch):
    address = operator.begin(1_000).headers["location"]

    def full(folder, needed):
        raise files.DiskFull(needed, 0)

    monkeypatch.setattr("media_library.uploads.Piece.write", lambda piece, chunk: full("", 1))
    assert operator.send(address, 0, b"x" * 500).status_code == 507
    assert list(paths.uploads.iterdir()) == []
    assert operator.ask("HEAD", address).status_code == 404


def test_nobody_goes_on_with_the_upload_of_another(operator, humas):
    address = operator.begin(10).headers["location"]
    assert humas.ask("HEAD", address).status_code == 404
    assert humas.send(address, 0, b"abc").status_code == 404
    assert humas.ask("DELETE", address).status_code == 404


def test_the_public_relations_office_brings_announcements_only(humas):
    assert humas.begin(10, kind="psa").status_code == 201
    for kind in ("music", ""):
        refused = humas.begin(10, kind=kind)
        assert (refused.status_code, refused.json()["code"]) == (403, "kind_not_allowed")


def test_a_stranger_and_a_forger_are_refused(app, operator):
    stranger = TestClient(app)
    assert stranger.head(f"{UPLOADS}/{'0' * 32}").status_code == 401
    operator.headers.pop("X-CSRF-Token")
    assert operator.begin(10).status_code == 403


def test_given_up_uploads_are_gone(operator, paths):
    address = operator.begin(10).headers["location"]
    assert operator.ask("DELETE", address).status_code == 204
    assert list(paths.uploads.iterdir()) == []


@pytest.mark.parametrize("number", ["../../etc/passwd", "0" * 32, "x", "..%2f..%2fx"])
def test_made_up_uploads_are_not_found(operator, number):
    assert operator.ask("HEAD", f"{UPLOADS}/{number}").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus_Resumable": "0.2.2"}, 412),
        ({"Upload_Offset": "-1"}, 400),
        ({"Upload_Offset": ""}, 400),
        ({"Content_Type": "text/plain"}, 415),
    ],
)
def test_what_is_not_the_protocol_is_refused(operator, headers, status):
    address = operator.begin(10).headers["location"]
    sent = {"Upload_Offset": "0", "Content_Type": PIECE["Content-Type"]} | headers
    assert operator.ask("PATCH", address, b"a", **sent).status_code == status


def test_the_name_of_a_file_leads_nowhere(operator, paths, sessions):
    address = operator.begin(1, "..\\..\\a/../../etc/passwd").headers["location"]
    job = int(operator.send(address, 0, b"x").headers["upload-job"])
    with sessions() as session:
        found = JobStore(session).get(job)
    assert found.name == "passwd"
    assert found.path.parent == paths.uploads


def test_the_page_lists_what_stopped_half_way(operator, paths, app):
    address = operator.begin(1_000_000, "setengah.mp3").headers["location"]
    operator.send(address, 0, b"x" * 500_000)
    page = operator.client.get("/library/upload?lang=en").text
    assert "setengah.mp3" in page
    assert "500 kB of 1.0 MB" in page
    token = operator.headers["X-CSRF-Token"]
    upload_id = address.rpartition("/")[2]
    operator.client.post(f"/library/uploads/{upload_id}/discard", data={"csrf": token})
    assert Uploads(paths, config_for(), VirtualClock(NOON)).all() == []


def test_no_room_while_writing_is_a_full_disk_too(operator, monkeypatch):
    address = operator.begin(10).headers["location"]

    def refuse(fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    assert operator.send(address, 0, b"abc").status_code == 507
