"""What is seen and said on the demo's television. Every place and event is invented."""

from dataclasses import dataclass

from mengudara.demo.gendhing import Piece
from mengudara.demo.melody import GILAK, KETAWANG, LADRANG, LANCARAN
from mengudara.demo.pieces import COAST, ENSEMBLE, FULL, KOTEKAN, SOFT, SULING, TOWN, VALLEY
from mengudara.demo.tuning import PELOG_BARANG, PELOG_NEM, PELOG_SELISIR, SLENDRO
from station.kinds import Kind
from station.rating import FilmClass, Rating

STATION = "TV Kota Contoh"
TAG = "channel:tv"
"""Keeps the clips off the radio."""
WIDE = (640, 360)
NARROW = (352, 288)
"""4 to 3, with pixels that are not square."""
CLEARANCE = "STLS 000/CONTOH/2026"
"""Invented, and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One recording with pictures."""

    name: str
    """File name with its suffix."""
    kind: Kind
    title: str
    scene: str
    """Key of `scenes.SCENES`."""
    lines: tuple[str, ...] = ()
    """Words in the picture, one after the other; empty: the title, at the begin."""
    text: str = ""
    """What is said over the music."""
    seconds: float = 0.0
    """How long it is; 0: as long as it takes to say."""
    music: Piece
    rating: Rating = Rating.SU
    tags: tuple[str, ...] = ()
    agency: str = ""
    running_text: str = ""
    """Of a spot: shown on the days it airs."""
    clearance: str = ""
    film_class: FilmClass = FilmClass.NONE
    size: tuple[int, int] = WIDE
    rate: int = 25


def _piece(title: str, artist: str, *sound: object) -> Piece:
    return Piece(title, artist, "Televisi", "Gamelan", *sound)  # type: ignore[arg-type]


_SEA = _piece("Ombak Pagi", SULING, KETAWANG, PELOG_NEM, 268, 60, 0.8, VALLEY, 201)
_SCREEN = _piece("Kelir", ENSEMBLE, LADRANG, SLENDRO, 270, 76, 0.9, SOFT, 202)
_CLOTH = _piece("Malam di Kain", ENSEMBLE, LADRANG, PELOG_BARANG, 264, 66, 0.9, SOFT, 203)
_PLAY = _piece("Bekelan", KOTEKAN, GILAK, PELOG_SELISIR, 282, 120, 0.6, COAST, 204)
_LATE = _piece("Lampion", SULING, KETAWANG, PELOG_NEM, 256, 50, 1.0, VALLEY, 205)
_STREET = _piece("Dokar", ENSEMBLE, LANCARAN, SLENDRO, 288, 92, 0.7, TOWN, 206)
_SKY = _piece("Layang-layang", ENSEMBLE, LANCARAN, PELOG_BARANG, 276, 84, 1.1, FULL, 207)
_SHORT = _piece("Jingel Televisi", KOTEKAN, GILAK, SLENDRO, 292, 140, 0.1, COAST, 208)

PROGRAMMES = (
    Clip(name="pagi-di-pesisir.mp4", kind=Kind.PROGRAMME, title="Pagi di Pesisir",
         scene="sunrise", seconds=75, music=_SEA, tags=("tv-pagi", "tv-alam"),
         lines=("Pagi di Pesisir", "Perahu pulang, pasar dibuka", "Gambar dibuat oleh komputer")),
    Clip(name="wayang-gareng.mp4", kind=Kind.PROGRAMME, title="Wayang Kota: Gareng menghemat air",
         scene="shadows", music=_SCREEN, rating=Rating.A, tags=("tv-anak", "tv-budaya"),
         lines=("Wayang Kota", "Gareng menghemat air"),
         text="Wayang Kota, cerita untuk anak-anak, dengan suara komputer. Gareng menanam "
              "cabai, lalu lupa menutup keran. Petruk berkata: air yang terbuang tidak kembali ke "
              "sumur. Sejak itu Gareng menampung air hujan di gentong. Cabainya tumbuh, dan "
              "sumurnya tetap penuh. Keesokan harinya, tetangga datang bertanya: mengapa sumurmu "
              "tidak kering? Gareng menunjuk gentong, keran yang tertutup rapat, dan pohon yang "
              "baru ditanam di tepi halaman. Tetangga itu pulang, lalu menutup kerannya sendiri. "
              "Sekian, sampai jumpa besok."),
    Clip(name="bola-berputar.mkv", kind=Kind.PROGRAMME, title="Bola Berputar",
         scene="bouncing", seconds=60, music=_PLAY, rating=Rating.P, rate=30,
         tags=("tv-anak",), lines=("Bola Berputar", "Hitung segitiganya!", "Mana yang bulat?")),
    Clip(name="kain-bergerak.mp4", kind=Kind.PROGRAMME, title="Kain Bergerak",
         scene="batik", seconds=75, music=_CLOTH, tags=("tv-budaya", "tv-alam"),
         lines=("Kain Bergerak", "Batik dari bilangan")),
    Clip(name="malam-di-alun-alun.mp4", kind=Kind.PROGRAMME, title="Malam di Alun-alun",
         scene="night", music=_LATE, rating=Rating.D, tags=("tv-malam",),
         lines=("Malam di Alun-alun", "Obrolan selepas pukul 22.00"),
         text="Malam di Alun-alun, obrolan untuk pemirsa dewasa, dengan suara komputer. Malam ini "
              "tentang lembur. Tidur yang cukup membuat pekerjaan esok lebih ringan. Matikan layar "
              "setengah jam sebelum tidur, dan simpan telepon di luar kamar. Isinya contoh."),
    Clip(name="kota-lama.mp4", kind=Kind.PROGRAMME, title="Arsip: Kota Lama",
         scene="archive", seconds=60, music=_STREET, tags=("tv-budaya", "tv-arsip"),
         size=NARROW, lines=("Kota Lama", "Rekaman 4:3")),
)  # fmt: skip

FILM = Clip(
    name="layang-layang.mp4", kind=Kind.PROGRAMME, title="Film: Layang-layang Utara",
    scene="kites", seconds=75, music=_SKY, rating=Rating.R, tags=("tv-film",),
    clearance=CLEARANCE, film_class=FilmClass.FROM_13,
    lines=("Layang-layang Utara", "Film pendek percobaan", "Tamat bila angin berhenti"),
)  # fmt: skip

SIGN = Clip(
    name="wayang-gareng.sign.mp4", kind=Kind.PROGRAMME,
    title="Peraga juru bahasa isyarat: Wayang Kota", scene="signing", seconds=75, music=_SCREEN,
    rating=Rating.A, lines=("Peraga", "Bukan bahasa isyarat yang sebenarnya"),
)  # fmt: skip
"""Seen beside the film of the same name; it only stands in for an interpreter."""

STATION_IDS = (
    Clip(name="tanda-pengenal-tv-1.mp4", kind=Kind.STATION_ID, title=f"Tanda pengenal {STATION}",
         scene="rings", music=_SHORT, lines=(STATION, "Dari warga, untuk warga"),
         text=f"Inilah {STATION}, dari warga untuk warga."),
    Clip(name="tanda-pengenal-tv-2.mp4", kind=Kind.STATION_ID,
         title=f"Tanda pengenal {STATION}, malam",
         scene="rings", music=_SHORT, lines=(STATION, "Menemani malam Anda"),
         text=f"Anda menonton {STATION}, menemani malam Anda."),
)  # fmt: skip

SPOTS = (
    Clip(name="ilm-tv-112.mp4", kind=Kind.PSA, title="ILM TV: Call Center 112",
         scene="notice", music=_SHORT, agency="Diskominfo Kota Contoh",
         lines=("Darurat? Hubungi 112", "Gratis, 24 jam", "Diskominfo Kota Contoh"),
         text="Kebakaran, kecelakaan, atau warga perlu pertolongan? Hubungi 112. Gratis, dua puluh "
              "empat jam. Pesan ini dari Diskominfo Kota Contoh."),
    Clip(name="ilm-tv-posyandu.mp4", kind=Kind.PSA, title="ILM TV: Hari Posyandu",
         scene="notice", music=_SHORT, agency="Dinas Kesehatan Kota Contoh",
         running_text="Hari Posyandu: Kamis pekan kedua, mulai pukul 08.00 WIB (contoh)",
         lines=("Hari Posyandu", "Kamis pekan kedua, 08.00 WIB", "Dinas Kesehatan Kota Contoh"),
         text="Bawalah anak balita ke posyandu setiap Kamis pekan kedua, mulai pukul 08.00 WIB. "
              "Timbang, ukur, dan lengkapi imunisasinya. Pesan ini dari Dinas Kesehatan Kota "
              "Contoh."),
    Clip(name="ilm-tv-sungai.mp4", kind=Kind.PSA, title="ILM TV: Sungai bersih",
         scene="notice", music=_SHORT, agency="Dinas Lingkungan Hidup Kota Contoh",
         lines=("Sungai bukan tempat sampah", "Sabtu, 06.30 WIB, tepi sungai",
                "Dinas Lingkungan Hidup Kota Contoh"),
         text="Sungai bukan tempat sampah. Sabtu ini pukul 06.30 WIB, mari kerja bakti bersih "
              "sungai. Pesan ini dari Dinas Lingkungan Hidup Kota Contoh."),
)  # fmt: skip

FILLERS = (
    Clip(name="hitung-mundur.mp4", kind=Kind.FILLER, title="Hitung mundur",
         scene="dial", seconds=30, music=_PLAY, tags=("tv-jeda",), lines=("Sesaat lagi",)),
)  # fmt: skip

CLIPS = (*PROGRAMMES, FILM, SIGN, *STATION_IDS, *SPOTS, *FILLERS)
