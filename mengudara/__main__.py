"""`python -m mengudara` is the same as `mengudara`."""

from mengudara.loading import loading

with loading():
    from mengudara.cli import main

if __name__ == "__main__":
    main()
