"""Table models over plain objects."""
