"""Synthetic My Number Cards: certificates, PIN and face, the reader, assertions, tokens and the trust folder.

Nothing here knows the hub. All keys follow from a seed, and so nothing real may ever trust them.
"""

from simulator.card.assertion import sign_assertion, tamper
from simulator.card.authority import CertificationAuthority
from simulator.card.card import LABELS, Card, CardState, card_expires_on
from simulator.card.reader import Presentation, read
from simulator.card.reading import Method, Reading, ReadingResult
from simulator.card.tokens import TokenIssuer
from simulator.card.trust import TrustAnchor, TrustError, read_trust, write_trust
from simulator.card.user_certificate import Standing, UserCertificate, expires_on, standing

__all__ = [
    "LABELS",
    "Card",
    "CardState",
    "CertificationAuthority",
    "Method",
    "Presentation",
    "Reading",
    "ReadingResult",
    "Standing",
    "TokenIssuer",
    "TrustAnchor",
    "TrustError",
    "UserCertificate",
    "card_expires_on",
    "expires_on",
    "read",
    "read_trust",
    "sign_assertion",
    "standing",
    "tamper",
    "write_trust",
]
