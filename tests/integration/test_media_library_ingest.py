"""Files into the library on both databases: whole, once, or quarantined; by every door."""

import errno
import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from media_library import ingest as ingest_module
from media_library.decoder import Interrupted
from media_library.files import DiskFull, FileUnreadable
from media_library.inbox import REST, RETRY_AFTER, Inbox
from media_library.ingest import Added, Duplicate, Ingest, Quarantined, Wish
from media_library.ingest_queue import IngestQueue
from media_library.jobs import JobState, JobStore, Origin
from media_library.quarantine import Fault, Quarantine
from media_library.store import CartStore
from station.clock import VirtualClock
from station.config import Config, Media
from station.kinds import Kind
from tests.integration import media_library_zoo as zoo

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Path:
    """Four short songs, each different, and one that is cut."""
    folder = tmp_path_factory.mktemp("recorded")
    for number in range(4):
        tone = f"sine=f={300 + 100 * number}:d=1"
        zoo.run("-f", "lavfi", "-i", tone, str(folder / f"Band - Lagu {number}.flac"))
    whole = (folder / "Band - Lagu 0.flac").read_bytes()
    (folder / "cut.flac").write_bytes(whole[: len(whole) // 2])
    return folder


@pytest.fixture
def songs(recorded, tmp_path) -> Path:
    return shutil.copytree(recorded, tmp_path / "songs")


@pytest.fixture
def clock():
    return VirtualClock(NOW)


@pytest.fixture
def make(paths, sessions, clock):
    def make(**media) -> Ingest:
        config = Config(media=Media(**{"keep_free_bytes": 0, **media}))
        return Ingest(config, paths, sessions, clock)

    return make


@pytest.fixture
def ingest(make):
    return make()


def stored(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def carts(sessions):
    with sessions() as session:
        return CartStore(session).search(limit=1_000).carts


def entries(sessions, paths):
    with sessions() as session:
        return Quarantine(session, paths.quarantine).list()


def song(songs: Path, number: int = 1) -> Path:
    return songs / f"Band - Lagu {number}.flac"


def test_an_added_file_is_a_cart_with_its_file_and_waveform(ingest, songs, paths, sessions):
    outcome = ingest.add(song(songs), Wish(tags=("Pagi",)))
    assert isinstance(outcome, Added)
    cart = outcome.cart
    assert (cart.artist, cart.title, cart.tags) == ("Band", "Lagu 1", ("pagi",))
    assert (cart.frames, cart.kind, cart.added_at) == (48_000, Kind.MUSIC, NOW)
    assert (paths.media / cart.path).read_bytes() == song(songs).read_bytes()
    assert cart.path == f"{cart.sha256[:2]}/{cart.sha256}.flac"
    with sessions() as session:
        peaks = CartStore(session).peaks(cart.id)
    assert peaks is not None
    assert len(peaks.values) == 20


def test_what_the_bringer_says_goes_before_what_the_file_says(ingest, songs):
    wish = Wish(kind=Kind.PSA, title="Cuci Tangan", artist="Dinkes", name="ilm.flac")
    outcome = ingest.add(song(songs), wish)
    assert isinstance(outcome, Added)
    assert (outcome.cart.kind, outcome.cart.title) == (Kind.PSA, "Cuci Tangan")
    assert (outcome.cart.artist, outcome.cart.original_name) == ("Dinkes", "ilm.flac")
    assert outcome.cart.segue == outcome.cart.cue_out


def test_the_same_file_under_another_name_is_not_stored_twice(ingest, songs, paths, sessions):
    first = ingest.add(song(songs))
    shutil.copy(song(songs), songs / "other.flac")
    again = ingest.add(songs / "other.flac")
    assert again == Duplicate(first.cart)
    assert len(carts(sessions)) == len(stored(paths.media)) == 1


def test_a_moved_file_is_gone_from_where_it_was(ingest, songs, paths):
    path = song(songs)
    assert isinstance(ingest.add(path, copy=False), Added)
    assert not path.exists()
    shutil.copy(song(songs, 2), path)
    ingest.add(song(songs, 2))
    assert isinstance(ingest.add(path, copy=False), Duplicate)
    assert not path.exists()
    assert len(stored(paths.media)) == 2


@pytest.mark.parametrize("copy", [True, False])
def test_a_bad_file_is_kept_with_its_reason_and_listed_once(
    ingest, songs, paths, sessions, clock, copy
):
    bad = (songs / "cut.flac").read_bytes()
    for _ in range(2):
        (songs / "cut.flac").write_bytes(bad)
        outcome = ingest.add(songs / "cut.flac", copy=copy)
        assert isinstance(outcome, Quarantined)
        assert outcome.entry.fault is Fault.TRUNCATED
        assert (songs / "cut.flac").exists() is copy
        clock.jump(timedelta(hours=1))
    [entry] = entries(sessions, paths)
    assert (entry.times, entry.original_name) == (2, "cut.flac")
    assert (paths.quarantine / entry.path).read_bytes() == bad
    assert carts(sessions) == ()


def test_a_file_beyond_the_limit_is_quarantined_where_it_lies(make, songs, paths, sessions):
    big = songs / "big.wav"
    zoo.run("-f", "lavfi", "-i", "sine=d=12", str(big))
    ingest = make(max_bytes=1_000_000)
    outcome = ingest.add(big)
    assert isinstance(outcome, Quarantined)
    assert outcome.entry.about == {"bytes": big.stat().st_size, "limit": 1_000_000}
    assert big.exists()
    assert stored(paths.quarantine) == []
    outcome = ingest.add(big, copy=False)
    assert isinstance(outcome, Quarantined)
    assert not big.exists()
    assert stored(paths.quarantine) == [outcome.entry.path]


def test_a_quarantined_file_that_can_air_after_all_becomes_a_cart(make, songs, paths, sessions):
    big = songs / "big.wav"
    zoo.run("-f", "lavfi", "-i", "sine=d=12", str(big))
    outcome = make(max_bytes=1_000_000).add(big, Wish(kind=Kind.PSA), copy=False)
    retried = make().retry(outcome.entry.id)
    assert isinstance(retried, Added)
    assert (retried.cart.kind, retried.cart.original_name) == (Kind.PSA, "big.wav")
    assert stored(paths.quarantine) == []
    assert entries(sessions, paths) == []


def test_a_quarantined_file_that_still_cannot_air_stays(ingest, songs, paths, sessions):
    outcome = ingest.add(songs / "cut.flac", copy=False)
    retried = ingest.retry(outcome.entry.id)
    assert isinstance(retried, Quarantined)
    assert stored(paths.quarantine) == [outcome.entry.path]


def test_a_full_disk_is_said_and_nothing_is_half_stored(make, songs, paths, sessions):
    with pytest.raises(DiskFull):
        make(keep_free_bytes=1 << 60).add(song(songs))
    assert stored(paths.media) == []
    assert carts(sessions) == ()


def test_a_row_that_cannot_be_written_takes_its_file_back(
    ingest, songs, paths, sessions, monkeypatch
):
    def full(*_):
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(CartStore, "add", full)
    with pytest.raises(DiskFull):
        ingest.add(song(songs), copy=False)
    assert song(songs).exists()
    assert stored(paths.media) == []


def test_a_file_that_changes_while_it_is_read_is_not_stored(
    ingest, songs, paths, sessions, monkeypatch
):
    measured = ingest_module.measure

    def written_meanwhile(exe, path):
        found = measured(exe, path)
        with path.open("ab") as file:
            file.write(b"more")
        return found

    monkeypatch.setattr(ingest_module, "measure", written_meanwhile)
    with pytest.raises(FileUnreadable, match="still being written"):
        ingest.add(song(songs))
    assert stored(paths.media) == []
    assert carts(sessions) == ()


def test_a_file_that_is_not_there_is_unreadable(ingest, songs):
    with pytest.raises(FileUnreadable):
        ingest.add(songs / "absent.mp3")


def test_a_strange_name_is_only_a_name(ingest, songs, paths):
    strange = songs / "-i $(touch x);'\"\n%s{} é.flac"
    song(songs).rename(strange)
    outcome = ingest.add(strange)
    assert isinstance(outcome, Added)
    assert "\n" not in outcome.cart.title
    assert stored(paths.media) == [f"{outcome.cart.sha256}.flac"]


def test_many_are_added_on_all_cores_and_a_second_run_adds_nothing(ingest, songs, sessions):
    told: list[object] = []

    def run():
        told.clear()
        files = [*sorted(songs.iterdir()), songs / "absent.mp3"]
        ingest.add_all(files, workers=3, progress=lambda path, outcome: told.append(outcome))

    run()
    kinds = [type(outcome) for outcome in told]
    assert kinds.count(Added) == 4
    assert kinds.count(Quarantined) == kinds.count(FileUnreadable) == 1
    run()
    assert [type(outcome) for outcome in told].count(Duplicate) == 4
    assert len(carts(sessions)) == 4


def test_a_full_disk_ends_a_long_run(make, songs):
    told: list[object] = []
    with pytest.raises(DiskFull):
        make(keep_free_bytes=1 << 60).add_all(
            sorted(songs.glob("Band*")), workers=1, progress=lambda *seen: told.append(seen)
        )
    assert len(told) == 1


def test_the_same_file_added_at_the_same_time_is_one_cart(ingest, songs, sessions, paths):
    copies = [songs / f"copy-{number}.flac" for number in range(4)]
    for copy in copies:
        shutil.copy(song(songs), copy)
    told: list[object] = []
    ingest.add_all(copies, workers=4, progress=lambda path, outcome: told.append(type(outcome)))
    assert sorted(told, key=str) == [Added, Duplicate, Duplicate, Duplicate]
    assert len(carts(sessions)) == len(stored(paths.media)) == 1


@pytest.fixture
def queue(sessions, ingest, clock):
    return IngestQueue(sessions, ingest, clock)


def submit(sessions, path, **fields):
    with sessions.begin() as session:
        return JobStore(session).submit(path, Origin.UPLOAD, NOW, **fields)


def test_a_job_is_run_and_its_end_recorded(queue, songs, sessions):
    job = submit(sessions, song(songs), name="Asli.flac", kind=Kind.JINGLE, tags=["x"], by="siti")
    assert job.state is JobState.WAITING
    ended = queue.run_one()
    assert (ended.id, ended.state, ended.by) == (job.id, JobState.DONE, "siti")
    [cart] = carts(sessions)
    assert (cart.id, cart.kind, cart.tags) == (ended.cart_id, Kind.JINGLE, ("x",))
    assert cart.original_name == "Asli.flac"
    assert queue.run_one() is None
    assert not song(songs).exists()


def test_the_queue_rests_while_the_machine_is_needed_for_the_air(sessions, ingest, clock, songs):
    pressed = [True]
    queue = IngestQueue(sessions, ingest, clock, rests=lambda: bool(pressed))
    job = submit(sessions, song(songs))
    assert queue.run_one() is None
    with sessions() as session:
        assert JobStore(session).get(job.id).state is JobState.WAITING
    pressed.clear()
    assert queue.run_one().state is JobState.DONE


def test_every_end_of_a_job_is_told_apart(queue, ingest, songs, sessions):
    first = ingest.add(song(songs))
    for path in (song(songs), songs / "cut.flac", song(songs, 2), song(songs, 3)):
        submit(sessions, path)
    song(songs, 3).unlink()
    ends = [queue.run_one() for _ in range(4)]
    states = [end.state for end in ends]
    assert states == [JobState.DUPLICATE, JobState.QUARANTINED, JobState.DONE, JobState.FAILED]
    assert ends[0].cart_id == first.cart.id
    assert (ends[1].fault, ends[3].fault) == (Fault.TRUNCATED, Fault.UNREADABLE)
    with sessions() as session:
        counted = JobStore(session).progress(NOW - timedelta(hours=1))
        newest = JobStore(session).newest(limit=2)
    assert counted == dict.fromkeys(JobState, 1) | {JobState.WAITING: 0, JobState.RUNNING: 0}
    assert newest == [ends[3], ends[2]]


def test_a_full_disk_fails_the_job_which_may_be_tried_again(
    make, songs, sessions, clock, queue, monkeypatch
):
    job = submit(sessions, song(songs))

    def on_another_disk(*_):
        raise OSError(errno.EXDEV, "cross-device link")

    monkeypatch.setattr(os, "link", on_another_disk)
    failed = IngestQueue(sessions, make(keep_free_bytes=1 << 60), clock).run_one()
    assert (failed.state, failed.fault) == (JobState.FAILED, Fault.DISK_FULL)
    assert song(songs).exists()
    with sessions.begin() as session:
        JobStore(session).again(job.id)
    assert queue.run_one().state is JobState.DONE
    with pytest.raises(ValueError, match="done"), sessions.begin() as session:
        JobStore(session).again(job.id)


def test_two_workers_never_take_the_same_job(songs, sessions):
    for number in range(4):
        submit(sessions, song(songs, number))
    taken: list[int] = []

    def take():
        while True:
            with sessions.begin() as session:
                job = JobStore(session).claim("me")
            if job is None:
                return
            taken.append(job.id)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 4


def test_what_a_crash_left_running_is_run_again(queue, songs, sessions):
    job = submit(sessions, song(songs))
    with sessions.begin() as session:
        JobStore(session).claim("a former life")
    assert queue.run_one() is None
    assert queue.resume() == 1
    assert queue.run_one().id == job.id


def test_an_interrupted_job_waits_for_the_next_life(queue, songs, sessions, monkeypatch):
    job = submit(sessions, song(songs))

    def told_to_stop(exe, path):
        raise Interrupted(path)

    monkeypatch.setattr(ingest_module, "measure", told_to_stop)
    with pytest.raises(Interrupted):
        queue.run_one()
    with sessions() as session:
        assert JobStore(session).get(job.id).state is JobState.WAITING


def test_a_job_whose_end_could_not_be_recorded_is_run_again(queue, songs, sessions, monkeypatch):
    submit(sessions, song(songs))

    def away(*_):
        raise OperationalError("UPDATE", {}, Exception("server closed the connection"))

    with monkeypatch.context() as patch:
        patch.setattr(JobStore, "settle", away)
        patch.setattr(JobStore, "wait_again", away)
        with pytest.raises(OperationalError):
            queue.run_one()
    assert len(carts(sessions)) == 1
    assert queue.run_one().state is JobState.DUPLICATE
    assert not song(songs).exists()


def test_a_file_that_upsets_the_program_fails_alone(queue, songs, sessions, monkeypatch):
    submit(sessions, song(songs))
    submit(sessions, song(songs, 2))
    measured = ingest_module.measure

    def upset(exe, path):
        if path == song(songs):
            raise ZeroDivisionError
        return measured(exe, path)

    monkeypatch.setattr(ingest_module, "measure", upset)
    assert queue.run_one().state is JobState.FAILED
    assert queue.run_one().state is JobState.DONE
    assert song(songs).exists()


def test_a_crash_between_storing_and_recording_loses_nothing(queue, ingest, songs, sessions):
    submit(sessions, song(songs))
    with sessions.begin() as session:
        job = JobStore(session).claim("a former life")
    ingest.take(job.path, copy=False)
    queue.resume()
    assert queue.run_one().state is JobState.DUPLICATE
    assert not song(songs).exists()


def test_old_jobs_are_pruned_and_open_ones_kept(queue, songs, sessions, clock):
    submit(sessions, song(songs))
    queue.run_one()
    waiting = submit(sessions, song(songs, 2))
    with sessions.begin() as session:
        assert JobStore(session).prune(clock.now() + timedelta(days=1)) == 1
        assert [job.id for job in JobStore(session).newest()] == [waiting.id]


@pytest.fixture
def inbox(paths, sessions):
    return Inbox(paths.inbox, sessions)


def put(paths, source: Path, place: str) -> Path:
    target = paths.inbox / place
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
    return target


def test_a_file_in_the_inbox_is_taken_when_it_has_come_to_rest(
    inbox, queue, songs, paths, sessions
):
    path = put(paths, song(songs), "a.flac")
    assert inbox.scan(NOW) == []
    with path.open("ab") as file:
        file.write(b"x")
    assert inbox.scan(NOW + REST) == []
    path.write_bytes(song(songs).read_bytes())
    assert inbox.scan(NOW + 2 * REST) == []
    [job] = inbox.scan(NOW + 3 * REST)
    assert (job.source, job.kind) == (Origin.INBOX, Kind.MUSIC)
    assert inbox.scan(NOW + 4 * REST) == []
    assert queue.run_one().state is JobState.DONE
    assert not path.exists()
    assert inbox.scan(NOW + 5 * REST) == []


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("psa/a.flac", Kind.PSA),
        ("Jingle/2026/a.flac", Kind.JINGLE),
        ("Station ID/a.flac", Kind.STATION_ID),
        ("Album Lama/a.flac", Kind.MUSIC),
    ],
)
def test_a_sub_folder_gives_the_kind(inbox, songs, paths, place, kind):
    put(paths, song(songs), place)
    inbox.scan(NOW)
    [job] = inbox.scan(NOW + REST)
    assert job.kind is kind


def test_files_still_on_their_way_hidden_ones_and_links_are_left(inbox, songs, paths):
    for name in (".hidden.flac", "a.flac.part", "b.tmp", "c.crdownload", ".sync/d.flac"):
        put(paths, song(songs), name)
    (paths.inbox / "link.flac").symlink_to(song(songs))
    inbox.scan(NOW)
    assert inbox.scan(NOW + REST) == []


def test_a_file_whose_name_is_no_text_is_taken_like_any_other(inbox, queue, songs, paths, sessions):
    for number, name in enumerate((b"Lagu \xe9.flac", "Lagu é.flac".encode(), b"\xff/Lagu.flac")):
        put(paths, song(songs, number), os.fsdecode(name))
    inbox.scan(NOW)
    assert len(inbox.scan(NOW + REST)) == 3
    while queue.run_one():
        pass
    titles = sorted(cart.title for cart in carts(sessions))
    assert titles == ["Lagu", "Lagu é", "Lagu é (2)"]
    assert stored(paths.inbox) == []


def test_a_file_is_added_whatever_the_bytes_of_its_name(ingest, songs):
    odd = song(songs).rename(songs / os.fsdecode(b"Band - Lagu \xe9.flac"))
    outcome = ingest.add(odd)
    assert isinstance(outcome, Added)
    assert outcome.cart.title == "Lagu é"
    assert outcome.cart.original_name == "Band - Lagu é.flac"


def test_a_bad_file_leaves_the_inbox_for_the_quarantine(inbox, queue, songs, paths, sessions):
    path = put(paths, songs / "cut.flac", "cut.flac")
    inbox.scan(NOW)
    inbox.scan(NOW + REST)
    assert queue.run_one().state is JobState.QUARANTINED
    assert not path.exists()
    assert len(entries(sessions, paths)) == 1


def test_a_file_that_failed_is_tried_again_later(inbox, queue, songs, paths, sessions, clock):
    path = put(paths, song(songs), "a.flac")
    inbox.scan(NOW)
    inbox.scan(NOW + REST)
    path.rename(paths.inbox / ".away")
    assert queue.run_one().state is JobState.FAILED
    (paths.inbox / ".away").rename(path)
    inbox.scan(NOW + 2 * REST)
    assert inbox.scan(NOW + 3 * REST) == []
    assert len(inbox.scan(NOW + RETRY_AFTER)) == 1


def test_after_a_restart_waiting_files_are_not_queued_twice(inbox, songs, paths, sessions):
    put(paths, song(songs), "a.flac")
    inbox.scan(NOW)
    inbox.scan(NOW + REST)
    fresh = Inbox(paths.inbox, sessions)
    fresh.scan(NOW + 2 * REST)
    assert fresh.scan(NOW + 3 * REST) == []
