-- The ledger of services data of one county, or of a city with its counties, readable from top to
-- bottom. One file, one area. Figures are scaled integers; months are yyyymm; unit codes have 12 digits.
-- application_id and user_version are set by db/migrations.py so that a foreign or newer file is
-- refused before a single row is read.

-- What this ledger is: area, catalogue version, ledger id. One row a key.
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Definitions travel in the ledger: every form, indicator, rule, plan and area file as JSON.
CREATE TABLE definition (
    file TEXT PRIMARY KEY,              -- name within resources/, e.g. forms/F1.toml
    body TEXT NOT NULL CHECK (substr(body, 1, 1) = '{')
) STRICT, WITHOUT ROWID;

-- Who can report: the townships and the county itself (本级); in a city's ledger every county's.
CREATE TABLE unit (
    code INTEGER PRIMARY KEY CHECK (code BETWEEN 100000000000 AND 999999999999),
    name TEXT NOT NULL CHECK (name <> '')
) STRICT;

-- What can be reported. An id never changes its code; decimals scale its amounts.
CREATE TABLE item (
    id       INTEGER PRIMARY KEY,
    code     TEXT NOT NULL UNIQUE CHECK (code <> ''),
    form     TEXT NOT NULL CHECK (form <> ''),
    decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6)
) STRICT;
CREATE INDEX item_by_form ON item (form);

-- Original workbooks, byte for byte, each kept once and compressed where that saves room.
CREATE TABLE workbook (
    id      INTEGER PRIMARY KEY,
    sha256  TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    content BLOB NOT NULL,
    packed  TEXT NOT NULL DEFAULT '' CHECK (packed IN ('', 'zlib')) -- how content is compressed
) STRICT;

-- One occasion on which values were written: an import of one workbook, or a session by hand.
CREATE TABLE source (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL CHECK (kind IN ('file', 'hand')),
    workbook      INTEGER REFERENCES workbook (id),
    file          TEXT NOT NULL DEFAULT '',         -- name the workbook came under
    form          TEXT NOT NULL DEFAULT '',
    period        INTEGER,
    demonstration INTEGER NOT NULL DEFAULT 0 CHECK (demonstration IN (0, 1)),
    operator      TEXT NOT NULL DEFAULT '',
    at            TEXT NOT NULL,                    -- local time, ISO 8601
    taken_back    TEXT NOT NULL DEFAULT '',         -- when an import was taken back, as above
    note          TEXT NOT NULL DEFAULT '',         -- what a hand did it for, e.g. restored a value
    taken_back_by TEXT NOT NULL DEFAULT '',
    CHECK ((kind = 'file') = (workbook IS NOT NULL)),
    CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12)
) STRICT;
CREATE INDEX source_by_workbook ON source (workbook);

-- The figures. A row is a number, 未报 or 不适用; no row means nothing was ever entered.
-- The key order answers a county's series first (item, then period, then units).
CREATE TABLE value (
    item   INTEGER NOT NULL REFERENCES item (id),
    period INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    unit   INTEGER NOT NULL REFERENCES unit (code),
    state  TEXT NOT NULL CHECK (state IN ('number', 'missing', 'not_applicable')),
    amount INTEGER,
    source INTEGER NOT NULL REFERENCES source (id),
    sheet  TEXT NOT NULL DEFAULT '',
    cell   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (item, period, unit),
    CHECK ((state = 'number') = (amount IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Every value that was ever replaced or removed. Written by trigger, never changed again.
CREATE TABLE value_history (
    id       INTEGER PRIMARY KEY,
    item     INTEGER NOT NULL,
    period   INTEGER NOT NULL,
    unit     INTEGER NOT NULL,
    state    TEXT NOT NULL,
    amount   INTEGER,
    source   INTEGER NOT NULL REFERENCES source (id),   -- where the replaced value came from
    sheet    TEXT NOT NULL,
    cell     TEXT NOT NULL,
    replaced INTEGER REFERENCES source (id),            -- what replaced it, NULL when removed
    at       TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f', 'now', 'localtime'))
) STRICT;
CREATE INDEX value_history_by_value ON value_history (item, period, unit);

CREATE TRIGGER value_replaced AFTER UPDATE ON value BEGIN
    INSERT INTO value_history (item, period, unit, state, amount, source, sheet, cell, replaced)
    VALUES (OLD.item, OLD.period, OLD.unit, OLD.state, OLD.amount, OLD.source, OLD.sheet,
            OLD.cell, NEW.source);
END;
CREATE TRIGGER value_removed AFTER DELETE ON value BEGIN
    INSERT INTO value_history (item, period, unit, state, amount, source, sheet, cell)
    VALUES (OLD.item, OLD.period, OLD.unit, OLD.state, OLD.amount, OLD.source, OLD.sheet, OLD.cell);
END;
CREATE TRIGGER value_stays_itself BEFORE UPDATE OF item, period, unit ON value BEGIN
    SELECT RAISE (ABORT, 'a value keeps its item, period and unit');
END;
CREATE TRIGGER history_is_not_rewritten BEFORE UPDATE ON value_history BEGIN
    SELECT RAISE (ABORT, 'history is append-only');
END;
CREATE TRIGGER history_is_not_erased BEFORE DELETE ON value_history BEGIN
    SELECT RAISE (ABORT, 'history is append-only');
END;

-- What an occasion said of a figure without leaving a row in value: that it is what stood there
-- already, or that it be blank. With it an import can be taken back as if it had never been.
CREATE TABLE mention (
    item   INTEGER NOT NULL,
    period INTEGER NOT NULL,
    unit   INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source (id),
    state  TEXT NOT NULL CHECK (state IN ('number', 'missing', 'not_applicable', 'blank')),
    amount INTEGER,
    sheet  TEXT NOT NULL DEFAULT '',
    cell   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (item, period, unit, source),
    CHECK ((state = 'number') = (amount IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Totals a file states itself (its 合计 row), kept to be checked against the parts (R01).
CREATE TABLE stated_total (
    item   INTEGER NOT NULL REFERENCES item (id),
    period INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    source INTEGER NOT NULL REFERENCES source (id),
    amount INTEGER NOT NULL,
    sheet  TEXT NOT NULL,
    cell   TEXT NOT NULL,
    PRIMARY KEY (item, period, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX stated_total_by_period ON stated_total (period);

-- A unit's form that was looked at and found right (已审). Any later change takes it back.
CREATE TABLE approval (
    form     TEXT NOT NULL CHECK (form <> ''),
    period   INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    unit     INTEGER NOT NULL REFERENCES unit (code),
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL,
    PRIMARY KEY (form, period, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_by_unit ON approval (period, unit);

CREATE TRIGGER value_changed_takes_approval_back AFTER UPDATE ON value
WHEN OLD.state <> NEW.state OR OLD.amount IS NOT NEW.amount BEGIN
    DELETE FROM approval WHERE period = NEW.period AND unit = NEW.unit
        AND form = (SELECT form FROM item WHERE id = NEW.item);
END;
CREATE TRIGGER value_added_takes_approval_back AFTER INSERT ON value
WHEN EXISTS (SELECT 1 FROM approval WHERE period = NEW.period AND unit = NEW.unit) BEGIN
    DELETE FROM approval WHERE period = NEW.period AND unit = NEW.unit
        AND form = (SELECT form FROM item WHERE id = NEW.item);
END;
CREATE TRIGGER value_removed_takes_approval_back AFTER DELETE ON value BEGIN
    DELETE FROM approval WHERE period = OLD.period AND unit = OLD.unit
        AND form = (SELECT form FROM item WHERE id = OLD.item);
END;

-- Returns that were saved: which form and period, the exact bytes' checksum, where, when, by whom.
CREATE TABLE submission (
    id       INTEGER PRIMARY KEY,
    form     TEXT NOT NULL CHECK (form <> ''),
    period   INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    file     TEXT NOT NULL,
    sha256   TEXT NOT NULL CHECK (length(sha256) = 64),
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL
) STRICT;

-- What the clerk decided when a workbook was unclear, asked once and kept for its sender.
CREATE TABLE answer (
    sender   TEXT NOT NULL CHECK (sender <> ''),    -- unit code, the county's for a common table
    kind     TEXT NOT NULL CHECK (kind <> ''),      -- what was asked: heading, mark, measure
    key      TEXT NOT NULL,                         -- which of that kind, with its layout if need be
    value    TEXT NOT NULL,
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL,
    PRIMARY KEY (sender, kind, key)
) STRICT, WITHOUT ROWID;

-- Who works with this ledger on this PC. Nobody in it: whoever opens the ledger may do everything.
CREATE TABLE operator (
    name     TEXT PRIMARY KEY CHECK (name <> ''),
    role     TEXT NOT NULL CHECK (role IN ('entry', 'review', 'manage')),  -- 填报 审核 管理
    active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    salt     BLOB NOT NULL DEFAULT x'',
    password BLOB NOT NULL DEFAULT x'',         -- scrypt of it, empty for no password
    tries    INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),     -- wrong ones in a row
    wait     TEXT NOT NULL DEFAULT '',          -- no try before this time, ISO 8601
    at       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The written 说明 of a soft finding, and the numbers it was written about: it holds while they do.
CREATE TABLE explanation (
    id        INTEGER PRIMARY KEY,
    rule      TEXT NOT NULL CHECK (rule <> ''),     -- row of the rule data
    form      TEXT NOT NULL CHECK (form <> ''),
    period    INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    unit      INTEGER NOT NULL REFERENCES unit (code),
    item      TEXT NOT NULL,                        -- the item it is about, empty for a whole form
    left      TEXT NOT NULL,
    right     TEXT NOT NULL,
    text      TEXT NOT NULL CHECK (text <> ''),
    operator  TEXT NOT NULL DEFAULT '',
    at        TEXT NOT NULL,
    withdrawn TEXT NOT NULL DEFAULT ''              -- when it was taken back or written anew
) STRICT;
CREATE INDEX explanation_by_period ON explanation (period, unit);

-- A form's month that was submitted (已上报): its figures stay as they are until it is unlocked.
CREATE TABLE lock (
    period   INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    form     TEXT NOT NULL CHECK (form <> ''),
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL,
    PRIMARY KEY (period, form)
) STRICT, WITHOUT ROWID;

-- What was locked and unlocked, with the reason of an unlocking. What changes afterwards is 更正.
CREATE TABLE lock_history (
    id       INTEGER PRIMARY KEY,
    period   INTEGER NOT NULL,
    form     TEXT NOT NULL,
    event    TEXT NOT NULL CHECK (event IN ('locked', 'unlocked')),
    reason   TEXT NOT NULL DEFAULT '',
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL,
    change   INTEGER NOT NULL DEFAULT 0,            -- the newest change and source at a locking:
    source   INTEGER NOT NULL DEFAULT 0,            -- what is newer came afterwards
    CHECK (event = 'locked' OR reason <> '')
) STRICT;

CREATE TRIGGER lock_is_noted AFTER INSERT ON lock BEGIN
    INSERT INTO lock_history (period, form, event, operator, at, change, source)
    VALUES (NEW.period, NEW.form, 'locked', NEW.operator, NEW.at,
            (SELECT coalesce(max(id), 0) FROM value_history),
            (SELECT coalesce(max(id), 0) FROM source));
END;
CREATE TRIGGER lock_history_is_not_rewritten BEFORE UPDATE ON lock_history BEGIN
    SELECT RAISE (ABORT, 'history is append-only');
END;
CREATE TRIGGER lock_history_is_not_erased BEFORE DELETE ON lock_history BEGIN
    SELECT RAISE (ABORT, 'history is append-only');
END;
CREATE TRIGGER locked_value_is_not_added AFTER INSERT ON value
WHEN EXISTS (SELECT 1 FROM lock CROSS JOIN item ON item.form = lock.form
             WHERE lock.period = NEW.period AND item.id = NEW.item) BEGIN
    SELECT RAISE (ABORT, 'locked');
END;
CREATE TRIGGER locked_value_is_not_changed BEFORE UPDATE ON value
WHEN (OLD.state <> NEW.state OR OLD.amount IS NOT NEW.amount)
     AND EXISTS (SELECT 1 FROM lock CROSS JOIN item ON item.form = lock.form
                 WHERE lock.period = OLD.period AND item.id = OLD.item) BEGIN
    SELECT RAISE (ABORT, 'locked');
END;
CREATE TRIGGER locked_value_is_not_removed BEFORE DELETE ON value
WHEN EXISTS (SELECT 1 FROM lock CROSS JOIN item ON item.form = lock.form
             WHERE lock.period = OLD.period AND item.id = OLD.item) BEGIN
    SELECT RAISE (ABORT, 'locked');
END;

-- Forms that were given back to a unit to be corrected, with what was wrong.
CREATE TABLE given_back (
    id       INTEGER PRIMARY KEY,
    form     TEXT NOT NULL CHECK (form <> ''),
    period   INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    unit     INTEGER NOT NULL REFERENCES unit (code),
    reason   TEXT NOT NULL CHECK (reason <> ''),
    source   INTEGER NOT NULL,                      -- the newest then: what is newer was sent anew
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL
) STRICT;
CREATE INDEX given_back_by_period ON given_back (period);

-- Figures taken over from an earlier month of theirs, such as a population base (R25): they stand
-- locked on the entry page, until a clerk changes them for a reason.
CREATE TABLE carried (
    item   INTEGER NOT NULL,
    period INTEGER NOT NULL,
    unit   INTEGER NOT NULL,
    origin INTEGER NOT NULL CHECK (origin < period),    -- the month it was taken from
    PRIMARY KEY (item, period, unit)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER changed_value_is_not_carried AFTER UPDATE ON value
WHEN OLD.state <> NEW.state OR OLD.amount IS NOT NEW.amount BEGIN
    DELETE FROM carried WHERE item = OLD.item AND period = OLD.period AND unit = OLD.unit;
END;
CREATE TRIGGER removed_value_is_not_carried AFTER DELETE ON value BEGIN
    DELETE FROM carried WHERE item = OLD.item AND period = OLD.period AND unit = OLD.unit;
END;

-- Rules the county made itself, as the JSON its packs hold.
CREATE TABLE own_rule (
    id       TEXT PRIMARY KEY CHECK (id <> ''),
    body     TEXT NOT NULL CHECK (substr(body, 1, 1) = '{'),
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How much a figure may change before it is asked about (R21), by item; '' is every other item.
CREATE TABLE threshold (
    rule    TEXT NOT NULL CHECK (rule <> ''),       -- row of the rule data
    item    TEXT NOT NULL,
    percent INTEGER CHECK (percent >= 0),           -- NULL: not asked about
    minimum INTEGER NOT NULL DEFAULT 0 CHECK (minimum >= 0),
    PRIMARY KEY (rule, item)
) STRICT, WITHOUT ROWID;

-- Whom to ask in a unit.
CREATE TABLE contact (
    unit   INTEGER NOT NULL REFERENCES unit (code),
    person TEXT NOT NULL CHECK (person <> ''),
    phone  TEXT NOT NULL DEFAULT '',
    note   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (unit, person)
) STRICT, WITHOUT ROWID;

-- Reminders (催报) that were sent: who was reminded of what, and in which words.
CREATE TABLE reminder (
    id       INTEGER PRIMARY KEY,
    period   INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    unit     INTEGER NOT NULL REFERENCES unit (code),
    forms    TEXT NOT NULL CHECK (forms <> ''),     -- codes with a space between
    text     TEXT NOT NULL,
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL
) STRICT;
CREATE INDEX reminder_by_period ON reminder (period);

-- The second pass of a form that is typed twice; it counts nowhere, it is only compared.
CREATE TABLE second_entry (
    item     INTEGER NOT NULL REFERENCES item (id),
    period   INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    unit     INTEGER NOT NULL REFERENCES unit (code),
    state    TEXT NOT NULL CHECK (state IN ('number', 'missing', 'not_applicable')),
    amount   INTEGER,
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL,
    PRIMARY KEY (item, period, unit),
    CHECK ((state = 'number') = (amount IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Files a person put beside the figures, each once and compressed where that saves room: evidence
-- of milestones and projects, documents of plans.
CREATE TABLE attachment (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL CHECK (name <> ''),          -- file name it came under
    sha256   TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    size     INTEGER NOT NULL CHECK (size >= 0),        -- bytes before packing
    content  BLOB NOT NULL,
    packed   TEXT NOT NULL DEFAULT '' CHECK (packed IN ('', 'zlib')),
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL
) STRICT;

-- Plans the county made itself, as the JSON its packs hold. The newest row of a code is the plan,
-- the older ones are its history; an empty body says that it was taken out.
CREATE TABLE own_plan (
    id       INTEGER PRIMARY KEY,
    code     TEXT NOT NULL CHECK (code <> ''),
    body     TEXT NOT NULL CHECK (body = '' OR substr(body, 1, 1) = '{'),
    operator TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL
) STRICT;
CREATE INDEX own_plan_by_code ON own_plan (code, id);

-- The document of a plan, shipped or own; the newest row counts, none is attached where it is NULL.
CREATE TABLE plan_document (
    id         INTEGER PRIMARY KEY,
    plan       TEXT NOT NULL CHECK (plan <> ''),
    attachment INTEGER REFERENCES attachment (id),
    operator   TEXT NOT NULL DEFAULT '',
    at         TEXT NOT NULL
) STRICT;
CREATE INDEX plan_document_by_plan ON plan_document (plan, id);

-- What others reached (全省平均), for targets that compare with it. The newest row of an indicator,
-- scope and period counts; an empty value takes it out.
CREATE TABLE benchmark (
    id        INTEGER PRIMARY KEY,
    indicator TEXT NOT NULL CHECK (indicator <> ''),
    scope     TEXT NOT NULL CHECK (scope <> ''),
    period    INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    value     TEXT NOT NULL,                            -- exact decimal in the indicator's unit
    note      TEXT NOT NULL DEFAULT '',                 -- where it was published
    operator  TEXT NOT NULL DEFAULT '',
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX benchmark_by_indicator ON benchmark (indicator, scope, period, id);

-- What was said of a milestone or a task of a plan; the newest row is how it stands.
CREATE TABLE step_record (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('milestone', 'task')),
    step       TEXT NOT NULL CHECK (step <> ''),        -- id in the plan data
    period     INTEGER,                                 -- month it tells of (a task's monthly state)
    state      TEXT NOT NULL CHECK (state <> ''),
    done       TEXT NOT NULL DEFAULT '',                -- day it was reached, ISO 8601
    note       TEXT NOT NULL DEFAULT '',
    attachment INTEGER REFERENCES attachment (id),
    operator   TEXT NOT NULL DEFAULT '',
    at         TEXT NOT NULL,
    CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12)
) STRICT;
CREATE INDEX step_record_by_step ON step_record (kind, step, id);

-- The register of major projects (重大项目库) as a journal: entry, change, a month's progress, exit.
CREATE TABLE project_record (
    id         INTEGER PRIMARY KEY,
    project    TEXT NOT NULL CHECK (project <> ''),     -- id in the plan data, or the county's own
    event      TEXT NOT NULL CHECK (event IN ('entered', 'changed', 'progress', 'left')),
    period     INTEGER,                                 -- month a progress report tells of
    body       TEXT NOT NULL CHECK (substr(body, 1, 1) = '{'),
    reason     TEXT NOT NULL DEFAULT '',
    attachment INTEGER REFERENCES attachment (id),
    operator   TEXT NOT NULL DEFAULT '',
    at         TEXT NOT NULL,
    CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12)
) STRICT;
CREATE INDEX project_record_by_project ON project_record (project, id);

-- How much an indicator counts in the ranking of townships; the newest row of an indicator counts.
CREATE TABLE score_weight (
    id        INTEGER PRIMARY KEY,
    indicator TEXT NOT NULL CHECK (indicator <> ''),
    weight    INTEGER NOT NULL CHECK (weight >= 0),     -- points of the whole
    operator  TEXT NOT NULL DEFAULT '',
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX score_weight_by_indicator ON score_weight (indicator, id);

-- What was submitted, byte for byte: each filing of a form's period is a version of its own.
CREATE TABLE snapshot (
    id         INTEGER PRIMARY KEY,
    form       TEXT NOT NULL CHECK (form <> ''),
    period     INTEGER NOT NULL CHECK (period BETWEEN 194901 AND 209912 AND period % 100 BETWEEN 1 AND 12),
    version    INTEGER NOT NULL CHECK (version >= 1),
    attachment INTEGER NOT NULL REFERENCES attachment (id),
    document   TEXT NOT NULL CHECK (substr(document, 1, 1) = '{'),   -- the return it was made from
    reason     TEXT NOT NULL DEFAULT '',                -- why the version before was opened again
    operator   TEXT NOT NULL DEFAULT '',
    at         TEXT NOT NULL,
    UNIQUE (form, period, version)
) STRICT;

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

-- Figures with their names, for a person who opens the file with any SQLite tool.
CREATE VIEW figure AS
SELECT unit.name AS unit_name, item.form, item.code AS item, value.period, value.state,
       CASE WHEN value.amount IS NULL THEN NULL        -- 未报 and 不适用 are no nought
            WHEN item.decimals = 0 THEN CAST(value.amount AS TEXT)
            ELSE printf('%s%d.%0*d', iif(value.amount < 0, '-', ''), abs(value.amount) / scale.one,
                        item.decimals, abs(value.amount) % scale.one) END AS figure,
       source.file, value.sheet, value.cell, source.at
FROM value
JOIN unit ON unit.code = value.unit
JOIN item ON item.id = value.item
JOIN (SELECT id, CAST('1' || substr('000000', 1, decimals) AS INTEGER) AS one FROM item) AS scale
    ON scale.id = item.id
JOIN source ON source.id = value.source;
