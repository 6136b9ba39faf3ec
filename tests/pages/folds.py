"""Folded sections in Streamlit's headless client."""

from typing import Any


def unfold(app: Any, *names: str) -> None:
    """Open sections."""
    for name in names:
        app.session_state[f"at fold {name}"] = True
    app.run()
