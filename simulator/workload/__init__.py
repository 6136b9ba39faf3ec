"""The workload: which requests arrive when, drawn from named streams of chance."""
