"""The request bodies of the contract."""

from typing import Any

from .shapes import Choice, Day, Flag, Members, OrNull, Rows, Shape, Text, Whole, Word

PREGNANCY_CHECKUPS = frozenset(
    [f"anc{number:02}" for number in range(1, 15)] + [f"anc{number}x" for number in range(15, 20)]
)
AREAS = ("medical_subsidy", "vaccination", "checkup")
CODE = r"[0-9A-Za-z-]{1,20}"
TICKET_NUMBER = r"[0-9A-Za-z_-]{1,50}"
KINDS = ("vaccination", "checkup")
LONG = "too-long"  # a row error of this hub's own, for limits to which the document gives none

_NO_CEILING: dict[str, Any] = {"monthlyYen": None}


def _says_something(text: str) -> bool:
    return bool(text.strip())


def _visible(most: int) -> Text:
    return Text(0, most, beyond=LONG)


def person() -> Text:
    """A person's id of the platform."""
    return Text(1, 100)


_FIVE = Members(
    {
        "name": Text(beyond="name-missing", also=_says_something),
        "nameKana": Text(beyond="name-missing", also=_says_something),
        "address": Text(0, 300, beyond=LONG),
        "dateOfBirth": Day(),
        "sex": Word(("1", "2")),
    }
)
_HOLDER: dict[str, Shape] = {
    "municipalityIdentityKey": Text(1, 100, beyond="identity-key-length"),
    "myNumber": Text(pattern=r"[0-9]{12}", beyond="my-number-digits"),
    "basicFiveInfo": _FIVE,
    "isNotDisclosed": Flag(),
}
# What stands on a certificate, in the order in which it is shown.
_FACE: dict[str, Shape] = {
    "orgSpecificCertificateTypeId": Text(pattern=r"[0-9A-Za-z_-]{1,50}", beyond="unknown-scheme"),
    "medicalSubsidyInsurerNumber": Text(pattern=r"([0-9]{8})?", beyond="payer-number-digits"),
    "certificationName": Text(1, 100, beyond="certification-name-length"),
    "medicalSubsidyRecipientNumber": Text(pattern=r"[!-~]{0,30}", beyond="recipient-number-length"),
    "certificationSubKey": _visible(100),
    "segment": _visible(100),
    "incomeSegment": _visible(100),
    "additionalConditions": _visible(1000),
    "designatedMedicalInstitutions": Rows(_visible(100), 100, beyond=LONG),
    "isAlwaysReimbursement": Word(("0", "1")),
    "maxCopaymentAmount": Members({"monthlyYen": OrNull(Whole(0, beyond="ceiling-negative"))}),
    "validFrom": Day(),
    "validTo": Day(),
}
_DETAIL: dict[str, Shape] = {
    "certificationDetail": Rows(Members({"label": _visible(100), "value": _visible(1000)}), 100, beyond=LONG)
}
FACE = (*_FACE, *_DETAIL)
FACE_DEFAULTS: dict[str, Any] = {
    "medicalSubsidyInsurerNumber": "",
    "medicalSubsidyRecipientNumber": "",
    "certificationSubKey": "",
    "segment": "",
    "incomeSegment": "",
    "additionalConditions": "",
    "designatedMedicalInstitutions": [],
    "maxCopaymentAmount": _NO_CEILING,
}
# Told with every certificate, also where it is nothing.
ALWAYS_TOLD = (
    "medicalSubsidyInsurerNumber",
    "medicalSubsidyRecipientNumber",
    "incomeSegment",
    "maxCopaymentAmount",
)
TICKET = ("ticketNumber", "kind", "subject", "course", "doseNumber", "validFrom", "validTo")

RECIPIENTS = Rows(Members({**_HOLDER, **_FACE}, FACE_DEFAULTS))
HISTORY = Rows(
    Members(
        {
            "historyKey": Text(pattern=r"[!-~]{1,100}", beyond="history-key-form"),
            "isDeleted": Flag(),
            **_HOLDER,
            **_FACE,
            **_DETAIL,
        },
        FACE_DEFAULTS,
    )
)
TICKETS = Rows(
    Members(
        {
            **_HOLDER,
            "ticketNumber": Text(pattern=TICKET_NUMBER, beyond="ticket-number-form"),
            "kind": Word(KINDS),
            "subject": Text(1, 100, beyond="subject-missing"),
            "course": _visible(100),
            "doseNumber": Whole(0, beyond="dose-number"),
            "validFrom": Day(),
            "validTo": Day(),
        }
    )
)
DEPARTURES = Rows(
    Members(
        {
            "modificationSeg": Word(("2",)),
            "municipalityIdentityKey": Text(1, 100, beyond="rejected"),
            "reason": Word(("death", "move_out", "pregnancy_end")),
            "departedOn": Day(),
        }
    )
)
NOTICE = Members(
    {
        "municipalityIdentityKey": Text(1, 100),
        "kind": Word(("recommendation", "information")),
        "subject": Text(1, 100),
        "text": Text(0, 2000),
        "showFrom": Day(),
        "ticketNumber": Text(pattern=r"[0-9A-Za-z_-]{0,50}"),
        "concernsPregnancy": Flag(),
    },
    {"ticketNumber": "", "concernsPregnancy": False},
)

INSTITUTIONS = Members(
    {
        "institutions": Rows(
            Members(
                {
                    "code": Text(pattern=CODE),
                    "name": Text(0, 200),
                    "kind": Word(("hospital", "clinic", "dental", "pharmacy", "health_centre")),
                    "municipalityCode": Text(0, 20),
                    "usesSubsidyInformation": Flag(),
                    "hasReader": Flag(),
                    "claimsComputerVendor": Text(0, 100),
                }
            )
        )
    }
)
LINKS = Members(
    {
        "links": Rows(
            Members(
                {
                    "personId": person(),
                    "bodyCode": Text(pattern=CODE),
                    "municipalityIdentityKey": Text(1, 100),
                    "certificateSerial": OrNull(Text(pattern=r"[1-9a-f][0-9a-f]{0,39}")),
                }
            )
        )
    }
)
ACCOUNTS = Members({"accounts": Rows(Members({"personId": person(), "mayActFor": Rows(person(), 100)}))})
SCHEMES = Members(
    {
        "schemes": Rows(
            Members(
                {"orgSpecificCertificateTypeId": Text(pattern=r"[0-9A-Za-z_-]{1,50}"), "name": Text(0, 200)}
            ),
            1000,
        )
    }
)

LOOKUP = Members(
    {
        "personId": person(),
        "institutionCode": Text(pattern=CODE),
        "consent": Flag(),
        "serviceDate": Day(),
    }
)
# An assertion of whatever form is text: what is wrong with it is told as assertion-invalid.
ELIGIBILITY = Members({"cardAssertion": Text(), "consent": Flag(), "serviceDate": Day()})
SEARCH = Members({"cardAssertion": Text(), "kind": Word(KINDS), "serviceDate": Day()})

_NUMBER = Text(pattern=TICKET_NUMBER, beyond="rejected")
_MEASURE = Text(pattern=r"([0-9]{1,3}([.][0-9]{1,3})?)?", beyond="rejected")
_DOSE: dict[str, Shape] = {
    "ticketNumber": _NUMBER,
    "vaccine": Text(1, 100),
    "doseNumber": Whole(1, beyond="rejected"),
    "givenOn": Day(),
    "lotNumber": Text(1, 30, pattern=r"\S(.*\S)?", beyond="rejected"),
    "amountMl": _MEASURE,
    "site": Text(0, 100),
    "doctor": Text(0, 100),
    "doseClass": Word(("routine", "voluntary", "error")),
}
_INTERVIEW: dict[str, Shape] = {
    "ticketNumber": _NUMBER,
    "vaccine": Text(1, 100),
    "doseNumber": Whole(1, beyond="rejected"),
    "interviewedOn": Day(),
    "reason": Text(0, 500),
    "doctor": Text(0, 100),
}
_CHECKUP: dict[str, Shape] = {
    "ticketNumber": _NUMBER,
    "checkup": Text(1, 100),
    "examinedOn": Day(),
    "heightCm": _MEASURE,
    "weightKg": _MEASURE,
    "needsCloserExamination": Flag(),
}
DOSE, INTERVIEW, CHECKUP = (
    Members({**members, "dateOfBirth": Day()}) for members in (_DOSE, _INTERVIEW, _CHECKUP)
)


def _recorded(kind: str, members: dict[str, Shape], recorder: str) -> Members:
    return Members({"kind": Word((kind,)), **members, recorder: Text(beyond="rejected")})


AMENDMENT = Members(
    {
        "result": Choice(
            "kind",
            {
                "dose": _recorded("dose", _DOSE, "institutionCode"),
                "interview_only": _recorded("interview_only", _INTERVIEW, "institutionCode"),
                "checkup": _recorded("checkup", _CHECKUP, "recorderCode"),
            },
        )
    }
)
QUESTIONNAIRE = Members(
    {
        "subjectId": person(),
        "answers": Rows(Members({"question": Text(1, 500), "answer": Text(0, 2000)}), 200),
    }
)
CONSENT = Members({"isGiven": Flag()})
CLOCK = Members({"civilDate": Day()})
