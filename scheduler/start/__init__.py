"""How a new station gets its first legal week: ready weeks, what it lacks, how far it is."""
