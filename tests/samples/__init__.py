"""The made-up months of two counties, from which make_samples writes the sample workbooks."""
