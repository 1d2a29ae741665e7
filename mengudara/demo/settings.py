"""The settings file of the demo station; every key is explained in docs/station-toml.md."""

STATION_TOML = """\
# Settings of this station. Every key: docs/station-toml.md. Any key can be overridden by an
# environment variable, for example MENGUDARA_WEB__PORT=8100. Restart after a change.

name = "Radio Kota Contoh"          # as listeners see it
city = "Kota Contoh"                # an invented city
timezone = "Asia/Jakarta"           # WIB; Asia/Makassar is WITA, Asia/Jayapura is WIT
# plan_hours = 49                   # how far ahead the rundown is made
# database_url = ""                 # empty: SQLite in this folder; or postgresql+psycopg://…
# ffmpeg = ""                       # empty: the FFmpeg that came with the installation
# log_level = "INFO"

[[channels]]
slug = "radio"                      # first part of every address: /radio.mp3
name = "Radio Kota Contoh"
kind = "radio"
description = "Lembaga penyiaran publik lokal, stasiun percobaan"
genre = "Public"

[channels.recording]                # what aired, kept in files of an hour
programme_days = 1                  # a station of its own: 2 or more
proxy_days = 2                      # a station of its own: 366, for the law asks for a year
# keep_free_bytes = 5000000000      # nothing is recorded while the disk has less than this left

[web]                               # the desk and the listener page
host = "127.0.0.1"                  # 0.0.0.0 lets other computers in; see docs/deployment.md
port = 8000
# public_stream_url = ""            # address of the streams as listeners reach it
# behind_https = false              # true behind a TLS proxy

[streams]                           # the listener server
host = "127.0.0.1"
port = 8010
# burst_seconds = 4.0               # sound a new listener is given at once
# max_listeners = 5000

[media]
# max_bytes = 4294967296            # larger files go to quarantine
# target_lufs = -16.0               # loudness every recording is brought to
# keep_free_bytes = 500000000       # uploads stop before the disk has less than this left

# [[icecast]]                       # push a stream to an Icecast server elsewhere
# name = "relai"
# channel = "radio"
# rendition = "mp3"                 # mp3, aac or aac-low
# host = "icecast.example.id"
# port = 8000
# mount = "/radio.mp3"
# password = "…"
# tls = false
"""
