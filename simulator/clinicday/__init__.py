"""A day in virtual time, in which visits queue for desks, readers and doctors (SimPy)."""
