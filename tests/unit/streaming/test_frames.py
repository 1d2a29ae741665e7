import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaming.frames import Codec, FrameParser
from tests.unit.streaming.streams import MP3_FRAME, adts_frame

adts_frames = st.lists(
    st.builds(adts_frame, st.integers(8, 900), st.integers(0, 0x7F)), min_size=2, max_size=12
)


def split(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in itertools.pairwise(places)]


def fed(codec: Codec, parts: list[bytes]) -> list[bytes]:
    parser = FrameParser(codec)
    return [frame for part in parts for frame in parser.feed(part)]


@given(adts_frames, st.lists(st.integers(0, 10_000)))
def test_frames_come_out_as_they_went_in_however_the_bytes_are_split(frames, cuts):
    assert fed(Codec.ADTS, split(b"".join(frames), cuts)) == frames


@given(st.integers(2, 9), st.lists(st.integers(0, 10_000)))
def test_mp3_frames_come_out_as_they_went_in(count, cuts):
    assert fed(Codec.MP3, split(MP3_FRAME * count, cuts)) == [MP3_FRAME] * count


@given(st.binary(max_size=200).filter(lambda noise: b"\xff" not in noise), adts_frames)
def test_garbage_before_the_first_frame_is_skipped_and_counted(noise, frames):
    parser = FrameParser(Codec.ADTS)
    assert parser.feed(noise + b"".join(frames)) == frames
    assert parser.skipped == len(noise)


@given(st.binary(max_size=300), adts_frames, st.lists(st.integers(0, 5_000)))
def test_any_garbage_between_frames_ends_in_step_again(noise, frames, cuts):
    tail = [adts_frame(500, 1)] * 4
    found = fed(Codec.ADTS, split(b"".join(frames) + noise + b"".join(tail), cuts))
    assert found[: len(frames) - 1] == frames[:-1]
    assert found[-1] == tail[-1]


@given(st.binary(max_size=2_000), st.sampled_from(Codec))
def test_no_bytes_make_the_parser_fail_or_keep_more_than_a_frame(noise, codec):
    parser = FrameParser(codec)
    for _ in range(20):
        parser.feed(noise)
    assert len(parser._buffer) <= 8_192 + 2 * len(noise)


def test_a_header_alone_is_not_believed():
    assert fed(Codec.ADTS, [adts_frame(40)[:20] + bytes(100)]) == []


@pytest.mark.parametrize(
    ("header", "size"), [("fffb9464", 384), ("fffb9000", 417), ("fffb9200", 418), ("fff39464", 0)]
)
def test_the_length_of_an_mp3_frame_is_read_from_its_header(header, size):
    from streaming.frames import mp3_size

    assert mp3_size(bytes.fromhex(header), 0) == size
