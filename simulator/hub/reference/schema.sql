-- What the reference hub keeps. Numbers of the field are text, so that leading zeros stay; days are YYYY-MM-DD.

-- One human being, however many bodies know him; person_id is the platform's.
CREATE TABLE IF NOT EXISTS person (
    id        INTEGER PRIMARY KEY,
    person_id TEXT UNIQUE
) STRICT;

-- A person as one body knows him. The only place of a My Number; it is never shown. `tied` is the place of the
-- platform's latest link in the order of all links, 0 where it has linked none.
CREATE TABLE IF NOT EXISTS body_person (
    id            INTEGER PRIMARY KEY,
    body_code     TEXT NOT NULL,
    person_key    TEXT NOT NULL,
    person        INTEGER NOT NULL REFERENCES person,
    my_number     TEXT,
    name          TEXT,
    name_kana     TEXT,
    address       TEXT,
    date_of_birth TEXT,
    sex           TEXT,
    not_disclosed INTEGER NOT NULL DEFAULT 0,
    tied          INTEGER NOT NULL DEFAULT 0,
    UNIQUE (body_code, person_key)
) STRICT;
CREATE INDEX IF NOT EXISTS body_person_of_person ON body_person (person);
CREATE INDEX IF NOT EXISTS body_person_by_number ON body_person (my_number);
CREATE INDEX IF NOT EXISTS body_person_by_tie ON body_person (tied);
CREATE INDEX IF NOT EXISTS body_person_by_key ON body_person (person_key);
CREATE INDEX IF NOT EXISTS body_person_by_name ON body_person (name_kana, date_of_birth);

CREATE TABLE IF NOT EXISTS card (
    serial TEXT PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS card_of_person ON card (person);

CREATE TABLE IF NOT EXISTS used_assertion (
    serial  TEXT NOT NULL,
    jti     TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (serial, jti)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS used_assertion_by_expiry ON used_assertion (expires);

CREATE TABLE IF NOT EXISTS revocation_list (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    der BLOB NOT NULL
) STRICT;

-- Whose card an institution has read on which civil day.
CREATE TABLE IF NOT EXISTS card_reading (
    institution_code TEXT NOT NULL,
    person           INTEGER NOT NULL REFERENCES person,
    read_on          TEXT NOT NULL,
    PRIMARY KEY (institution_code, person, read_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS card_reading_of_person ON card_reading (person);

CREATE TABLE IF NOT EXISTS institution (
    code                     TEXT PRIMARY KEY,
    name                     TEXT NOT NULL,
    kind                     TEXT NOT NULL,
    municipality_code        TEXT NOT NULL,
    claims_computer_vendor   TEXT NOT NULL,
    uses_subsidy_information INTEGER NOT NULL,
    has_reader               INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS scheme (
    body_code TEXT NOT NULL,
    scheme    TEXT NOT NULL,
    name      TEXT NOT NULL,
    PRIMARY KEY (body_code, scheme)
) STRICT, WITHOUT ROWID;

-- Whom the owner of a resident's account may act for, besides himself.
CREATE TABLE IF NOT EXISTS representation (
    person_id  TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    PRIMARY KEY (person_id, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS representation_of_subject ON representation (subject_id);

-- `history_key` is empty for what came in the layout without a difference history; `further` holds as JSON
-- what is only passed on.
CREATE TABLE IF NOT EXISTS certificate (
    id               INTEGER PRIMARY KEY,
    holder           INTEGER NOT NULL REFERENCES body_person,
    scheme           TEXT NOT NULL,
    recipient_number TEXT NOT NULL,
    valid_from       TEXT NOT NULL,
    valid_to         TEXT NOT NULL,
    name             TEXT NOT NULL,
    payer_number     TEXT NOT NULL,
    income_class     TEXT NOT NULL,
    monthly_ceiling  INTEGER,
    reimbursement    INTEGER NOT NULL,
    history_key      TEXT NOT NULL,
    further          TEXT
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS certificate_once
    ON certificate (holder, scheme, recipient_number, valid_from) WHERE history_key = '';
CREATE UNIQUE INDEX IF NOT EXISTS certificate_by_history
    ON certificate (holder, scheme, history_key) WHERE history_key <> '';
CREATE INDEX IF NOT EXISTS certificate_of_holder ON certificate (holder);

-- Whose care by a body has ended, and since which day. `last_task` and `last_notice` are those accepted and sent
-- before it was reported; `expects_again` tells that the person has come to be pregnant again since.
CREATE TABLE IF NOT EXISTS departure (
    holder        INTEGER NOT NULL REFERENCES body_person,
    reason        TEXT NOT NULL,
    departed_on   TEXT NOT NULL,
    last_task     INTEGER NOT NULL,
    last_notice   INTEGER NOT NULL,
    expects_again INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (holder, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS notice (
    id                 INTEGER PRIMARY KEY,
    body_code          TEXT NOT NULL,
    notice_id          TEXT NOT NULL,
    holder             INTEGER NOT NULL REFERENCES body_person,
    kind               TEXT NOT NULL,
    subject            TEXT NOT NULL,
    text               TEXT NOT NULL,
    show_from          TEXT NOT NULL,
    ticket_number      TEXT NOT NULL,
    concerns_pregnancy INTEGER NOT NULL,
    withdrawn          INTEGER NOT NULL DEFAULT 0,
    UNIQUE (body_code, notice_id)
) STRICT;
CREATE INDEX IF NOT EXISTS notice_of_holder ON notice (holder);

-- Standing consents that are withdrawn; all others are given.
CREATE TABLE IF NOT EXISTS withdrawn_consent (
    person INTEGER NOT NULL REFERENCES person,
    area   TEXT NOT NULL,
    PRIMARY KEY (person, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS ticket (
    ticket_number TEXT PRIMARY KEY,
    holder        INTEGER NOT NULL REFERENCES body_person,
    kind          TEXT NOT NULL,
    subject       TEXT NOT NULL,
    course        TEXT NOT NULL,
    dose_number   INTEGER NOT NULL,
    valid_from    TEXT NOT NULL,
    valid_to      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ticket_of_holder ON ticket (holder);

-- Every version of a questionnaire stays; the newest counts. A withdrawal is a version without answers and key.
CREATE TABLE IF NOT EXISTS questionnaire (
    id            INTEGER PRIMARY KEY,
    ticket_number TEXT NOT NULL REFERENCES ticket,
    person_id     TEXT NOT NULL,
    key           TEXT,
    subject_id    TEXT NOT NULL,
    answers       TEXT,
    UNIQUE (person_id, key)
) STRICT;
CREATE INDEX IF NOT EXISTS questionnaire_for_ticket ON questionnaire (ticket_number);

-- `request` is the digest of what was asked, to tell a repetition from a second request under the same key.
CREATE TABLE IF NOT EXISTS result (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL,
    ticket_number TEXT NOT NULL REFERENCES ticket,
    recorder_code TEXT NOT NULL,
    key           TEXT NOT NULL,
    request       TEXT NOT NULL,
    recorded_on   TEXT NOT NULL,
    content       TEXT NOT NULL,
    version       INTEGER NOT NULL DEFAULT 1,
    cancelled     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS result_by_key ON result (recorder_code, key);
CREATE INDEX IF NOT EXISTS result_for_ticket ON result (ticket_number);

-- What a record said before it was amended.
CREATE TABLE IF NOT EXISTS earlier_result (
    result  INTEGER NOT NULL REFERENCES result,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (result, version)
) STRICT, WITHOUT ROWID;

-- A registration under way or done; `errors` are codes by the place of the row.
CREATE TABLE IF NOT EXISTS task (
    id        INTEGER PRIMARY KEY,
    body_code TEXT NOT NULL,
    kind      TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    errors    TEXT NOT NULL,
    done      INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS task_under_way ON task (body_code, id) WHERE NOT done;

-- Rows that were accepted and wait to be taken in; each goes in the same transaction that takes it in.
CREATE TABLE IF NOT EXISTS intake_row (
    task  INTEGER NOT NULL REFERENCES task,
    place INTEGER NOT NULL,
    row   TEXT NOT NULL,
    PRIMARY KEY (task, place)
) STRICT, WITHOUT ROWID;

-- Who saw or wrote whose data. `person` is unknown where a card told nobody; `outcome` is the kind of answer.
CREATE TABLE IF NOT EXISTS audit_entry (
    id           INTEGER PRIMARY KEY,
    person       INTEGER REFERENCES person,
    role         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    action       TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS audit_entry_of_person ON audit_entry (person);
