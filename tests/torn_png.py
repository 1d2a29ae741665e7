"""A PNG as a disk spoils it: half of its picture, then nothing that a PNG may hold."""

import io
import struct
import zlib

from PIL import Image


def torn_png(width: int = 64, height: int = 36) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 80).save(out, "PNG")
    whole = out.getvalue()
    head = whole[: whole.index(b"IDAT") - 4]
    packed = zlib.compress(bytes((width + 1) * height))
    half = b"IDAT" + packed[: len(packed) // 2]
    chunk = struct.pack(">I", len(half) - 4) + half + struct.pack(">I", zlib.crc32(half))
    return head + chunk + b"\x00\x00\x00\x09\t\xc8\xa2\xaa" + bytes(50)
