"""Pushes to external Icecast servers, each in a thread of its own."""
