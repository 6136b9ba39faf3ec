"""What can be wrong with a trace."""


class TraceError(ValueError):
    """A trace that cannot be read. The text is one sentence for the person who gave it."""
