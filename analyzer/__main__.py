"""`python -m analyzer`: the same program as `pilotfish`."""
import sys

from analyzer.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
