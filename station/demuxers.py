"""What FFmpeg may open as a local file: demuxers by name. Loads nothing, for short lives."""

SOUND_DEMUXERS = (
    "mp3,aac,ac3,eac3,mov,matroska,ogg,flac,wav,w64,aiff,caf,asf,avi,mpegts,mpeg,flv,amr,ape,wv"
)
"""Containers that hold their media inside; playlists, concat scripts and image lists are absent."""
PICTURE_DEMUXERS = f"{SOUND_DEMUXERS},png_pipe,jpeg_pipe,webp_pipe,bmp_pipe"
"""The same and single pictures; a pattern of file names can open nothing."""
