"""How the demo's television looks: what stands over its pictures."""

from mengudara.demo.tv.clips import STATION
from station.look import Look

LOOK = Look(
    crawl_texts=(
        f"{STATION}: gambar, suara, dan kabar di saluran ini contoh, dibuat oleh komputer",
        "Darurat? Hubungi 112, gratis 24 jam",
    ),
)
"""Its own running texts come where the plan has none."""
