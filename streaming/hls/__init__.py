"""HLS: segments cut from the AAC rings, playlists that survive every restart."""
