"""What pages are made of: controls, runs, panels, charts on the screen. Here lives Streamlit."""
