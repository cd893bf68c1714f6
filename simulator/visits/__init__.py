"""Journeys of card holders as generators that do no input or output; drivers carry them out."""
