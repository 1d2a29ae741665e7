"""The state folder is one place, wherever it is."""

from pathlib import Path

from station.paths import StatePaths, state_home


def test_the_state_folder_is_what_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("MENGUDARA_HOME", str(tmp_path))
    assert state_home() == tmp_path


def test_without_a_word_it_is_var_here(monkeypatch, tmp_path):
    monkeypatch.delenv("MENGUDARA_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert state_home() == tmp_path / "var"


def test_it_is_always_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MENGUDARA_HOME", "here")
    assert state_home() == Path(tmp_path, "here")


def test_everything_lives_below_it(tmp_path):
    paths = StatePaths(tmp_path)
    paths.create()
    assert paths.media.is_dir()
    assert paths.bus_socket("radio").parent == paths.run
    assert paths.run.is_dir()


def test_two_stations_on_one_machine_have_picture_rings_of_their_own(tmp_path):
    one, other = StatePaths(tmp_path / "a"), StatePaths(tmp_path / "b")
    assert len({one.pictures("tv"), other.pictures("tv"), one.pictures("tv2")}) == 3
