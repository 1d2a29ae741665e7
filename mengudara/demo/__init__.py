"""The demo station: an invented city's radio whose every sound is made by this computer."""
