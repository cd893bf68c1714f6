"""Finding adapters by name, so that other hubs can be rehearsed against without changing this package."""

from collections.abc import Callable
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from simulator.hub.credentials import Credentials
from simulator.hub.mapping.adapter import MappedAdapter
from simulator.hub.mapping.file import read_mapping
from simulator.language import Complaint, say
from simulator.port.exchange import Adapter

GROUP = "pmhsim.adapters"


def known_adapters() -> tuple[str, ...]:
    """The names under which installed packages offer adapters, sorted."""
    return tuple(sorted(entry_points(group=GROUP).names))


MAPPING = ".toml"
"""How the name of a mapping's file ends; no entry point and no class is called so."""


def load_adapter(name: str) -> Callable[[Credentials], Adapter]:
    """What makes an adapter: its name in the entry point group, `module:Class`, or a mapping's `FILE.toml`.

    Raises:
        Complaint: no such adapter, or it cannot be imported, or it has no `perform`, or the file is wrong.
    """
    if name.endswith(MAPPING):
        return partial(MappedAdapter, read_mapping(Path(name)))
    found = _load(_entry_point(name))
    if not isinstance(found, type) or not callable(getattr(found, "perform", None)):
        raise Complaint(
            say("アダプター {name} はアダプターのクラスではありません。", name=name),
            mend=say("perform(operation) を持つクラスを module:Class の形で指定してください。"),
        )
    return found


def _entry_point(name: str) -> EntryPoint:
    for offered in entry_points(group=GROUP, name=name):
        return offered
    module, colon, attribute = name.partition(":")
    if not (colon and _is_dotted(module) and _is_dotted(attribute)):
        raise Complaint(
            say("アダプター {name} が見つかりません。", name=name),
            mend=say(
                "使える名前: {known}。または module:Class か、対応表の FILE.toml を指定してください。",
                known=", ".join(known_adapters()) or "-",
            ),
        )
    return EntryPoint(name, name, GROUP)


def _is_dotted(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))


def _load(entry_point: EntryPoint) -> object:
    try:
        return entry_point.load()
    except (ImportError, AttributeError) as error:
        raise Complaint(
            say("アダプター {name} を読み込めません: {error}", name=entry_point.name, error=error),
            mend=say(
                "モジュールが同じ環境に入っているか、クラス名が正しいかを確かめてください。"
                "使える名前: {known}。",
                known=", ".join(known_adapters()) or "-",
            ),
        ) from error
