"""The charts: tables in, Plotly figures out, as plain dictionaries. Nothing here knows a page."""
