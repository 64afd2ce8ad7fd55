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
