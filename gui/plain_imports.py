"""Keeps Python's own `import` while Qt is loaded; to be imported before all else that imports Qt.

Qt for Python puts another in its place, which looks whether a module wants names of methods as Python has them
(`from __feature__ import …`): it reads the source of each module that is imported, and costs some microseconds in each
function that imports something where it needs it. Nobody here wants such names.
"""
import builtins

_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _import
