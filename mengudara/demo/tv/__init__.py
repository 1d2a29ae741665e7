"""The demo station's television: clips made of numbers, a week of them, and how it is wanted."""
