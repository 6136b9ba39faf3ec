"""The lessons: what to predict, what to run, what to see in it. One file each.

A lesson holds no result. Its texts have fields that are filled from its own runs and from the
closed forms; its answer keys are conditions on them.
"""
