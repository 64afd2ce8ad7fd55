"""The top floor: the window and the command line. The only floor that knows Qt."""
