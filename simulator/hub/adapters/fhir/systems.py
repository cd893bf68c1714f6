"""Identifier and code systems of this project in FHIR documents: all of them assumed, none published."""

from hashlib import sha256
from hmac import new as keyed_digest
from urllib.parse import urlencode

_SPACE = "urn:pmhsim"
PERSON = f"{_SPACE}:person"
CARD = f"{_SPACE}:card-serial"
PSEUDONYM = f"{_SPACE}:pseudonym"
INSTITUTION = f"{_SPACE}:institution"
INSTITUTION_KIND = f"{_SPACE}:institution-kind"
SETTING = f"{_SPACE}:institution-setting"
BODY = f"{_SPACE}:body"
SCHEME = f"{_SPACE}:scheme"
PAYER_NUMBER = f"{_SPACE}:payer-number"
CERTIFICATE_FACE = f"{_SPACE}:certificate-face"
TICKET = f"{_SPACE}:ticket"
TICKET_KIND = f"{_SPACE}:ticket-kind"
COURSE = f"{_SPACE}:course"
DOSE_NUMBER = f"{_SPACE}:dose-number"
VACCINE = f"{_SPACE}:vaccine"
CHECKUP = f"{_SPACE}:checkup"
RECORD_KEY = f"{_SPACE}:record-key"
RESULT_KIND = f"{_SPACE}:result-kind"
DOSE_CLASS = f"{_SPACE}:dose-class"
NOTICE = f"{_SPACE}:notice"
NOTICE_KIND = f"{_SPACE}:notice-kind"
CONSENT_AREA = f"{_SPACE}:consent-area"
SUBJECT = f"{_SPACE}:subject"
FORM = f"{_SPACE}:questionnaire"

_ESCAPED = str.maketrans({character: f"\\{character}" for character in "\\,|$"})
_ID_LENGTH = 40


def person_key_system(body_code: str) -> str:
    """The system of a body's own person keys: the same key at another body is another identifier."""
    return f"{BODY}:{body_code}:person-key"


def token(system: str, value: str) -> str:
    """An identifier or a code as a search value."""
    return f"{system}|{value.translate(_ESCAPED)}"


def condition(*criteria: tuple[str, str]) -> str:
    """A query, as a request's line and the conditions of a write say it."""
    return urlencode(criteria, safe=":/|,")


def logical_id(*parts: str) -> str:
    """The id under which a resource is put; the same parts give the same id, and it tells none of them."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:_ID_LENGTH]


def pseudonym(secret: bytes, my_number: str) -> str:
    """What stands for a My Number at the hub; without the secret it leads back to nobody.

    A plain digest would not do: all My Numbers can be tried out.
    """
    return keyed_digest(secret, my_number.encode(), sha256).hexdigest()
