"""What users read: messages with Japanese as the source language, and complaints about a user's mistake."""

from simulator.language.complaint import Complaint
from simulator.language.text import LANGUAGES, Language, Text, say

__all__ = ["LANGUAGES", "Complaint", "Language", "Text", "say"]
