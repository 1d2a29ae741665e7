"""Draws what a look would look like on the air, with the same drawing and blending.

    python -m streaming.graphics.preview < PREVIEW > PNG

Reads a `station.look.Preview` as JSON; writes one PNG.
"""

import io
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from PIL import Image, ImageDraw

from station.audio import utc_us
from station.bus import Metadata
from station.kinds import Kind
from station.ladder import Rung
from station.look import Corner, Preview, Scene
from station.pictures import Picture, planes
from station.rundown import Item
from station.snapshot import DRILL
from station.video import Shape
from station.wall import Button, Level
from streaming.graphics import drawn
from streaming.graphics.blender import Blender
from streaming.graphics.crawl import PICTURE, Train, departed
from streaming.graphics.direction import SECOND, Known, allowed, seen
from streaming.graphics.drawing import Style
from streaming.graphics.gallery import Gallery
from streaming.graphics.layout import Layout, Sized
from streaming.graphics.on_air import OnAir
from streaming.graphics.placed import Overlay
from streaming.graphics.plan import Plan, Start
from streaming.graphics.policy import Part
from streaming.graphics.sources import open_logo
from streaming.graphics.things import Bar, CrawlBar, CrawlText

WIDEST = 960
"""Columns of the PNG."""
KEY = "sample"
SAMPLE_TEXT = "Contoh teks berjalan: pelayanan kantor kecamatan buka pukul 08.00 sampai 15.00"
SAMPLE_BARS = (12, 17, 20, 15, 18, 11, 13, 9, 10, 6, 4, 2)
_LATER = 4 * SECOND


def preview(wanted: Preview) -> bytes:
    """Return a PNG of one picture."""
    shape = Shape(wanted.width // 2 * 2, wanted.height // 2 * 2)
    logo = open_logo(Path(wanted.logo)) if wanted.logo else None
    picture = _landscape(shape)
    with tempfile.TemporaryDirectory() as folder:
        gallery = Gallery(Style(wanted.look, shape, logo), Path(folder))
        overlay = (*_interpreter(wanted, gallery), *_overlay(wanted, gallery))
        Blender(Path(folder), shape).draw(picture, overlay, utc_us(wanted.at))
    image = Image.fromarray(rgb(picture, shape))
    image.thumbnail((WIDEST, WIDEST))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def rgb(picture: Picture, shape: Shape) -> Picture:
    """Return a picture in red, green and blue (ITU-R BT.709, narrow range)."""
    y, u, v = (plane.astype(np.float32) for plane in planes(picture, shape))
    luma = (y - 16) * 1.1644
    u, v = (np.repeat(np.repeat(each - 128, 2, 0), 2, 1) for each in (u, v))
    colours = (luma + 1.7927 * v, luma - 0.2132 * u - 0.5329 * v, luma + 2.1124 * u)
    whole = np.clip(np.stack(colours, -1), 0, 255)
    return np.asarray(whole, np.uint8)


def _overlay(wanted: Preview, gallery: Gallery) -> Overlay:
    at = utc_us(wanted.at)
    on, known = _on_air(wanted.scene, at), _known(wanted, at)
    things, layout = seen(on, at, known), Layout(gallery.style)
    for one in things:
        gallery.draw(one.thing)
    shown = (*_bars(wanted, gallery), *layout.overlay(things, gallery.drawn))
    if not wanted.look.crawl or Part.CRAWL not in allowed(on, known):
        return shown
    train = _under_way(wanted, gallery, at)
    return (*layout.crawl(train, gallery.drawn, at), *shown)


def _bars(wanted: Preview, gallery: Gallery) -> Overlay:
    """Return bars as of a song that has no pictures."""
    if wanted.scene is not Scene.MUSIC or not wanted.look.visual:
        return ()
    for steps in SAMPLE_BARS:
        gallery.draw(Bar(steps))
    return Layout(gallery.style).visual(SAMPLE_BARS, gallery.drawn)


def _interpreter(wanted: Preview, gallery: Gallery) -> Overlay:
    """Return somebody who stands where an interpreter would."""
    if wanted.scene is not Scene.PROGRAMME or wanted.look.sign is Corner.NONE:
        return ()
    high = wanted.height * wanted.look.sign_percent // 200 * 2
    image = Image.new("RGBA", (high * 16 // 18 * 2, high), "#c9d2d9")
    brush, middle = ImageDraw.Draw(image), image.width // 2
    brush.ellipse((middle - high // 8, high // 8, middle + high // 8, high * 3 // 8), "#4b5a66")
    brush.ellipse((middle - high // 4, high * 2 // 5, middle + high // 4, high * 7 // 5), "#4b5a66")
    name = drawn.write(gallery.folder, drawn.from_rgba(np.asarray(image)))
    return (Layout(gallery.style).inset(Sized(name, *image.size)),)


def _under_way(wanted: Preview, gallery: Gallery, at: int) -> Train:
    """Return a train whose first text stands in the picture."""
    texts = [CrawlText(text) for text in wanted.look.crawl_texts or (SAMPLE_TEXT,)]
    gallery.draw(CrawlBar())
    for text in texts:
        gallery.draw(text)
    sized = [(text, gallery.drawn[text].width) for text in texts]
    style = gallery.style
    room = style.shape.width
    depart = partial(departed, sized, room=room, pace=wanted.look.pace, gap=2 * style.letter)
    step = abs(depart(at).speed)
    return depart(at - room * 2 // 3 // step * PICTURE)


def _on_air(scene: Scene, at: int) -> OnAir:
    """Return what is on in a scene, so begun that what it shows is seen."""
    news = Metadata(
        0, Rung.SCHEDULE, "Warta Kota", "", "Warta Kota", Kind.PROGRAMME, "R", None, KEY
    )  # fmt: skip
    begun = OnAir().heard(news, at - _LATER)
    match scene:
        case Scene.PROGRAMME:
            return begun
        case Scene.MUSIC:
            song = Metadata(
                0, Rung.SCHEDULE, "Kicir-kicir", "Orkes Keroncong", "Musik", Kind.MUSIC, "SU"
            )
            return OnAir(song, at - _LATER, "Musik", at - 60 * SECOND)
        case Scene.FILM:
            film = replace(
                news, title="Layang-layang", rating="SU", clearance="STLS 000", film_class="SU"
            )
            return OnAir().heard(film, at - SECOND)
        case Scene.BREAK:
            return begun.heard(Metadata(0, Rung.SCHEDULE, "Iklan", kind=Kind.COMMERCIAL), at)
        case Scene.AZAN:
            azan = Metadata(0, Rung.SCHEDULE, "Azan Magrib", kind=Kind.PROGRAMME, item_key=KEY)
            return OnAir(azan, at - _LATER)
        case Scene.SIAGA | Scene.AWAS:
            title = f"{DRILL}: Banjir"
            alarm = Metadata(0, Rung.EMERGENCY, title, kind=Kind.PSA, item_key=KEY)
            return begun.heard(alarm, at - _LATER)


def _known(wanted: Preview, at: int) -> Known:
    item = Item(KEY, 1, Kind.PSA, "Banjir", "-", wanted.at, 0, 1, 1)
    level = Level.SIAGA if wanted.scene is Scene.SIAGA else Level.AWAS
    words = "Jauhi bantaran sungai. Ikuti petunjuk petugas BPBD."
    message = Button(KEY, "Peringatan banjir", item, level=level, words=words)
    plan = Plan(
        observed={KEY: "azan"} if wanted.scene is Scene.AZAN else {},
        starts=(Start(at + 3_600 * SECOND, "Layar Anak"),),
    )
    zone = ZoneInfo(wanted.timezone)
    return Known(wanted.look, zone, wanted.name, plan, {KEY: message})


def _landscape(shape: Shape) -> Picture:
    """Return a picture with something light and something dark in it."""
    picture = np.full(shape.size, 128, np.uint8)
    y, u, v = planes(picture, shape)
    y[:] = np.linspace(190, 60, shape.height).astype(np.uint8)[:, None]
    u[:] = np.linspace(150, 116, shape.height // 2).astype(np.uint8)[:, None]
    v[:] = np.linspace(112, 124, shape.height // 2).astype(np.uint8)[:, None]
    return picture


def main() -> int:
    sys.stdout.buffer.write(preview(Preview.model_validate_json(sys.stdin.buffer.read())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
