"""Rehearses the air: the very engine and the very planner on a virtual clock, nothing published."""
