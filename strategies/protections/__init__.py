"""The shelf of protections: every module here that defines one is found by itself."""
