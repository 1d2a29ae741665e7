"""The leaf: words, time, formats and contracts that every room shares and nobody owns."""
