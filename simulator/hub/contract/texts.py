"""Texts of the field with the limits that requests keep to, as the schemas of openapi.yaml name them.

What a registration judges row by row, and what a hub rejects as impossible, is no limit of this kind.
"""

from simulator.hub.contract.scalars import coded, text

BODY_CODE = coded("[0-9A-Za-z-]{1,20}")
"""Code of a body."""

INSTITUTION_CODE = coded("[0-9A-Za-z-]{1,20}")
"""Code of an institution or pharmacy."""

PERSON_ID = text(1, 100)
"""The platform's id of a person."""

IDENTITY_KEY = text(1, 100)
"""A body's own key of a person."""

TICKET_NUMBER = coded("[0-9A-Za-z_-]{1,50}")
"""Number of a ticket."""

TICKET_NUMBER_OR_NONE = coded("[0-9A-Za-z_-]{0,50}")
"""Number of a ticket, empty where there is none."""

SCHEME = coded("[0-9A-Za-z_-]{1,50}")
"""A scheme of a body's master."""

HANDLE = text(1, 100)
"""An id of a task, notice or record."""

SHORT = text(0, 100)
"""A short text that may be empty."""

SAID = text(1, 100)
"""A short text that says something."""

NAME = text(0, 200)
"""A name of an institution or scheme."""
