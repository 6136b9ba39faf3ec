"""The lab's version: the same seed, scenario and version give the same numbers."""

VERSION = "0.1.0"
