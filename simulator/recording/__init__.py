"""Recordings: a trace read once, its keys numbered from 0, its columns ready to be replayed."""
