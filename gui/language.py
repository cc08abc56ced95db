"""The language of the window: which one it is, and where its texts come from."""
from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from gui.wording import translate_by

FOLDER = Path(__file__).parent / "translations"


class Language(Enum):
    """What the user wants; the values are what files of translations are called after."""
    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


def install(app: QCoreApplication, wanted: Language) -> None:
    """Has the texts of the window, and Qt's own, translated; those of the source are English."""
    language = _of_system() if wanted is Language.SYSTEM else wanted
    if language is Language.ENGLISH:
        return
    translate_by(QCoreApplication.translate)
    qt_texts = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for path in (qt_texts / f"qtbase_{language.value}.qm", FOLDER / f"pilotfish_{language.value}.qm"):
        translator = QTranslator(app)
        if translator.load(str(path)):      # distributions may leave out Qt's
            app.installTranslator(translator)


def _of_system() -> Language:
    """The first that we have of the languages that the system names."""
    ours = {language.value: language for language in Language if language is not Language.SYSTEM}
    named = (name.partition("-")[0] for name in QLocale.system().uiLanguages())
    return next((ours[name] for name in named if name in ours), Language.ENGLISH)
