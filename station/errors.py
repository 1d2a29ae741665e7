"""The root of the errors a caller may want to tell apart."""


class StationError(Exception):
    """Carries its data in the constructor and its sentence in `str()`."""
