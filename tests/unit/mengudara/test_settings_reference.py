"""The pages about settings say what the settings are."""

import tomllib
from pathlib import Path

from mengudara.demo.settings import STATION_TOML
from mengudara.settings_reference import markdown
from station.config import Config, load
from station.paths import StatePaths

DOCS = Path(__file__).parents[3] / "docs"


def test_the_reference_page_is_what_the_model_says():
    written = (DOCS / "station-toml.md").read_text()
    assert written.strip() == markdown().strip(), (
        "write it anew: python -m mengudara.settings_reference > docs/station-toml.md"
    )


def test_every_key_of_the_model_is_on_the_page():
    page = markdown()
    for name in Config.model_fields:
        assert f"`{name}`" in page or f"[{name}]" in page


def test_the_demo_settings_are_accepted(tmp_path):
    paths = StatePaths(tmp_path)
    paths.config.write_text(STATION_TOML)
    config = load(paths)
    assert (config.name, config.timezone) == ("Radio Kota Contoh", "Asia/Jakarta")


def test_what_the_demo_settings_leave_as_comment_is_accepted_too(tmp_path):
    lines = [
        line.removeprefix("# ") if line.startswith(("# [[", "# ")) and "=" in line else line
        for line in STATION_TOML.splitlines()[3:]
    ]
    text = "\n".join(line.removeprefix("# ") if line.startswith("# [[") else line for line in lines)
    assert "keep_free_bytes" in tomllib.loads(text)["media"]
    paths = StatePaths(tmp_path)
    paths.config.write_text(text)
    assert load(paths).icecast[0].host == "icecast.example.id"
