"""Files: read as UTF-8 or with an error that names the place; written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from soraanalysis._errors import CorpusError

TEXTS, PAGES = (".txt",), (".html", ".htm")  # files of a folder that are read as texts


def read_utf8(path: Path) -> str:
    """The text of a file of settings, with or without a byte order mark; CorpusError for none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place once it is whole.

    Where writing fails (a full disk, a folder that is read only) what stood at `path` stays,
    nothing half written is left, and the OSError names `path`.
    """
    temporary = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=path.suffix)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
