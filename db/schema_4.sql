-- What the fourth version added, frozen as it was; schema.sql is the whole as it is today.

-- 法定标识 of a form as the county has set it; the newest row of a form counts, the older ones are
-- its history.
CREATE TABLE imprint (
    id              INTEGER PRIMARY KEY,
    form            TEXT NOT NULL CHECK (form <> ''),
    table_number    TEXT NOT NULL DEFAULT '',               -- 表号
    maker           TEXT NOT NULL DEFAULT '',               -- 制定机关
    approver        TEXT NOT NULL DEFAULT '',               -- 批准（备案）机关
    document_number TEXT NOT NULL DEFAULT '',               -- 批准（备案）文号
    valid_until     TEXT NOT NULL DEFAULT '',               -- 有效期至, as it is to be printed
    operator        TEXT NOT NULL DEFAULT '',
    at              TEXT NOT NULL
) STRICT;
CREATE INDEX imprint_by_form ON imprint (form, id);

-- Workbooks of the city bureau with what is pointed at in them, as JSON. The newest row of a name
-- counts, the older ones are its history; an empty body says that it was taken out.
CREATE TABLE city_layout (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL CHECK (name <> ''),
    body       TEXT NOT NULL CHECK (body = '' OR substr(body, 1, 1) = '{'),
    attachment INTEGER NOT NULL REFERENCES attachment (id),   -- the workbook as it came
    operator   TEXT NOT NULL DEFAULT '',
    at         TEXT NOT NULL
) STRICT;
CREATE INDEX city_layout_by_name ON city_layout (name, id);

-- The key pair this ledger signs its packages with. Who has the file, or a back-up, has the secret.
CREATE TABLE ledger_key (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    secret BLOB NOT NULL CHECK (length(secret) = 32),       -- Ed25519
    public BLOB NOT NULL CHECK (length(public) = 32),
    at     TEXT NOT NULL
) STRICT;

-- Whose packages are taken: a key that a person confirmed by telephone. An area has one at a time;
-- one that was withdrawn and is confirmed again gets another row.
CREATE TABLE partner (
    id           INTEGER PRIMARY KEY,
    fingerprint  TEXT NOT NULL CHECK (length(fingerprint) = 40),
    public       BLOB NOT NULL CHECK (length(public) = 32),
    area         INTEGER NOT NULL CHECK (area BETWEEN 100000000000 AND 999999999999),
    name         TEXT NOT NULL CHECK (name <> ''),
    operator     TEXT NOT NULL DEFAULT '',                  -- who confirmed it
    at           TEXT NOT NULL,
    withdrawn    TEXT NOT NULL DEFAULT '',                  -- since when it is taken no longer
    withdrawn_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX partner_of_area ON partner (area) WHERE withdrawn = '';
CREATE UNIQUE INDEX partner_by_key ON partner (fingerprint) WHERE withdrawn = '';

-- Packages that went out and came in. Their bytes are those of the import they made, or attached.
CREATE TABLE package (
    id          INTEGER PRIMARY KEY,
    direction   TEXT NOT NULL CHECK (direction IN ('sent', 'received')),
    kind        TEXT NOT NULL CHECK (kind IN ('figures', 'definitions')),
    file        TEXT NOT NULL CHECK (file <> ''),
    sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 40),     -- of the key that signed it
    area        INTEGER NOT NULL,                           -- whose figures or definitions
    form        TEXT NOT NULL DEFAULT '',
    period      INTEGER,
    made        TEXT NOT NULL,                              -- when it was packed, by its own word
    source      INTEGER REFERENCES source (id),
    attachment  INTEGER REFERENCES attachment (id),
    operator    TEXT NOT NULL DEFAULT '',
    at          TEXT NOT NULL,
    CHECK ((source IS NULL) <> (attachment IS NULL)),
    CHECK ((kind = 'figures') = (form <> '' AND period IS NOT NULL)),
    CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12)
) STRICT;
CREATE INDEX package_by_period ON package (period, form, area);
CREATE INDEX package_by_source ON package (source);

-- What was taken over from the city. A form stands with its rules and indicators beside those the
-- program brings, while its version is above the program's; of rules, plans and limits it is noted
-- under which code of ours they are kept. The newest row of a kind and code counts.
CREATE TABLE handed_down (
    id       INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL CHECK (kind IN ('form', 'rule', 'plan', 'limit')),
    code     TEXT NOT NULL CHECK (code <> ''),              -- the city's
    own      TEXT NOT NULL CHECK (own <> ''),               -- ours
    body     TEXT NOT NULL CHECK (substr(body, 1, 1) = '{'),
    package  INTEGER NOT NULL REFERENCES package (id),
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL
) STRICT;
CREATE INDEX handed_down_by_code ON handed_down (kind, code, id);
