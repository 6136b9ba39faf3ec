"""Profiles: what a recording says of its workload, before anything is simulated.

They work on recordings, not on logs; therefore they stand in the simulator and not in metrics.
"""
