"""What to look for in a run that is over: one file a cause or an effect, found by this folder."""
