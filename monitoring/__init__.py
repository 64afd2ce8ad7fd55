"""The first floor: what the numbers mean. Pure domain; knows no file format, no database, no Qt."""
