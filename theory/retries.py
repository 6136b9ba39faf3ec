"""Retries: how much they multiply the load that fails."""


def attempts(failure_share: float, retries: int) -> float:
    """Attempts a request makes on average, when each fails with the same probability. Exact."""
    if failure_share == 1:
        return retries + 1.0
    return (1 - failure_share ** (retries + 1)) / (1 - failure_share)
