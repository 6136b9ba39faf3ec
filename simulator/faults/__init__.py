"""What goes wrong during a run, one file each, placed on the scenario's time line."""
