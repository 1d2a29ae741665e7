"""Has the clips made, on all processors: speech, music, pictures. Runs in worker processes."""

from collections.abc import Iterator
from concurrent.futures import as_completed

from media_library import spot_studio
from media_library.spot_studio import AudioSegment
from mengudara.demo import workshop
from mengudara.demo.gendhing import perform
from mengudara.demo.speech import Utterance, speak
from mengudara.demo.studio import COMMENT, Recording, Workshop, voice_of, voice_path
from mengudara.demo.tv import filming
from mengudara.demo.tv.clips import STATION, TAG, Clip
from mengudara.demo.voices import RATE
from station import audio

_WORDS_A_MINUTE = 138
_LEAD_MS, _TAIL_MS = 1_500, 2_500


def make_all(clips: tuple[Clip, ...], shop: Workshop) -> Iterator[Recording]:
    """Yield each clip as it is finished."""
    speak([utterance(clip, shop) for clip in clips if clip.text])
    with workshop.workers() as pool:
        jobs = [pool.submit(make, clip, shop) for clip in clips]
        for job in as_completed(jobs):
            yield job.result()


def make(clip: Clip, shop: Workshop) -> Recording:
    """Write one clip; what it says has been spoken before."""
    path = shop.folder / clip.name
    tags = {"title": clip.title, "artist": STATION, "comment": COMMENT}
    if clip.agency:
        tags["album"] = clip.agency
    filming.write(clip, spot_studio.samples_of(sound_of(clip, shop)), path, tags)
    return Recording(path, clip.kind, (TAG, *clip.tags))


def utterance(clip: Clip, shop: Workshop) -> Utterance:
    return Utterance(clip.text, str(voice_path(clip.name, shop)), _WORDS_A_MINUTE)


def sound_of(clip: Clip, shop: Workshop) -> AudioSegment:
    """Return music of the clip's length, or the words over it."""
    music = spot_studio.segment_of(perform(clip.music), RATE).set_frame_rate(audio.RATE)
    if clip.text:
        voice = voice_of(voice_path(clip.name, shop))
        bed = spot_studio.normalised(music, -22.0)
        spoken = spot_studio.over_bed(voice, bed, lead_ms=_LEAD_MS, tail_ms=_TAIL_MS)
        return spot_studio.normalised(spoken)
    length = round(clip.seconds * 1000)
    whole = (music * (length // len(music) + 1))[:length]
    return spot_studio.normalised(whole.fade_in(200).fade_out(min(1_500, length // 4)))
