from hypothesis import given
from hypothesis import strategies as st

from streaming.frames import Codec, FrameParser
from streaming.hls import silence
from streaming.hls.transport_stream import SOUND_PID, START, Muxer
from streaming.mpegts import PACKET, crc32
from streaming.renditions import AAC, AAC_LOW
from tests.unit.streaming.streams import adts_frame


def packets(data):
    assert len(data) % PACKET == 0
    return [data[at : at + PACKET] for at in range(0, len(data), PACKET)]


def pid(packet):
    return (packet[1] & 0x1F) << 8 | packet[2]


def payload(packet):
    return packet[5 + packet[4] :] if packet[3] & 0x20 else packet[4:]


def streams(data):
    """Return the PES packets of the sound."""
    parts = []
    for packet in packets(data):
        if pid(packet) == SOUND_PID:
            if packet[1] & 0x40:
                parts.append(b"")
            parts[-1] += payload(packet)
    return parts


def pts(pes):
    a, b, c, d, e = pes[9:14]
    return (a >> 1 & 7) << 30 | b << 22 | (c >> 1) << 15 | d << 7 | e >> 1


frames = st.lists(st.builds(adts_frame, st.integers(8, 700)), min_size=1, max_size=30)


@given(frames)
def test_the_frames_come_out_of_the_packets_as_they_went_in(sound):
    found = b"".join(pes[9 + pes[8] :] for pes in streams(Muxer().segment(sound, 0)))
    assert found == b"".join(sound)


@given(frames, frames)
def test_counters_run_on_from_segment_to_segment(first, second):
    muxer = Muxer()
    both = packets(muxer.segment(first, 0) + muxer.segment(second, len(first)))
    for each in (0, 0x1000, SOUND_PID):
        counters = [packet[3] & 15 for packet in both if pid(packet) == each]
        assert counters == [number % 16 for number in range(len(counters))]


@given(st.integers(0, 1 << 34))
def test_presentation_time_counts_frames_and_wraps_at_33_bits(first):
    (pes,) = streams(Muxer().segment([adts_frame()], first))
    assert pts(pes) == (START + first * 1_920) % (1 << 33)


@given(frames)
def test_each_pes_knows_its_length_and_carries_the_clock(sound):
    data = Muxer().segment(sound, 0)
    for pes in streams(data):
        assert int.from_bytes(pes[4:6], "big") == len(pes) - 6
    starts = [each for each in packets(data) if pid(each) == SOUND_PID and each[1] & 0x40]
    assert all(each[3] & 0x20 and each[5] & 0x10 for each in starts)


def test_tables_are_checksummed():
    for packet in packets(Muxer().segment([adts_frame()], 0))[:2]:
        length = (packet[6] & 0x0F) << 8 | packet[7]
        assert crc32(packet[5 : 8 + length]) == 0


def test_silence_is_a_frame_of_the_same_parameters():
    for rendition in (AAC, AAC_LOW):
        frame = silence.frame(rendition)
        assert FrameParser(Codec.ADTS).feed(frame * 3) == [frame] * 3
        assert (frame[2] & 1) << 2 | frame[3] >> 6 == rendition.channels
