"""The one door to any hub: typed operations in, typed outcomes out, and the book of what passed."""
