"""What streams a television channel: one picture encoder, its units, and the leaves on them."""
