"""The law as dated data: packs of rules, and small pure checkers of what airs."""
