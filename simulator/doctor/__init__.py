"""What a hub can do and what it lacks, tried once with synthetic people; no judgement of a day."""
