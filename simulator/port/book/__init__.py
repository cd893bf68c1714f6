"""The book: what a driver sent to a hub and what the hub acknowledged. Rules read it, never the hub."""

from simulator.port.book.book import Book
from simulator.port.book.maybe import Maybe
from simulator.port.book.papers import Change
from simulator.port.book.post import SentNotice
from simulator.port.book.readings import PresentedCard
from simulator.port.book.records import Recorded

__all__ = ["Book", "Change", "Maybe", "PresentedCard", "Recorded", "SentNotice"]
