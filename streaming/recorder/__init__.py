"""The recording of what aired, as it was encoded for its audience."""
