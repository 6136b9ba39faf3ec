"""A small product catalogue over HTTP, on the same strategies."""
