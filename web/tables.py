"""Rows of this room. Only its stores may import this module."""
