"""Headlines of other people's feeds, offered as running texts; none airs by itself."""
