"""What a run leaves to read: results as data, the page, the run folder."""
