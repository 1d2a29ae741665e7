import re

from hypothesis import given
from hypothesis import strategies as st

from streaming.icy import Woven, clean, title_block, weave
from streaming.renditions import AAC, MP3
from streaming.ring import Chunk, Mark, Piece
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.streams import filled

titles = st.text(max_size=40)
chunk_parts = st.lists(st.tuples(st.binary(min_size=1, max_size=90), titles), max_size=8)


def made(parts: list[tuple[bytes, str]]) -> list[Chunk]:
    chunks, playing = [], None
    for index, (data, title) in enumerate(parts):
        marks = (Mark(len(data) // 2, 0, titled(title)),) if title else ()
        piece = Piece((data,), 1, index, 0, marks)
        chunks.append(Chunk(index, piece, data, playing))
        playing = chunks[-1].playing_at_end
    return chunks


def unwoven(data: bytes, metaint: int) -> tuple[bytes, list[str]]:
    """Take the titles out again, as a player does."""
    sound, told = b"", []
    while len(data) > metaint:
        sound += data[:metaint]
        length = data[metaint] * 16
        field = data[metaint + 1 : metaint + 1 + length].rstrip(b"\0").decode()
        if length:
            told.append(re.fullmatch(r"StreamTitle='(.*)';", field).group(1))
        data = data[metaint + 1 + length :]
    return sound + data, told


@given(chunk_parts, st.integers(1, 64), st.integers(0, 8))
def test_taking_the_titles_out_gives_the_exact_sound(parts, metaint, cut):
    chunks = made(parts)
    first, state = weave(chunks[:cut], Woven(metaint, None), metaint, unnamed="Radio")
    second, _ = weave(chunks[cut:], state, metaint, unnamed="Radio")
    # a last title with nothing after it is complete, too
    sound, _ = unwoven(first + second + b"", metaint)
    assert sound == b"".join(data for data, _ in parts)


def test_a_title_is_told_once_and_again_when_it_changes():
    chunks = made([(bytes(40), "Lagu"), (bytes(40), ""), (bytes(40), "Warta"), (bytes(40), "")])
    data, _ = weave(chunks, Woven(10, None), 10, unnamed="Radio")
    assert unwoven(data, 10)[1] == ["Radio", "Lagu", "Warta"]


def test_a_title_is_told_no_earlier_than_its_byte():
    chunks = made([(bytes(40), "Lagu")])
    data, _ = weave(chunks, Woven(19, None), 19, unnamed="Radio")
    assert unwoven(data, 19)[1] == ["Radio", "Lagu"]


def test_mp3_chunks_are_as_long_as_the_space_between_titles():
    assert {len(chunk.data) for chunk in filled(MP3, 3).read(0)} == {MP3.metaint}
    assert AAC.metaint > 0


@given(st.text(max_size=6_000))
def test_no_title_breaks_the_field_or_outgrows_the_block(title):
    block = title_block(title)
    assert len(block) == 1 + block[0] * 16 <= 4_081
    text = block[1:].rstrip(b"\0").decode()
    assert re.fullmatch(r"StreamTitle='.*';", text)
    assert "';" not in text[len("StreamTitle='") : -2]


def test_indonesian_and_arabic_letters_stay_as_they_are():
    assert clean("Malam Minggu é · القرآن") == "Malam Minggu é · القرآن"
    assert clean("a';StreamUrl='x';\r\nb") == "a’StreamUrl='x’  b"
