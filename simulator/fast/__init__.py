"""The fast engine: the same log as the reference engine's, many times faster."""
