"""What the page Traces is made of: where a trace comes from, and what its profile shows."""

from dataclasses import replace
from typing import NamedTuple

import pandas as pd
import streamlit as st

from charts import trace as pictures
from metrics.words import number, readable
from simulator import Scenario, parse
from simulator.presets import Preset, presets
from simulator.profile.profile import Profile
from simulator.profile.proposal import proposed
from simulator.traces import SHIPPED, formats
from simulator.workload.trace_source import TraceSource
from ui import mapping_form, state
from ui.bench import Bench
from ui.chart import charts
from ui.fields import words
from ui.flat import flat_of
from ui.panels import IN_PAIRS
from ui.uploads import uploads

SHARES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]
"""Capacities over different keys."""
MEANINGS = {"as recorded": "trace", "all as reads": "as-reads", "drawn": "law"}
UPLOAD, FILE, SHELF = "Your file", "Shipped trace", "Published workload"


class Choice(NamedTuple):
    """What is looked at: a trace, a preset, or nothing yet."""

    source: TraceSource | None = None
    preset: Preset | None = None


def choose() -> Choice:
    """Where the traffic comes from."""
    kind = st.segmented_control(
        "Source", [FILE, UPLOAD, SHELF], default=FILE, required=True, key="trace kind"
    )
    if kind == FILE:
        return Choice(shipped())
    return Choice(uploaded()) if kind == UPLOAD else Choice(preset=published())


def shipped() -> TraceSource:
    """One of the traces that come with the lab."""
    name = st.selectbox(
        "Trace", list(SHIPPED), format_func=lambda each: SHIPPED[each].title, key="shipped trace"
    )
    st.caption(f"Recording: {SHIPPED[name].attribution}")
    return TraceSource(path=name)


def published() -> Preset:
    """One of the published workloads."""
    known = presets()
    name = st.selectbox(
        "Workload", list(known), format_func=lambda each: known[each].title, key="preset"
    )
    return known[name]


def uploaded() -> TraceSource | None:
    """A file of the visitor's, and how it is to be read."""
    limit_mb = st.get_option("server.maxUploadSize")
    st.markdown(
        f"Up to {limit_mb} MB, packed with gzip, xz or zstd or not; it is read on this server only."
    )
    upload = st.file_uploader("Trace file", key="trace upload", max_upload_size=limit_mb)
    if upload is None:
        st.info(f"Choose a file. Formats: {'; '.join(each.title for each in formats().values())}.")
        return None
    path = str(uploads().path_of(upload))
    with st.expander("How it is read", icon=":material/table_rows:"):
        how = mapping_form.ask(path)
    return TraceSource(path=path, **how)


def preset(chosen: Preset) -> None:
    """A published workload: its settings, its source, what it lacks, and the way to try it."""
    offer("Open in the Playground", "open preset", chosen.scenario())
    st.dataframe(settings_table(chosen.scenario()), hide_index=True, alt="Settings of the preset")
    st.markdown("**Left out:** " + "; ".join(chosen.left_out) + ".")
    st.caption(f"Source: {chosen.source}")


def settings_table(scenario: Scenario) -> pd.DataFrame:
    """What differs from the defaults, one row a setting."""
    flat = flat_of(scenario)
    rows = [(name, str(value)) for name, value in flat.items() if name != "name"]
    return pd.DataFrame(rows, columns=["Setting", "Value"])


def facts(profile: Profile) -> None:
    """What the trace holds, in figures and, where lines were malformed, in a table."""
    grid = st.grid("auto", min_column_width=120)
    for label, (value, note) in told(profile).items():
        grid.metric(label, value, note, delta_color="gray", delta_arrow="off", border=True)
    if profile.malformed:
        st.warning(
            f"{profile.malformed:,} malformed lines were skipped; the first of them:",
            icon=":material/rule:",
        )
        table = pd.DataFrame(profile.malformed_first, columns=["Line", "Beginning", "Reason"])
        st.dataframe(table, hide_index=True, alt="The first malformed lines")
    if profile.steps_back:
        st.caption(
            f"{profile.steps_back:,} requests are recorded before their predecessor; here they are "
            "in the order of their instants."
        )


def told(profile: Profile) -> dict[str, tuple[str, str]]:
    """Figures with remarks."""
    seconds, reads = profile.span_s, profile.read_share
    rate = readable(profile.requests / profile.rate / seconds, "1/s") if seconds else "-"
    size = f"{profile.size_b_mean:,.0f} bytes each" if profile.size_b_mean else "sizes not told"
    ttl_s = profile.ttl_s_median
    return {
        "Requests": (f"{profile.requests:,}", profile.format),
        "Different keys": (f"{profile.distinct:,}", size),
        "Mean rate": (rate, f"over {readable(seconds, 's')}" if seconds else "no times"),
        "Reads": (
            "-" if reads is None else readable(reads, "1"),
            remark(profile),
        ),
        "Zipf exponent": (
            number(profile.popularity.exponent),
            f"top 1 % of keys: {profile.popularity.top_share:.0%}",
        ),
        "Keys seen once": (
            readable(profile.popularity.once_share, "1"),
            f"TTL {readable(ttl_s, 's')}" if ttl_s else "TTL not told",
        ),
    }


def remark(profile: Profile) -> str:
    """What is said of the operations."""
    found = profile.operations
    if not found:
        return "no operations"
    fills = found["fills"]
    return (
        f"{fills:,} fills left out" if fills else f"{found['writes'] + found['deletes']:,} writes"
    )


def figures(profile: Profile) -> None:
    """The four charts of a trace."""
    unit = "s" if profile.timed else "requests"
    shown = [
        pictures.hit_ratio_curve(*(column.tolist() for column in profile.curve)),
        pictures.working_set(
            profile.working_set.start.tolist(),
            profile.working_set.keys.tolist(),
            profile.working_set.new_keys.tolist(),
            unit,
        ),
        pictures.popularity(
            profile.popularity.rank.tolist(),
            profile.popularity.requests.tolist(),
            profile.popularity.exponent,
        ),
    ]
    if len(profile.reuse.requests):
        gaps = profile.reuse
        shown.append(pictures.reuse(gaps.least.tolist(), gaps.requests.tolist(), unit))
    charts(shown, key="trace charts", narrowest=IN_PAIRS)
    if profile.rate < 1:
        st.caption(f"Estimated from a sample of {profile.rate:.1%} of the keys, chosen by hash.")


def make_scenario(profile: Profile) -> None:
    """The button that fills the Playground's sliders."""
    scenario = proposed(replace(profile, name="from a trace"))
    st.subheader("A scenario like this trace", anchor=False)
    offer("Make a scenario", "make scenario", scenario)
    st.dataframe(settings_table(scenario), hide_index=True, alt="Settings of the scenario")
    st.caption(
        "Keys are then drawn from the fitted law, one independent of the other: what the trace has "
        "beyond popularity (scans, bursts, drift) is not in it."
    )


def replay(profile: Profile, source: TraceSource, bench: Bench) -> Scenario | None:
    """The Playground's world with this trace for its workload, if the visitor wants to see it."""
    st.subheader("Replay", anchor=False)
    st.markdown(
        "The trace once, through the cache, database, strategy and protections of the Playground."
    )
    if not st.toggle("Replay this trace", key="replay"):
        return None
    left, middle, right = st.columns(3)
    policies = words(type(bench.scenario.cache).model_fields["eviction"])
    policy = left.selectbox("Eviction", policies, policies.index("lru"), key="replay policy")
    share = middle.select_slider(
        "Capacity", SHARES, 0.1, key="replay capacity", format_func=told_share
    )
    how = right.selectbox("Operations", list(MEANINGS), key="replay operations")
    entries = max(1, int(share * profile.distinct * profile.rate))
    told = {
        "repeat": False,
        "time": "trace" if profile.timed else "law",
        "order": "time",
        "ttl": "trace",
        "operations": MEANINGS[how],
    }
    cache = {"eviction": policy, "capacity_entries": entries, "capacity_bytes": None}
    data = bench.scenario.model_dump(mode="json")
    data["cache"] |= cache
    data["workload"] |= {"warmup_s": 0, "trace": source.model_dump() | told}
    return parse(data)


def told_share(share: float) -> str:
    """A capacity as a share of the keys."""
    return f"{share * 100:g} % of the keys"


def offer(label: str, key: str, scenario: Scenario) -> None:
    """A button that opens the Playground with its sliders where a scenario says."""
    hint = "Opens the Playground with its sliders as in the table."
    if st.button(label, key=key, icon=":material/tune:", type="primary", help=hint):
        state.take(scenario)
        st.switch_page("pages/playground.py")
