"""The reference engine: plain SimPy, the oracle for the fast one."""
