"""Seeded random streams: one for each (seed, purpose, entity), independent of all others."""

from simulator.streams.stream import Streams

__all__ = ["Streams"]
