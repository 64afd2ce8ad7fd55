"""``py -m desktop`` is ``taizhang`` where Python's scripts folder is not on PATH."""

from desktop.start import main

if __name__ == "__main__":
    main()
