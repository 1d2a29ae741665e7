"""`mengudara media` as a person uses it."""

import pytest
from typer.testing import CliRunner

from media_library import cli
from mengudara import schema
from station.database import engine_for
from station.paths import HOME_VARIABLE, StatePaths
from tests.integration import media_library_zoo as zoo


@pytest.fixture
def paths(tmp_path, monkeypatch):
    paths = StatePaths(tmp_path / "home")
    paths.create()
    monkeypatch.setenv(HOME_VARIABLE, str(paths.home))
    monkeypatch.setenv("MENGUDARA_MEDIA__KEEP_FREE_BYTES", "0")
    monkeypatch.setenv("COLUMNS", "200")
    return paths


@pytest.fixture
def migrated(paths):
    engine = engine_for(f"sqlite:///{paths.database}")
    schema.upgrade(engine)
    engine.dispose()
    return paths


@pytest.fixture
def songs(tmp_path):
    folder = tmp_path / "songs" / "jingle"
    folder.mkdir(parents=True)
    zoo.run("-f", "lavfi", "-i", "sine=d=1", str(folder / "Band - Pagi [baru].flac"))
    (folder / "bad.mp3").write_text("not a song")
    (folder / ".hidden.mp3").write_text("not a song")
    return folder.parent


def run(*arguments):
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def test_without_a_library_it_says_what_to_do(paths, songs):
    result = run("add", songs)
    assert result.exit_code == 1
    assert "start the station once" in result.output


def test_a_folder_is_added_listed_and_shown(migrated, songs):
    result = run("add", songs, "--tag", "Segar")
    assert "1 added" in result.output
    assert "1 quarantined" in result.output
    assert result.exit_code == 0
    listed = run("list", "pagi").output
    assert "Pagi [baru]" in listed
    assert "jingle" in listed
    assert "segar" in listed
    assert "sha256" in run("show", 1).output


def test_recordings_are_listed_a_page_at_a_time(migrated, songs):
    run("add", songs)
    assert "1–1 of 1" in run("list", "--limit", 1, "--order", "artist").output
    assert "0 of 1" in run("list", "--offset", 1).output
    assert run("list", "--limit", 201).exit_code == 2


def test_adding_again_resumes(migrated, songs):
    run("add", songs)
    assert "1 already there" in run("add", songs).output


def test_the_quarantine_is_listed_and_emptied(migrated, songs):
    run("add", songs)
    assert "not_media" in run("quarantine").output
    assert "not_media" in run("quarantine", "--retry", 1).output
    assert run("quarantine", "--forget", 1).exit_code == 0
    assert "not_media" not in run("quarantine").output
    assert list(migrated.quarantine.glob("*.mp3")) == []


def test_a_number_that_is_not_there_is_an_error(migrated):
    for arguments in (("show", 9), ("quarantine", "--retry", 9), ("quarantine", "--forget", 9)):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "numbered 9" in result.output


def test_a_broken_setting_is_named(migrated, songs):
    migrated.config.write_text("timezone = 'Mars/Olympus'\n")
    result = run("add", songs)
    assert result.exit_code == 1
    assert "timezone" in result.output


def test_a_full_disk_is_said_plainly(migrated, songs, monkeypatch):
    monkeypatch.setenv("MENGUDARA_MEDIA__KEEP_FREE_BYTES", str(1 << 60))
    result = run("add", songs)
    assert result.exit_code == 1
    assert "The disk is full" in result.output
