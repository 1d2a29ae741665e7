"""The moving pictures of the demo's television: each scene is a pure function of its moment."""

import math
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image

from mengudara.demo.tv.canvas import (
    COLUMNS,
    INK,
    PAPER,
    ROWS,
    Canvas,
    Colour,
    Moment,
    Point,
    across,
    between,
    down,
)

Scene = Callable[[Moment], Image.Image]
_GOLD: Colour = (255, 196, 84)
_TEAL: Colour = (20, 100, 91)
_RED: Colour = (179, 24, 44)


def sunrise(moment: Moment) -> Image.Image:
    """The sun comes up behind boats on the sea."""
    height = 0.62 - 0.42 * moment.share
    sky = between(down() * 1.6 - 0.5 * (1 - moment.share), (24, 32, 84), (255, 168, 92))
    ripple = np.sin(down() * 160 + 3 * np.sin(across() * 9 + moment.at) - 2 * moment.at)
    sea = between(0.45 + 0.25 * ripple * down(), (10, 40, 74), (255, 190, 120))
    canvas = Canvas.on(np.where((down() < 0.62)[..., None], sky, sea), moment.size)
    canvas.disc((canvas.width * 0.6, height), 0.09, (255, 236, 170))
    canvas.box((0, 0.62), (canvas.width, 0.63), (255, 210, 150))
    for number in range(4):
        side = (0.25 * number + 0.021 * moment.at * (1 + number % 2)) % 1.2 - 0.1
        _boat(canvas, (side * canvas.width, 0.68 + 0.055 * number), 0.05 + 0.014 * number, moment)
    return canvas.image


def _boat(canvas: Canvas, at: Point, size: float, moment: Moment) -> None:
    x, y = at[0], at[1] + 0.006 * math.sin(moment.at * 2.1 + at[1] * 40)
    hull = [(-2.0, -0.5), (2.0, -0.7), (1.2, 0.3), (-1.3, 0.3)]
    sail = [(0.0, -3.6), (1.7, -0.8), (0.0, -0.8)]
    canvas.shape([(x + size * a, y + size * b) for a, b in hull], (38, 22, 16))
    canvas.shape([(x + size * a, y + size * b) for a, b in sail], (226, 120, 60))


def shadows(moment: Moment) -> Image.Image:
    """Two puppets talk to each other behind the screen, under a lamp that flickers."""
    flicker = 1 + 0.05 * math.sin(moment.at * 11) * math.sin(moment.at * 3.7)
    away = np.hypot(across() - 0.5, (down() - 0.25) * 0.8)
    canvas = Canvas.on(
        between(1.15 * flicker - 1.5 * away, (70, 26, 8), (255, 214, 130)), moment.size
    )
    _mountain(canvas, canvas.width / 2, moment)
    speaks = int(moment.at / 3) % 2
    for side in (0, 1):
        sway = math.sin(moment.at * (5 if side == speaks else 1.2)) * (
            0.5 if side == speaks else 0.1
        )
        x = canvas.width * (0.27 if side == 0 else 0.73)
        _puppet(canvas, (x, 0.5), 1 if side == 0 else -1, sway)
    canvas.box((0, 0.9), (canvas.width, 1), (44, 92, 40))
    return canvas.image


def _mountain(canvas: Canvas, x: float, moment: Moment) -> None:
    lean = 0.02 * math.sin(moment.at * 0.8)
    edge = [
        (0.0, -0.72), (0.1, -0.5), (0.17, -0.25), (0.13, 0.0), (-0.13, 0.0), (-0.17, -0.25),
        (-0.1, -0.5),
    ]  # fmt: skip
    canvas.shape([(x + a - lean * b, 0.92 + b) for a, b in edge], INK)
    canvas.line([(x, 0.9), (x + lean * 0.5, 0.4)], (110, 60, 20), 0.012)


def _puppet(canvas: Canvas, at: Point, faces: int, sway: float) -> None:
    x, y = at
    body = [(-0.07, 0.0), (0.06, -0.02), (0.1, 0.4), (-0.12, 0.4)]
    head = [
        (-0.07, -0.14), (0.0, -0.19), (0.05, -0.13), (0.16, -0.1), (0.05, -0.06), (0.02, 0.0),
        (-0.05, 0.0),
    ]  # fmt: skip
    for points in (body, head):
        canvas.shape([(x + faces * a, y + b) for a, b in points], INK)
    elbow = (x + faces * (0.12 + 0.06 * sway), y + 0.14 - 0.06 * sway)
    hand = (elbow[0] + faces * 0.11, elbow[1] - 0.05 - 0.12 * sway)
    canvas.line([(x, y + 0.03), elbow, hand], INK, 0.026)
    canvas.line([hand, (hand[0] - faces * 0.02, 0.94)], INK, 0.006)


def batik(moment: Moment) -> Image.Image:
    """A cloth of waves that never repeats."""
    t = moment.at
    slant = np.sin(26 * (across() * 1.6 + down()) + 2.2 * np.sin(5 * down() + 0.6 * t) - t)
    cloud = np.sin(7 * across() + 0.7 * t) + np.sin(9 * down() - 0.5 * t)
    swirl = np.sin(12 * np.hypot(across() - 0.5 + 0.2 * math.sin(0.3 * t), down() - 0.5) - 1.3 * t)
    dyed = between((cloud + swirl + 3) / 6, (58, 28, 14), (214, 146, 62))
    return Canvas.on(np.where((slant > 0.35)[..., None], dyed * 0.45, dyed), moment.size).image


def bouncing(moment: Moment) -> Image.Image:
    """Shapes fall, bounce and turn in a bright room."""
    ground = between(down() + 0.1 * np.sin(8 * across() + moment.at), (60, 150, 190), (18, 52, 96))
    canvas = Canvas.on(ground, moment.size)
    random = Random(12)
    for number in range(9):
        pace, side = random.uniform(0.5, 1.3), random.uniform(0, 2)
        x = canvas.width * abs((side + 0.11 * pace * moment.at) % 2 - 1)
        y = 0.86 - 0.62 * abs(math.sin(moment.at * pace * 1.7 + number))
        colour = (random.randrange(120, 256), random.randrange(60, 220), random.randrange(40, 200))
        _tumbling(canvas, (x, y), 3 + number % 4, moment.at * pace * 2, colour)
    return canvas.image


def _tumbling(canvas: Canvas, at: Point, corners: int, turn: float, colour: Colour) -> None:
    if corners == 6:
        return canvas.disc(at, 0.07, colour)
    angles = [turn + 2 * math.pi * number / corners for number in range(corners)]
    return canvas.shape(
        [(at[0] + 0.085 * math.cos(one), at[1] + 0.085 * math.sin(one)) for one in angles], colour
    )


def night(moment: Moment) -> Image.Image:
    """A town at night: lit windows, a moon on its way, lanterns that swing."""
    canvas = Canvas.on(between(down(), (6, 8, 30), (44, 30, 66)), moment.size)
    random = Random(5)
    for _ in range(60):
        star = (random.uniform(0, canvas.width), random.uniform(0, 0.5))
        if math.sin(moment.at * random.uniform(1, 4) + star[0] * 9) > -0.6:
            canvas.disc(star, 0.004, PAPER)
    canvas.disc((canvas.width * (0.15 + 0.7 * moment.share), 0.2), 0.07, (250, 240, 200))
    for number in range(9):
        _house(canvas, number * canvas.width / 9, random, moment)
    for number in range(5):
        swing = 0.03 * math.sin(moment.at * 1.3 + number)
        x = canvas.width * (0.1 + 0.2 * number)
        canvas.line([(x, 0), (x + swing, 0.16)], (20, 14, 10), 0.006)
        canvas.disc((x + swing, 0.19), 0.035, (255, 120 + 12 * number, 50))
    return canvas.image


def _house(canvas: Canvas, left: float, random: Random, moment: Moment) -> None:
    top = 0.45 + random.uniform(0, 0.25)
    right = left + canvas.width / 9 - 0.01
    canvas.box((left, top), (right, 1), (14, 14, 24))
    for row in range(4):
        for column in range(3):
            lit = random.uniform(0, 20) < 12 + 6 * math.sin(moment.at * 0.4 + random.uniform(0, 6))
            corner = (left + 0.025 + column * 0.05, top + 0.05 + row * 0.1)
            colour: Colour = (255, 214, 120) if lit else (30, 32, 44)
            canvas.box(corner, (corner[0] + 0.028, corner[1] + 0.05), colour)


def dial(moment: Moment) -> Image.Image:
    """A clock face that runs down to the full circle, with the seconds that are left."""
    canvas = Canvas.on(between(down(), (15, 43, 41), (9, 22, 26)), moment.size)
    centre = (canvas.width / 2, 0.47)
    canvas.ring(centre, 0.34, PAPER, 0.014)
    for mark in range(12):
        canvas.line([_on(centre, 0.29, mark / 12), _on(centre, 0.32, mark / 12)], PAPER, 0.012)
    canvas.line([centre, _on(centre, 0.26, moment.share)], _GOLD, 0.016)
    canvas.line([centre, _on(centre, 0.3, moment.at % 1)], (95, 211, 196), 0.008)
    left = math.ceil(moment.seconds - moment.at)
    canvas.words(str(left), (centre[0], 0.36), 0.16)
    return canvas.image


def _on(centre: Point, radius: float, turn: float) -> Point:
    angle = 2 * math.pi * turn
    return centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)


def kites(moment: Moment) -> Image.Image:
    """Kites over terraces of rice, in the colours of old film."""
    chance = np.random.default_rng(round(moment.at * 25))
    grain = 10 * chance.random((ROWS, COLUMNS, 1), np.float32)
    terraces = np.sin(40 * down() + 3 * np.sin(4 * across()))
    field = between(0.4 + 0.2 * terraces, (58, 62, 20), (170, 160, 70))
    sky = between(down() * 1.5, (150, 170, 160), (236, 214, 160))
    canvas = Canvas.on(np.where((down() < 0.6)[..., None], sky, field) + grain, moment.size)
    for number in range(5):
        x = canvas.width * (0.12 + 0.19 * number) + 0.05 * math.sin(moment.at * 0.7 + number)
        y = 0.28 + 0.12 * math.sin(moment.at * 0.9 + 2 * number)
        canvas.line([(x, y), (canvas.width * 0.5, 0.8)], (60, 50, 40), 0.004)
        kite = [(x, y - 0.08), (x + 0.06, y), (x, y + 0.1), (x - 0.06, y)]
        canvas.shape(kite, _RED if number % 2 else _TEAL)
    for edge in (0.0, 0.93):
        canvas.box((0, edge), (canvas.width, edge + 0.07), (0, 0, 0))
    return canvas.image


def archive(moment: Moment) -> Image.Image:
    """An old narrow picture: grey, unsteady, scratched, with a cart that passes."""
    random = Random(round(moment.at * 25))
    grey = between(0.75 - 0.4 * down() + random.uniform(-0.03, 0.03), (40, 40, 38), (220, 220, 210))
    canvas = Canvas.on(grey, moment.size)
    shake = random.uniform(-0.004, 0.004)
    for number in range(5):
        left = canvas.width * number / 5
        canvas.box((left, 0.3 + 0.06 * (number % 3)), (left + 0.22, 0.75), (96, 96, 92))
    x = (moment.at * 0.14) % (canvas.width + 0.6) - 0.3
    canvas.box((x - 0.16, 0.6 + shake), (x + 0.16, 0.75 + shake), (24, 24, 24))
    for wheel in (-0.1, 0.1):
        centre = (x + wheel, 0.79 + shake)
        canvas.ring(centre, 0.06, (16, 16, 16), 0.014)
        canvas.line([centre, _on(centre, 0.055, moment.at * 0.7)], (16, 16, 16), 0.01)
    for _ in range(2):
        scratch = random.uniform(0, canvas.width)
        canvas.line(
            [(scratch, 0), (scratch + random.uniform(-0.02, 0.02), 1)], (230, 230, 224), 0.003
        )
    return canvas.image


def rings(moment: Moment) -> Image.Image:
    """Waves go out from the middle: the station's name belongs into it."""
    away = np.hypot((across() - 0.5) * 1.78, down() - 0.42)
    waves = 0.5 + 0.5 * np.sin(30 * away - 7 * moment.at)
    canvas = Canvas.on(
        between(waves * np.clip(1.2 - away, 0, 1), (10, 36, 34), (95, 211, 196)), moment.size
    )
    centre = (canvas.width / 2, 0.42)
    canvas.disc(centre, 0.14, INK)
    for arc in range(3):
        grown = 0.05 + 0.03 * arc + 0.01 * math.sin(moment.at * 4 - arc)
        canvas.ring(centre, grown, _GOLD, 0.01)
    return canvas.image


def notice(moment: Moment) -> Image.Image:
    """A calm ground with a sign that breathes: words belong over it."""
    slow = 0.5 + 0.3 * np.sin(3 * across() + 2 * down() + 0.6 * moment.at)
    canvas = Canvas.on(between(slow, (15, 43, 41), (33, 87, 184)), moment.size)
    breath = 0.1 + 0.012 * math.sin(moment.at * 2.4)
    canvas.disc((0.22, 0.25), breath, _GOLD)
    canvas.shape([(0.22, 0.17), (0.29, 0.3), (0.15, 0.3)], INK)
    return canvas.image


def signing(moment: Moment) -> Image.Image:
    """Somebody stands before a plain wall and speaks with both hands."""
    slow = 0.5 + 0.25 * np.sin(2 * across() + 0.4 * moment.at) * down()
    canvas = Canvas.on(between(slow, (150, 170, 176), (214, 224, 222)), moment.size)
    x = canvas.width / 2
    canvas.shape([(x - 0.26, 1.1), (x - 0.2, 0.5), (x + 0.2, 0.5), (x + 0.26, 1.1)], _TEAL)
    canvas.box((x - 0.05, 0.4), (x + 0.05, 0.56), (134, 92, 66))
    canvas.disc((x, 0.27), 0.15, INK)
    canvas.disc((x, 0.32), 0.125, (150, 104, 76))
    canvas.disc((x - 0.045, 0.3), 0.012, INK)
    canvas.disc((x + 0.045, 0.3), 0.012, INK)
    canvas.line([(x - 0.04, 0.38), (x, 0.39), (x + 0.04, 0.38)], (110, 50, 46), 0.012)
    for side in (-1, 1):
        beat = moment.at * 4.2 + side
        elbow = (x + side * 0.34, 0.76 + 0.03 * math.sin(beat))
        reach = 0.06 + 0.12 * math.sin(beat * 0.7)
        hand = (x + side * reach, 0.62 + 0.1 * math.cos(beat * 1.3))
        canvas.line([(x + side * 0.19, 0.54), elbow, hand], _TEAL, 0.07)
        canvas.disc(hand, 0.045, (150, 104, 76))
    return canvas.image


SCENES: dict[str, Scene] = {
    "sunrise": sunrise,
    "shadows": shadows,
    "batik": batik,
    "bouncing": bouncing,
    "night": night,
    "dial": dial,
    "kites": kites,
    "archive": archive,
    "rings": rings,
    "notice": notice,
    "signing": signing,
}
