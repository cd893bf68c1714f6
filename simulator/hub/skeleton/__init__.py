"""A package to begin with, for a hub with an interface of its own: files with @NAME@ and @CLASS@ in them."""

import keyword
import re
import shutil
import sys
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from simulator.hub.adapters.registry import known_adapters
from simulator.language import Complaint, say
from simulator.language.system import reason_of

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_OURS = frozenset({"simulator", "loadtests", "dashboard", "tests", "pmhsim"})
_TAKEN = _OURS | sys.stdlib_module_names
_FILES: Mapping[str, str] = MappingProxyType(
    {
        "pyproject.tmpl": "pyproject.toml",
        "README.tmpl": "README.md",
        "init.tmpl": "@NAME@/__init__.py",
        "adapter.tmpl": "@NAME@/adapter.py",
        "documents.tmpl": "@NAME@/documents.py",
        "test_adapter.tmpl": "tests/test_adapter.py",
    }
)


def class_name(name: str) -> str:
    """The adapter's class for a package's name: my_hub makes MyHubAdapter."""
    return "".join(part.capitalize() for part in name.split("_")) + "Adapter"


def write_skeleton(name: str, parent: Path) -> Path:
    """Write the package `name` into a new folder under `parent`; gives the folder.

    Raises:
        Complaint: the name is none for a package, the folder is there already, or cannot be written.
    """
    _check(name)
    folder = parent / name
    texts = {_filled(path, name): _filled(text, name) for path, text in _texts().items()}
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        for path, text in texts.items():
            file = folder / path
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise _unwritable(folder, error) from error
    return folder


def _unwritable(folder: Path, error: OSError) -> Complaint:
    return Complaint(
        say("フォルダを作れません（{reason}）。", reason=reason_of(error)),
        where=say("{path}", path=folder),
        mend=say("別の NAME か、--out に別の場所を指定してください。上書きはしません。"),
    )


def _check(name: str) -> None:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise Complaint(
            say("Python のパッケージの名前として使えません: {name}", name=name),
            where=say("NAME"),
            mend=say("英小文字で始め、英小文字・数字・_ だけで書いてください。例: `my_hub`"),
        )
    if name in _TAKEN or name in known_adapters():
        raise Complaint(
            say("ほかで使われている名前です: {name}", name=name),
            where=say("NAME"),
            mend=say("別の名前にしてください。例: `my_hub`"),
        )


def _texts() -> dict[str, str]:
    room: Traversable = files(__name__).joinpath("files")
    return {path: room.joinpath(file).read_text(encoding="utf-8") for file, path in _FILES.items()}


def _filled(text: str, name: str) -> str:
    return text.replace("@NAME@", name).replace("@CLASS@", class_name(name))
