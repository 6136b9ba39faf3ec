"""Explain this run: what happened and why, in the order of time, each a way to its moment."""

from collections.abc import Mapping

import streamlit as st

from metrics import Report
from metrics.words import instant
from ui import moment
from ui.fields import title

WIDTHS = [1, 9]


def explain(reports: Mapping[str, Report], *, opened: bool = False) -> None:
    """Causes and effects of a run; of one of several that is chosen from a list."""
    with st.expander("Explain this run", icon=":material/manage_search:", expanded=opened):
        name = chosen(list(reports))
        findings = reports[name].findings
        if not findings:
            st.markdown("Nothing out of the ordinary: no cold start, stampede, overload or fault.")
            return
        st.caption("Made from the log alone. Press an instant to see it in the time lines.")
        for place, finding in enumerate(findings):
            row(place, finding.at_s, finding.text)


def chosen(names: list[str]) -> str:
    """The only run, or the one to choose."""
    if len(names) == 1:
        return names[0]
    return st.selectbox("Run", names, key=f"explained of {names}", format_func=title)


def row(place: int, at_s: float, text: str) -> None:
    """A finding with the way to its moment."""
    left, right = st.columns(WIDTHS, vertical_alignment="center")
    left.button(
        instant(at_s),
        key=f"finding {place}",
        type="primary" if moment.chosen() == at_s else "secondary",
        help="Mark this moment in the time lines, or take the mark away",
        width="stretch",
        on_click=moment.choose,
        args=(at_s,),
    )
    right.markdown(text)
