"""Load on a hub: an endless supply of visits, driven in real time and judged like any other."""
