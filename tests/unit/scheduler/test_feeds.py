"""Headlines of other people's feeds: read out of what they send, whatever that is."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.feeds import board
from scheduler.feeds.reading import LONGEST, MOST, FeedUnreadable, Headline, headlines

NOW = datetime(2027, 3, 5, 5, tzinfo=UTC)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel>
<title>Kota Contoh</title>{}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Dinas</title>
<entry><title type="text">Jalan  ditutup</title></entry><entry><title>Posyandu</title></entry>
</feed>"""
CAP = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><status>{status}</status>
<msgType>{kind}</msgType>
<info><language>en</language><headline>Heavy rain</headline></info>
<info><language>id-ID</language><senderName>BMKG</senderName><headline>Hujan lebat</headline>
<expires>{expires}</expires></info></alert>"""


def items(*titles):
    return RSS.format("".join(f"<item><title>{each}</title></item>" for each in titles)).encode()


def cap(status="Actual", kind="Alert", expires="2027-03-05T13:00:00+07:00"):
    return CAP.format(status=status, kind=kind, expires=expires).encode()


def test_rss_and_atom_tell_their_titles_each_once_on_one_line():
    told = headlines(items("Banjir surut", "  Pasar\n buka ", "banjir surut", ""), NOW)
    assert told == (Headline("Banjir surut", "Kota Contoh"), Headline("Pasar buka", "Kota Contoh"))
    assert [one.text for one in headlines(ATOM.encode(), NOW)] == ["Jalan ditutup", "Posyandu"]


def test_no_more_and_no_longer_ones_than_can_be_shown():
    told = headlines(items(*(f"{n} " + "x" * 400 for n in range(50))), NOW)
    assert len(told) == MOST
    assert max(len(one.text) for one in told) == LONGEST


def test_a_warning_tells_its_headline_in_our_language_while_it_holds():
    assert headlines(cap(), NOW) == (Headline("Hujan lebat", "BMKG"),)
    assert headlines(cap(expires=""), NOW)
    for over in (
        cap(status="Test"), cap(status="Exercise"), cap(kind="Cancel"),
        cap(expires=(NOW - timedelta(seconds=1)).isoformat()),
    ):  # fmt: skip
        assert headlines(over, NOW) == ()


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><body>404</body></html>", b"\x00\x01", b"<rss", b'{"items": []}',
     b'<!DOCTYPE a [<!ENTITY b "c">]><rss><item><title>&b;</title></item></rss>'],
)  # fmt: skip
def test_what_is_no_feed_is_refused(body):
    with pytest.raises(FeedUnreadable):
        headlines(body, NOW)


def test_the_board_holds_what_all_feeds_tell_and_leaves_out_those_that_fail(tmp_path, caplog):
    feeds = {"a": items("Banjir surut", "Pasar buka"), "b": b"?", "c": items("PASAR BUKA", "Donor")}
    assert board.read(tmp_path / "tv") == ()
    assert board.collect(tmp_path / "tv", feeds, feeds.__getitem__, NOW) == 3
    assert [one.text for one in board.read(tmp_path / "tv")] == [
        "Banjir surut",
        "Pasar buka",
        "Donor",
    ]
    assert [record.action for record in caplog.records] == ["feed_unreadable"]
    board.collect(tmp_path / "tv", (), feeds.__getitem__, NOW)
    assert board.read(tmp_path / "tv") == ()
    (tmp_path / "tv" / board.NAME).write_text("{")
    assert board.read(tmp_path / "tv") == ()
