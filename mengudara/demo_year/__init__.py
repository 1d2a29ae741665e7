"""The year of a demo LPPL: a station made to be rehearsed, with everything a year brings."""
