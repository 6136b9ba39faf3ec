"""Handbook: every strategy, protection and fault, with real requests, parameters and source."""

from ui import handbook, panels, shelf, state

bench = state.arrive()
head = panels.heading(
    "Handbook",
    "What each strategy, protection and fault does, shown by requests that it has served.",
    bench,
)
shelf.shelf(head, {})
kind, name = handbook.chapter()
handbook.words_of(kind, name)
handbook.diagrams(kind, name)
handbook.parameters(kind, name)
handbook.source(kind, name)
