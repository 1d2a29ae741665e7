"""Settings are read strictly, and every complaint names its key."""

import pytest

from station.config import Channel, Config, ConfigInvalid, load
from station.paths import StatePaths
from station.video import Shape


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("MENGUDARA_HOME", str(tmp_path))
    paths = StatePaths(tmp_path)

    def write(text):
        paths.config.write_text(text)
        return paths

    return write


def test_a_station_without_a_file_has_defaults(tmp_path):
    assert load(StatePaths(tmp_path)).model_dump() == Config().model_dump()


def test_the_file_is_read(settings):
    config = load(
        settings('name = "Radio Contoh"\n[web]\nport = 9000\n[[channels]]\nslug = "satu"')
    )
    assert (config.name, config.web.port, config.channels[0].slug) == ("Radio Contoh", 9000, "satu")


def test_the_environment_wins_over_the_file(settings, monkeypatch):
    monkeypatch.setenv("MENGUDARA_WEB__PORT", "9001")
    config = load(settings('[web]\nport = 9000\nhost = "0.0.0.0"'))
    assert (config.web.port, config.web.host) == (9001, "0.0.0.0")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("colour = 1", "colour"),
        ("[web]\nport = 70000", "web.port"),
        ("[web]\nprot = 8000", "web.prot"),
        ('timezone = "Asia/Atlantis"', "timezone"),
        ('timezone = "../../etc/passwd"', "timezone"),
        ('[[channels]]\nslug = "../x"', "channels.0.slug"),
        ('[[channels]]\nslug = "a"\n[[channels]]\nslug = "a"', "channels"),
        ("channels = []", "channels"),
        ('[[icecast]]\nname = "relai"', "icecast.0.host"),
        ("[media]\ntarget_lufs = 3", "media.target_lufs"),
        ('log_level = "LOUD"', "log_level"),
    ],
)
def test_a_wrong_key_is_named(settings, text, key):
    with pytest.raises(ConfigInvalid) as caught:
        load(settings(text))
    assert any(problem.startswith(f"{key} ") for problem in caught.value.problems)
    assert "station.toml" in str(caught.value)


@pytest.mark.parametrize("text", ["name = ", "[web", 'name = "a"\nname = "b"', "\x00"])
def test_a_file_that_is_not_toml_is_told_with_its_path(settings, text):
    with pytest.raises(ConfigInvalid, match=r"station\.toml"):
        load(settings(text))


def test_a_wrong_password_is_never_repeated(settings):
    text = '[[icecast]]\nname="a"\nhost="h"\nmount="bad"\npassword="geheim"'
    with pytest.raises(ConfigInvalid) as caught:
        load(settings(text))
    assert "geheim" not in str(caught.value)


def test_the_database_is_in_the_state_folder_unless_told(tmp_path):
    paths = StatePaths(tmp_path)
    assert Config().database_at(paths) == f"sqlite:///{tmp_path}/mengudara.db"
    assert Config(database_url="postgresql://x").database_at(paths) == "postgresql://x"


def test_an_unknown_channel_is_a_key_error():
    with pytest.raises(KeyError):
        Config().channel("tv")


def test_a_television_channel_has_the_size_of_its_height_and_no_sound_by_itself():
    channel = Channel.model_validate({"slug": "tv", "kind": "tv", "picture": {"height": 576}})
    assert (channel.shape, channel.renditions) == (Shape(1024, 576), ())
    assert Channel().shape is None


def test_a_television_channel_may_have_its_sound_by_itself():
    assert Channel(slug="tv", kind="tv", renditions=("mp3",)).renditions == ("mp3",)


@pytest.mark.parametrize(
    ("url", "kind", "shown"),
    [
        ("rtmps://a.rtmp.example:443/live2/geheim", "rtmp", "rtmps://a.rtmp.example:443/live2"),
        ("rtmp://host/app/stream?key=geheim", "rtmp", "rtmp://host/app"),
        ("srt://host:9000?passphrase=geheim&streamid=geheim", "srt", "srt://host:9000"),
        ("rtmp://user:geheim@host/app/geheim", "rtmp", "rtmp://host/app"),
        ("udp://239.255.0.1:5000?ttl=2", "udp", "udp://239.255.0.1:5000"),
    ],
)
def test_a_push_is_shown_without_its_key(settings, url, kind, shown):
    (push,) = load(settings(f'[[push]]\nname = "kanal"\nurl = "{url}"')).push
    assert (push.kind, push.public_url) == (kind, shown)
    assert "geheim" not in repr(push)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/geheim",
        "rtmp:///geheim",
        "srt://h/geheim b",
        r"rtmp://h/geheim\u0007",
        "rtmp://h:geheim/a",
    ],
)
def test_a_push_goes_to_a_server_and_a_mistake_tells_no_key(settings, url):
    with pytest.raises(ConfigInvalid, match=r"push\.0\.url") as refused:
        load(settings(f'[[push]]\nname = "kanal"\nurl = "{url}"'))
    assert "geheim" not in str(refused.value)
