"""A second hub for the pmh contract, in memory, written from the interface document alone."""

from .app import app

__all__ = ["app"]
