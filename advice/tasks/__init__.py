"""Documented tasks: one module each with a `TASK`; the folder is the registry."""
