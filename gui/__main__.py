"""`python -m gui FILE` opens the window."""
import sys

from analyzer.errors import ReportedError


def run() -> int:
    """Runs the application; errors are one line."""
    try:
        from gui.app import main
        return main(sys.argv[1:])
    except ReportedError as error:
        print(f"pilotfish: {error}", file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(run())
