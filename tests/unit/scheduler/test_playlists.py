"""Lists of other programs are read, and their lines found in the library."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.name import Name
from scheduler.imported.playlist_file import LARGEST, LONGEST, ListUnreadable, Trouble, read
from scheduler.imported.playlist_matching import ALIKE, SUGGESTED, By, _likeness, matched

RADIOBOSS = """#EXTM3U
#EXTINF:set volume
setvol 50.command
#EXTINF:202,Koes Plus - Kolam Susu
D:\\Musik\\Koes Plus - Kolam Susu.mp3
#EXTINF:30,ILM 112
D:\\ILM\\ilm_112.wav
"""
ZARA = (
    "4\n202000\tD:\\Musik\\03 Koes Plus - Kolam Susu.mp3\n0\t.stop\n30000\tD:\\ILM\\ilm_112.wav\n"
)


def told(entries):
    return [(entry.artist, entry.title, entry.file_name, entry.trouble) for entry in entries]


def test_what_radioboss_writes_is_read_and_its_commands_are_told_apart():
    assert told(read("pagi.m3u8", RADIOBOSS.encode("utf-8-sig"))) == [
        ("", "set volume", "setvol 50.command", Trouble.COMMAND),
        ("Koes Plus", "Kolam Susu", "Koes Plus - Kolam Susu.mp3", None),
        ("", "ILM 112", "ilm_112.wav", None),
    ]


def test_what_zararadio_writes_is_read():
    assert told(read("pagi.lst", ZARA.encode("cp1252"))) == [
        ("Koes Plus", "Kolam Susu", "03 Koes Plus - Kolam Susu.mp3", None),
        ("", ".stop", ".stop", Trouble.COMMAND),
        ("", "ilm_112", "ilm_112.wav", None),
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_every_usual_encoding_is_read(encoding):
    [entry] = read("a.txt", "08.00 Anggun - Crème Brûlée".encode(encoding))
    assert (entry.at, entry.artist, entry.title) == (time(8), "Anggun", "Crème Brûlée")


@pytest.mark.parametrize(
    ("line", "at", "title"),
    [
        ("08:00:30 Warta Pagi", time(8, 0, 30), "Warta Pagi"),
        ("8.05\tWarta Pagi", time(8, 5), "Warta Pagi"),
        ("08.00 - Warta Pagi", time(8), "Warta Pagi"),
        ("Warta Pagi", None, "Warta Pagi"),
        ("07 Warta Pagi", None, "Warta Pagi"),
    ],
)
def test_times_with_titles_are_read(line, at, title):
    [entry] = read("list.txt", line.encode())
    assert (entry.at, entry.title, entry.trouble) == (at, title, None)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_with_a_head_is_read_by_its_columns(mark):
    rows = [["Jam", "Judul", "Penyanyi"], ["23:59:59", "Kolam Susu", "Koes Plus"]]
    text = "\r\n".join(mark.join(row) for row in rows)
    [entry] = read("list.csv", text.encode())
    assert (entry.at, entry.artist, entry.title) == (time(23, 59, 59), "Koes Plus", "Kolam Susu")


def test_a_table_without_a_head_is_read_by_its_looks():
    [entry] = read("list.csv", b'06:00:00,"Koes Plus","Kolam Susu",202\r\n')
    assert (entry.at, entry.artist, entry.title) == (time(6), "Koes Plus", "Kolam Susu")


def test_a_time_that_is_none_is_told_on_its_line():
    entries = read("list.csv", b"time,title\n25:00,Satu\n06:61,Dua\n06:00,Tiga\n")
    assert [entry.trouble for entry in entries] == [
        Trouble.TIME_UNREADABLE, Trouble.TIME_UNREADABLE, None,
    ]  # fmt: skip
    assert [entry.line for entry in entries] == [2, 3, 4]


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b"#EXTM3U\n\n", Trouble.EMPTY),
        (b"ID3\x03\x00\x00", Trouble.NOT_TEXT),
        (b"a" * (LARGEST + 1), Trouble.TOO_LARGE),
        (b"Lagu\n" * (LONGEST + 1), Trouble.TOO_LONG),
    ],
)
def test_a_list_that_is_none_is_refused_with_the_reason(data, trouble):
    with pytest.raises(ListUnreadable) as refused:
        read("list.txt", data)
    assert refused.value.trouble is trouble


@given(st.binary(max_size=400), st.sampled_from(["a.m3u", "a.lst", "a.csv", "a.txt", ""]))
def test_no_file_makes_the_reader_stumble(data, name):
    try:
        entries = read(name, data)
    except ListUnreadable:
        return
    assert all(entry.trouble or entry.path or entry.title for entry in entries)


LIBRARY = [
    Name(1, "Kolam Susu", "Koes Plus", "koes_plus-kolam_susu.mp3", "ab.mp3"),
    Name(2, "Kolam Susu", "Orang Lain", "x.mp3", "cd.mp3"),
    Name(3, "Bengawan Solo", "Gesang", "gesang.flac", "ef.flac"),
    Name(4, "ILM 112", "", "ilm_112.wav", "gh.wav"),
]


def match(line, name="a.txt"):
    [found] = matched(read(name, line.encode()), LIBRARY)
    return found.found and found.found.id, found.by


def test_a_file_of_the_same_name_is_surest():
    assert match("D:\\x\\KOES_PLUS-Kolam Susu.MP3") == (1, By.FILE)


def test_artist_and_title_are_found_whatever_their_case_and_accents():
    assert match("koes  plus - KÓLAM SUSU!") == (1, By.NAME)


def test_a_title_alone_is_enough_where_only_one_has_it():
    assert match("bengawan solo") == (3, By.TITLE)
    assert match("kolam susu") == (None, None)


def test_what_is_much_alike_is_taken_and_what_is_somewhat_alike_is_offered():
    assert match("Gesang - Bengawan Sollo") == (3, By.LIKENESS)
    [found] = matched(read("a.txt", b"Gesang - Bengawan"), LIBRARY)
    assert found.found is None
    assert [name.id for name in found.offers] == [3]


def test_what_is_not_alike_is_neither():
    [found] = matched(read("a.txt", b"Rayuan Pulau Kelapa"), LIBRARY)
    assert (found.found, found.offers) == (None, ())


def test_the_thresholds_are_what_they_say():
    assert _likeness("gesang bengawan sollo", "gesang bengawan solo") >= ALIKE
    assert SUGGESTED <= _likeness("gesang bengawan", "gesang bengawan solo") < ALIKE
    assert _likeness("solo gesang", "gesang solo") == 1.0
