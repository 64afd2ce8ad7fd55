"""How fast the work is beside a floor it cannot go below, measured in one run."""
