"""The music of the demo station: an hour and more of pieces, no two alike."""

from mengudara.demo.gendhing import Piece
from mengudara.demo.melody import GILAK, KETAWANG, LADRANG, LANCARAN
from mengudara.demo.tuning import PELOG_BARANG, PELOG_NEM, PELOG_SELISIR, SLENDRO

ENSEMBLE = "Gamelan Sintetis Mengudara"
SITER = "Siter Sintetis Teras"
SULING = "Suling Sintetis Lembah"
KOTEKAN = "Kotekan Sintetis Pesisir"
GAMBANG = "Gambang Sintetis Kota"

FULL = ("saron", "slenthem", "kendang", "bonang", "demung", "peking", "panerus", "suling")
SOFT = ("slenthem", "gender", "kendang", "gambang", "suling", "saron")
TERRACE = ("siter", "slenthem", "gender", "kendang")
VALLEY = ("suling", "slenthem", "gender", "siter")
COAST = ("kotekan", "demung", "kendang", "slenthem", "peking")
TOWN = ("gambang", "slenthem", "kendang", "bonang", "suling")

_MORNING = ("pagi", "lembut")
_LIVELY = ("siang", "riang")
_EVENING = ("malam", "klasik")

PIECES = (
    Piece("Ladrang Embun Pagi", ENSEMBLE, "Pagi di Pendopo", "Gamelan", LADRANG, SLENDRO,
          276, 62, 4.2, SOFT, 1, _MORNING),
    Piece("Ketawang Kabut Sawah", SULING, "Pagi di Pendopo", "Gamelan", KETAWANG, PELOG_NEM,
          262, 54, 3.6, VALLEY, 2, _MORNING),
    Piece("Lancaran Pasar Ceria", ENSEMBLE, "Siang di Kota", "Gamelan", LANCARAN, SLENDRO,
          284, 96, 3.0, FULL, 3, _LIVELY),
    Piece("Siter di Teras", SITER, "Teras", "Siteran", KETAWANG, SLENDRO,
          292, 66, 3.4, TERRACE, 4, (*_MORNING, "siteran")),
    Piece("Kotekan Hujan Sore", KOTEKAN, "Pesisir", "Kotekan", GILAK, PELOG_SELISIR,
          270, 112, 3.2, COAST, 5, _LIVELY),
    Piece("Gambang Jalan Melati", GAMBANG, "Siang di Kota", "Gambang", LANCARAN, PELOG_BARANG,
          258, 84, 3.5, TOWN, 6, _LIVELY),
    Piece("Ladrang Lampu Alun-alun", ENSEMBLE, "Malam di Pendopo", "Gamelan", LADRANG, PELOG_NEM,
          252, 58, 5.0, SOFT, 7, _EVENING),
    Piece("Ketawang Bulan Teduh", ENSEMBLE, "Malam di Pendopo", "Gamelan", KETAWANG, PELOG_BARANG,
          266, 50, 4.4, SOFT, 8, _EVENING),
    Piece("Imbal Sungai Kecil", KOTEKAN, "Pesisir", "Kotekan", GILAK, SLENDRO,
          288, 104, 2.8, COAST, 9, _LIVELY),
    Piece("Suling Lereng Bukit", SULING, "Lembah", "Suling", KETAWANG, SLENDRO,
          300, 56, 3.8, VALLEY, 10, (*_EVENING, "suling")),
    Piece("Lancaran Sepeda Sore", ENSEMBLE, "Siang di Kota", "Gamelan", LANCARAN, PELOG_NEM,
          272, 102, 2.9, FULL, 11, _LIVELY),
    Piece("Siter Tepi Jendela", SITER, "Teras", "Siteran", LADRANG, PELOG_BARANG,
          282, 72, 3.9, TERRACE, 12, (*_EVENING, "siteran")),
    Piece("Gambang Stasiun Tua", GAMBANG, "Siang di Kota", "Gambang", LADRANG, SLENDRO,
          264, 80, 3.6, TOWN, 13, _LIVELY),
    Piece("Ladrang Panen Raya", ENSEMBLE, "Pagi di Pendopo", "Gamelan", LADRANG, SLENDRO,
          280, 88, 4.0, FULL, 14, (*_MORNING, "riang")),
    Piece("Kotekan Perahu Pulang", KOTEKAN, "Pesisir", "Kotekan", LANCARAN, PELOG_SELISIR,
          260, 108, 3.1, COAST, 15, _LIVELY),
    Piece("Suling Selepas Magrib", SULING, "Lembah", "Suling", KETAWANG, PELOG_NEM,
          286, 48, 4.5, VALLEY, 16, (*_EVENING, "suling")),
    Piece("Gambang Hari Libur", GAMBANG, "Siang di Kota", "Gambang", LANCARAN, SLENDRO,
          270, 92, 3.0, TOWN, 17, _LIVELY),
    Piece("Siter Rintik Malam", SITER, "Teras", "Siteran", KETAWANG, PELOG_NEM,
          274, 58, 3.7, TERRACE, 18, (*_EVENING, "siteran")),
)  # fmt: skip

FILLERS = (
    Piece("Pengisi: Gender Tenang", ENSEMBLE, "Pengisi", "Pengisi", KETAWANG, SLENDRO,
          278, 52, 2.2, ("gender", "slenthem"), 31, ("pengisi",)),
    Piece("Pengisi: Siter Jernih", SITER, "Pengisi", "Pengisi", KETAWANG, PELOG_NEM,
          268, 60, 2.0, ("siter", "slenthem"), 32, ("pengisi",)),
)  # fmt: skip

BEDS = (
    Piece("Alas: Gender", ENSEMBLE, "Alas", "Alas", KETAWANG, SLENDRO,
          278, 66, 0.9, ("gender", "slenthem"), 41),
    Piece("Alas: Siter", SITER, "Alas", "Alas", KETAWANG, PELOG_BARANG,
          284, 76, 0.8, ("siter", "slenthem"), 42),
    Piece("Alas: Suling", SULING, "Alas", "Alas", KETAWANG, PELOG_NEM,
          272, 58, 0.9, ("gender", "slenthem", "suling"), 43),
)  # fmt: skip
"""Music under a voice; it never airs alone."""

SIGNATURES = (
    Piece("Jingel Radio Kota Contoh 1", ENSEMBLE, "Jingel", "Jingel", GILAK, SLENDRO,
          292, 150, 0.1, ("peking", "bonang", "saron"), 51),
    Piece("Jingel Radio Kota Contoh 2", KOTEKAN, "Jingel", "Jingel", GILAK, PELOG_SELISIR,
          276, 160, 0.1, ("kotekan", "demung"), 52),
    Piece("Jingel Radio Kota Contoh 3", GAMBANG, "Jingel", "Jingel", GILAK, SLENDRO,
          280, 140, 0.1, ("gambang", "bonang", "slenthem"), 53),
)  # fmt: skip

HYMN = Piece("Himne Kota Contoh", ENSEMBLE, "Himne", "Himne", LADRANG, PELOG_NEM,
             264, 52, 1.2, ("slenthem", "saron", "demung", "gender"), 61, ("himne",))  # fmt: skip
"""A solemn tune of the station's own, with which its day begins."""

ANTHEM = Piece("Pengganti sementara: Indonesia Raya (suara sintetis, bukan lagunya)", ENSEMBLE,
               "Pengganti", "Himne", LADRANG, PELOG_BARANG,
               272, 60, 1.0, ("saron", "demung", "slenthem", "kendang"), 62,
               ("pengganti",))  # fmt: skip
NATIONAL = Piece("Pengganti sementara: lagu wajib nasional (suara sintetis, bukan lagunya)",
                 ENSEMBLE, "Pengganti", "Himne", KETAWANG, SLENDRO,
                 268, 56, 0.9, ("slenthem", "gender", "suling", "saron"), 63,
                 ("pengganti",))  # fmt: skip
"""Stand where the law wants songs of the state, until the station has recordings of them."""

SONGS = (HYMN, ANTHEM, NATIONAL)
