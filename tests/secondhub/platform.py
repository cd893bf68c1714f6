"""What the platform hands over."""

from .hub import Ask
from .problems import Answer, rejected


def put_institutions(ask: Ask) -> Answer:
    """Institutions. Of all that is told only the setting for subsidy information is ever used."""
    for institution in ask.content["institutions"]:
        ask.hub.uses_subsidies[institution["code"]] = institution["usesSubsidyInformation"]
    return Answer()


def link_cards(ask: Ask) -> Answer:
    """Links of people to keys of bodies and to cards."""
    for place, link in enumerate(ask.content["links"]):
        person = link["personId"]
        # Two links of one request come one after the other, so the place takes part in the order.
        ask.hub.people.link(
            person,
            link["bodyCode"],
            link["municipalityIdentityKey"],
            link["certificateSerial"],
            ask.hub.requests * 1_000_000 + place,
        )
        ask.concerns(person)
    return Answer()


def open_accounts(ask: Ask) -> Answer:
    """Accounts with all for whom the owner may act."""
    for account in ask.content["accounts"]:
        ask.hub.people.open_account(account["personId"], account["mayActFor"])
    return Answer()


def publish_revocations(ask: Ask) -> Answer:
    """A new revocation list."""
    try:
        ask.hub.cards.revoke(ask.content)
    except ValueError:
        raise rejected("/revocationList") from None
    return Answer()


def put_schemes(ask: Ask) -> Answer:
    """The scheme master of a body."""
    schemes = [scheme["orgSpecificCertificateTypeId"] for scheme in ask.content["schemes"]]
    ask.hub.registration.set_schemes(ask.path["bodyCode"], schemes)
    return Answer()
