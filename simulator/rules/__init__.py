"""What a right hub may answer, and what may be done before a dose: pure functions over book and tables."""
