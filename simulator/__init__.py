"""Rehearse the onboarding of municipalities and institutions to Japan's Public Medical Hub (PMH).

Everybody and everything in here is synthetic. ARCHITECTURE.md tells where to start reading.
"""

__version__ = "0.1.0"
