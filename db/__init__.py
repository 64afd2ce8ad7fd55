"""The ledger: one SQLite file. Knows the domain, and neither workbooks nor Qt."""
