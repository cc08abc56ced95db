"""Starts the capture process, by the path of this file: in Python's isolated mode, so that neither the current folder
nor the environment has a say in what runs with rights.
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analyzer.live.process import main

sys.exit(main())
