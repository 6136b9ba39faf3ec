"""The Cache Strategy Lab: the list of its pages, and the navigation between them."""

if __name__ != "__mp_main__":  # a worker process reads this file too and needs nothing of it
    import streamlit as st

    from ui import frame, server

    if __name__ == "__main__":
        frame.begin()
        pages = [
            st.Page(
                "pages/start.py", title="Start", icon=":material/home:", default=True, url_path=""
            ),
            st.Page("pages/lessons.py", title="Lessons", icon=":material/school:"),
            st.Page("pages/playground.py", title="Playground", icon=":material/tune:"),
            st.Page("pages/compare.py", title="Compare", icon=":material/compare_arrows:"),
            st.Page("pages/stampede.py", title="Stampede", icon=":material/bolt:"),
            st.Page("pages/staleness.py", title="Staleness", icon=":material/history:"),
            st.Page("pages/durability.py", title="Durability", icon=":material/save:"),
            st.Page("pages/failures.py", title="Failures", icon=":material/report:"),
            st.Page("pages/sweep.py", title="Sweep", icon=":material/grid_on:"),
            st.Page("pages/advisor.py", title="Advisor", icon=":material/search_insights:"),
            st.Page("pages/traces.py", title="Traces", icon=":material/timeline:"),
            st.Page("pages/live.py", title="Live", icon=":material/sensors:"),
            st.Page("pages/handbook.py", title="Handbook", icon=":material/menu_book:"),
        ]
        frame.show(st.navigation(pages, expanded=True))
    else:
        app = st.App(__file__, **server.parts())
