"""What the operating system says when it refuses, in words of ours."""

import errno
from collections.abc import Mapping
from types import MappingProxyType

from simulator.language.text import Text, say

_REASONS: Mapping[int, Text] = MappingProxyType(
    {
        errno.EACCES: say("許可がない"),
        errno.EPERM: say("許可がない"),
        errno.EROFS: say("読み取り専用"),
        errno.ENOSPC: say("空き容量がない"),
        errno.EDQUOT: say("空き容量がない"),
        errno.ENOENT: say("場所がない"),
        errno.EADDRINUSE: say("すでに使われている"),
        errno.ENOTDIR: say("途中がフォルダではない"),
        errno.EEXIST: say("同じ名前のものがある"),
        errno.EISDIR: say("ファイルではなくフォルダである"),
    }
)


def reason_of(error: OSError) -> Text:
    """Why the system refused; in the system's own words where it is something rare."""
    known = _REASONS.get(error.errno or 0)
    return known or say("{detail}", detail=error.strerror or type(error).__name__)
