"""What is said on the demo station. Every agency, street and event is invented, and says so."""

from dataclasses import dataclass

from station.kinds import Kind

STATION = "Radio Kota Contoh"


@dataclass(frozen=True, slots=True)
class Script:
    """A spoken recording."""

    name: str
    """File name without its suffix."""
    kind: Kind
    title: str
    text: str
    bed: int | None = 0
    """Which of the beds lies under the voice; None: the voice alone, at once."""
    artist: str = STATION
    agency: str = ""
    """Who ordered it, for announcements."""
    tags: tuple[str, ...] = ()
    words_a_minute: int = 145
    pitch: int = 45


SLATE = f"Anda mendengarkan {STATION}. Siaran segera kembali."
NEIGHBOUR = (
    "Inilah Warta Bersama dari Radio Jaringan Contoh, stasiun karangan untuk mencoba relai. "
    "Berita ini berulang terus. Bila jaringan putus, stasiun setempat melanjutkan sendiri."
)

STATION_IDS = (
    Script("id-1", Kind.STATION_ID, f"Tanda pengenal {STATION}",
           f"Inilah {STATION}, lembaga penyiaran publik lokal. Dekat, hangat, dan berguna.", 0),
    Script("id-2", Kind.STATION_ID, f"Tanda pengenal {STATION}, malam",
           f"Anda bersama {STATION}. Suara warga, sepanjang hari.", 2, pitch=38),
)  # fmt: skip

JINGLES = (
    Script("sapa-1", Kind.JINGLE, "Sapaan: Radio warga", f"{STATION}. Radionya warga.", 1),
    Script("sapa-2", Kind.JINGLE, "Sapaan: Tetap bersama", f"Tetap bersama kami, di {STATION}.", 0),
)  # fmt: skip

BUMPERS = (
    Script("buka-kesehatan", Kind.BUMPER, "Pembuka Kesehatan Kita",
           f"Kesehatan Kita. Obrolan singkat tentang hidup sehat, di {STATION}.", 2),
    Script("buka-warta", Kind.BUMPER, "Pembuka Warta Kota",
           f"Warta Kota, dari ruang siar {STATION}.", 1),
)  # fmt: skip

SPOTS = (
    Script("ilm-112", Kind.PSA, "ILM: Call Center 112",
           "Darurat? Kebakaran, kecelakaan, atau warga perlu pertolongan? Hubungi 112. "
           "Gratis, dua puluh empat jam, dari telepon apa pun. Sebutkan tempat, kejadian, "
           "dan nama Anda. Pusat panggilan 112, pesan ini dari Diskominfo Kota Contoh.",
           1, agency="Diskominfo Kota Contoh"),
    Script("ilm-112-pendek", Kind.PSA, "ILM: Call Center 112, pendek",
           "Keadaan darurat di sekitar Anda? Tetap tenang, dan hubungi 112. Gratis. "
           "Satu nomor untuk semua pertolongan.", 0, agency="Diskominfo Kota Contoh"),
    Script("ilm-posyandu", Kind.PSA, "ILM: Hari Posyandu",
           "Ayah, Ibu, bawalah anak balita ke posyandu setiap Kamis pekan kedua, mulai pukul "
           "08.00 WIB. Timbang, ukur, dan lengkapi imunisasinya. Anak sehat, kota kuat. "
           "Pesan ini dari Dinas Kesehatan Kota Contoh.",
           0, agency="Dinas Kesehatan Kota Contoh"),
    Script("ilm-sungai", Kind.PSA, "ILM: Sungai bersih",
           "Sungai bukan tempat sampah. Sabtu ini pukul 06.30 WIB, mari turun bersama dalam "
           "kerja bakti bersih sungai. Bawa sarung tangan dan semangat. "
           "Pesan ini dari Dinas Lingkungan Hidup Kota Contoh.",
           2, agency="Dinas Lingkungan Hidup Kota Contoh"),
    Script("ilm-dbd", Kind.PSA, "ILM: Cegah demam berdarah",
           "Musim hujan tiba. Cegah DBD dengan 3M: menguras bak mandi, menutup tempat air, "
           "dan mendaur ulang barang bekas. Lakukan sekali sepekan. "
           "Pesan ini dari Dinas Kesehatan Kota Contoh.",
           1, agency="Dinas Kesehatan Kota Contoh"),
    Script("ilm-baca", Kind.PSA, "ILM: Perpustakaan keliling",
           "Perpustakaan keliling hadir di alun-alun setiap Minggu pukul 07.30 s.d. 10.00 WIB. "
           "Pinjam buku gratis, cukup tunjukkan KTP. "
           "Pesan ini dari Dinas Perpustakaan Kota Contoh.",
           2, agency="Dinas Perpustakaan Kota Contoh"),
)  # fmt: skip

COMMERCIALS = (
    Script("niaga-kopi", Kind.COMMERCIAL, "Iklan: Kopi Kota Contoh",
           "Pagi dimulai dari kopi. Kopi Kota Contoh, disangrai setiap hari. "
           "Toko dan mereknya karangan; iklan ini contoh iklan niaga.",
           0, agency="Toko Kopi Contoh"),
)  # fmt: skip
"""Paid for, and counted as advertising."""

ANSWERS = (
    Script("ralat-taman", Kind.PSA, "Ralat: Jam buka taman baca",
           "Ralat. Dalam warta percobaan, jam tutup taman baca keliru disebut pukul 17.00. "
           "Yang benar, taman baca tutup pukul 16.00 WIB. Kami mohon maaf. "
           f"Ralat ini contoh dari {STATION}.", None),
    Script("klarifikasi-air", Kind.PSA, "Klarifikasi hoaks: Air dimatikan tiga hari",
           "Klinik hoaks. Beredar pesan berantai bahwa air bersih dimatikan tiga hari. "
           "Pesan itu tidak benar. Air mengalir seperti biasa. Saring dahulu sebelum membagikan. "
           f"Klarifikasi ini contoh dari {STATION}.", 2, agency="Diskominfo Kota Contoh"),
)  # fmt: skip
"""A correction, and the clearing up of a hoax."""

_HEALTH_1 = (
    f"Selamat berjumpa dalam Kesehatan Kita, di {STATION}. Suara ini dibuat oleh komputer, "
    "dan isinya contoh untuk mencoba siaran.",
    "Hari ini kita berbicara tentang air minum. Tubuh orang dewasa memerlukan kira-kira delapan "
    "gelas air sehari. Saat udara panas atau sesudah bekerja di luar, kebutuhan itu bertambah. "
    "Jangan menunggu haus. Letakkan segelas air di dekat tempat Anda bekerja.",
    "Air harus bersih. Rebus air sampai mendidih, lalu simpan di tempat yang tertutup. Cuci gelas "
    "dan botol setiap hari. Bila air berbau atau keruh, jangan diminum.",
    "Bagi anak-anak, biasakan membawa botol air ke sekolah. Kurangi minuman manis. Satu gelas teh "
    "manis boleh, tetapi tidak setiap kali makan.",
    "Tanda tubuh kekurangan air antara lain mulut kering, pusing, dan air kencing berwarna pekat. "
    "Bila itu terjadi, minumlah sedikit demi sedikit, dan beristirahatlah di tempat teduh. "
    "Bila tidak membaik, datanglah ke puskesmas terdekat.",
    "Demikian Kesehatan Kita. Jaga diri, jaga keluarga. Sampai jumpa pada hari berikutnya.",
)
_HEALTH_2 = (
    f"Selamat berjumpa dalam Kesehatan Kita, di {STATION}. Suara ini dibuat oleh komputer, "
    "dan isinya contoh untuk mencoba siaran.",
    "Hari ini kita berbicara tentang mencuci tangan. Pekerjaan kecil ini mencegah banyak penyakit. "
    "Gunakan air mengalir dan sabun, paling sedikit 20 detik. Gosok telapak, punggung tangan, "
    "sela jari, dan ujung kuku.",
    "Kapan kita mencuci tangan? Sebelum makan, sebelum memasak, sesudah dari kamar kecil, "
    "sesudah memegang hewan, dan sesudah pulang dari luar rumah.",
    "Ajak anak-anak bernyanyi sambil mencuci tangan. Lagu pendek yang dinyanyikan dua kali "
    "kurang lebih sama lamanya dengan 20 detik.",
    "Di warung dan di kantor, sediakan tempat cuci tangan yang mudah dijangkau, juga oleh pemakai "
    "kursi roda. Tangan bersih, semua sehat.",
    "Demikian Kesehatan Kita. Jaga diri, jaga keluarga. Sampai jumpa pada hari berikutnya.",
)
_NEWS = (
    f"Warta Kota, dari {STATION}. Ini warta percobaan. Kota Contoh tidak ada di peta, dan semua "
    "kabar berikut adalah karangan untuk mencoba siaran.",
    "Kabar pertama. Taman baca di tepi alun-alun dibuka kembali setelah diperbaiki. Warga dapat "
    "datang setiap hari mulai pukul 08.00 s.d. 16.00 WIB. Ada 1200 buku anak dan sudut baca "
    "untuk penyandang tunanetra.",
    "Kabar kedua. Jembatan kecil di kampung utara ditutup dua hari untuk pengecatan. Pengendara "
    "diminta memutar melalui jalan pasar. Petugas berjaga pada pagi dan sore hari.",
    "Kabar ketiga. Lomba memasak bubur antarkampung diikuti 25 regu. Pemenangnya memakai resep "
    "sagu dan gula aren. Bubur dibagikan kepada semua yang hadir.",
    "Cuaca percobaan. Pagi cerah, siang berawan, sore mungkin hujan ringan. Bawalah payung.",
    "Sekian Warta Kota. Terima kasih sudah mendengarkan.",
)

PROGRAMMES = (
    Script("kesehatan-1", Kind.PROGRAMME, "Kesehatan Kita: Air minum", "\n".join(_HEALTH_1), 0,
           tags=("kesehatan",), words_a_minute=132),
    Script("kesehatan-2", Kind.PROGRAMME, "Kesehatan Kita: Cuci tangan", "\n".join(_HEALTH_2), 2,
           tags=("kesehatan",), words_a_minute=132),
    Script("warta-1", Kind.PROGRAMME, "Warta Kota, edisi percobaan", "\n".join(_NEWS), 1,
           tags=("warta",), words_a_minute=140, pitch=40),
)  # fmt: skip

DRAMA = "Sandiwara Warung Pojok"
EPISODES = (
    Script("sandiwara-1", Kind.PROGRAMME, f"{DRAMA} 1: Termos yang hilang",
           "Sandiwara Warung Pojok, bagian pertama. Termos yang hilang.\n"
           "Pagi itu, ibu warung mencari termos airnya. Di meja tidak ada, di dapur pun tidak. "
           "Penjual sayur datang dan berkata: tadi ada yang memindahkan bangku. Mereka berdua "
           "memeriksa kolong meja. Yang ada hanya seekor kucing, tidur nyenyak.\n"
           "Di mana termos itu? Ikuti bagian kedua.", 1,
           tags=("sandiwara",), words_a_minute=130),
    Script("sandiwara-2", Kind.PROGRAMME, f"{DRAMA} 2: Bangku yang berpindah",
           "Sandiwara Warung Pojok, bagian kedua. Bangku yang berpindah.\n"
           "Tukang becak mengaku memindahkan bangku ke bawah pohon, karena di sana teduh. Di atas "
           "bangku itu ada bungkusan kain. Ibu warung membukanya perlahan. Isinya bukan termos, "
           "melainkan payung milik pembeli kemarin.\n"
           "Lalu termosnya ke mana? Ikuti bagian ketiga.", 1,
           tags=("sandiwara",), words_a_minute=130),
    Script("sandiwara-3", Kind.PROGRAMME, f"{DRAMA} 3: Teh untuk semua",
           "Sandiwara Warung Pojok, bagian ketiga. Teh untuk semua.\n"
           "Dari pos ronda terdengar tawa. Petugas ronda membawa termos itu sejak subuh, untuk "
           "membuat teh bagi warga yang kerja bakti. Ibu warung ikut tertawa. Sejak hari itu di "
           "warung ada dua termos: satu untuk pembeli, satu untuk pos ronda.\n"
           "Tamat. Semua tokoh dan tempat adalah karangan.", 1,
           tags=("sandiwara",), words_a_minute=130),
)  # fmt: skip
"""A serial of which one part airs a day."""

EMERGENCIES = (
    Script("darurat-hujan", Kind.PROGRAMME, "Pesan darurat: Hujan lebat",
           f"Perhatian. Pesan waspada dari {STATION}. Hujan lebat dan angin kencang diperkirakan "
           "turun di Kota Contoh sampai malam. Tunda bepergian, jauhi pohon besar dan papan "
           "reklame. Kota Contoh adalah kota karangan; pesan ini dibuat oleh komputer untuk "
           "percobaan.",
           None, words_a_minute=130, pitch=40),
    Script("darurat-banjir", Kind.PROGRAMME, "Pesan darurat: Banjir",
           f"Perhatian, perhatian. Pesan darurat dari {STATION}. Sungai Contoh meluap, dan air "
           "memasuki kampung di tepi sungai. Segera pindah ke tempat yang lebih tinggi. Matikan "
           "listrik sebelum meninggalkan rumah. Bantu anak-anak, orang lanjut usia, dan "
           "penyandang disabilitas. Jangan menyeberangi arus. Perlu pertolongan? Hubungi 112. "
           "Kota Contoh adalah kota karangan; pesan ini dibuat oleh komputer untuk percobaan.",
           None, words_a_minute=130, pitch=40),
    Script("darurat-latihan-gempa", Kind.PROGRAMME, "Pesan darurat: Latihan gempa",
           "Latihan, latihan, latihan. Ini latihan menghadapi gempa bumi di Kota Contoh, kota "
           "karangan. Tidak ada gempa yang sungguh terjadi. Merunduk, lindungi kepala di bawah "
           "meja yang kuat, dan berpegangan. Jauhi kaca dan lemari. Bila guncangan berhenti, "
           "keluarlah dengan tertib lewat jalur evakuasi, jangan memakai lift, dan berkumpul di "
           f"lapangan. Sekali lagi, ini hanya latihan dari {STATION}, dengan suara komputer.",
           None, words_a_minute=130, pitch=40),
    Script("darurat-aman", Kind.PROGRAMME, "Pesan darurat: Keadaan aman",
           f"Pesan dari {STATION}. Keadaan sudah aman. Warga boleh kembali ke rumah dengan tetap "
           "berhati-hati, dan ikutilah petunjuk petugas. Kota Contoh adalah kota karangan; pesan "
           "ini dibuat oleh komputer untuk percobaan.",
           None, words_a_minute=130, pitch=40),
)  # fmt: skip

SCRIPTS = (
    *STATION_IDS, *JINGLES, *BUMPERS, *SPOTS, *COMMERCIALS, *ANSWERS, *PROGRAMMES, *EPISODES,
    *EMERGENCIES,
)  # fmt: skip
