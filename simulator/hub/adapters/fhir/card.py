"""The card behind an assertion: its serial is read here; whether the card is good, nobody checks."""

from base64 import b64decode, urlsafe_b64decode
from binascii import Error
from json import loads

from cryptography.x509 import load_der_x509_certificate

from simulator.hub.adapters.fhir.answers import Halted
from simulator.hub.adapters.fhir.patient import People, people
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import CARD
from simulator.port.outcomes import Refused

UNREADABLE = Refused("assertion-invalid")
UNKNOWN = Refused("card-unknown")


def serial_of(assertion: str) -> str | None:
    """The serial number of the certificate in an assertion, in hexadecimal; None where it can't be read."""
    header = assertion.partition(".")[0]
    try:
        document = loads(urlsafe_b64decode(header + "=" * (-len(header) % 4)))
        certificate = load_der_x509_certificate(b64decode(document["x5c"][0], validate=True))
    except (Error, ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None
    return f"{certificate.serial_number:x}"


def holder(session: Session, assertion: str) -> Steps[People]:
    """The person to whom the card is tied; refuses a card that is tied to nobody."""
    serial = serial_of(assertion)
    if serial is None:
        raise Halted(UNREADABLE)
    found = yield from people(session, CARD, serial)
    if found is None:
        raise Halted(UNKNOWN)
    return found
