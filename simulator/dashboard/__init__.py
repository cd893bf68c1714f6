"""The pages on screen: they read run folders and show them, and simulate nothing."""
