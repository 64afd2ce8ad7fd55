-- The ledger of one county's services data, readable from top to bottom.
-- One file, one county. Figures are scaled integers; months are yyyymm; unit codes have 12 digits.
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

-- Who can report: the townships and the county itself (本级).
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

-- Original workbooks, byte for byte, each kept once.
CREATE TABLE workbook (
    id      INTEGER PRIMARY KEY,
    sha256  TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    content BLOB NOT NULL
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

CREATE TRIGGER value_changed_takes_approval_back AFTER UPDATE ON value
WHEN OLD.state <> NEW.state OR OLD.amount IS NOT NEW.amount BEGIN
    DELETE FROM approval WHERE period = NEW.period AND unit = NEW.unit
        AND form = (SELECT form FROM item WHERE id = NEW.item);
END;
CREATE TRIGGER value_added_takes_approval_back AFTER INSERT ON value BEGIN
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
