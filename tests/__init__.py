"""Tests mirror the source: tests/FLOOR/test_MODULE.py."""
