"""Random streams keyed by seed, purpose and entity, so that adding one entity changes no other."""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np


@dataclass(frozen=True, slots=True)
class Streams:
    """All randomness of a run; the same key gives the same draws in any process and any order."""

    seed: int

    def _digest(self, purpose: str, entity: str) -> bytes:
        return blake2b(f"{self.seed}\x1f{purpose}\x1f{entity}".encode(), digest_size=16).digest()

    def generator(self, purpose: str, entity: str) -> np.random.Generator:
        """A numpy generator for many draws; the entity is a municipality for columns, else a visit."""
        return np.random.Generator(np.random.Philox(key=int.from_bytes(self._digest(purpose, entity))))

    def uniform(self, purpose: str, entity: str) -> float:
        """A single draw in [0, 1), cheaper than a generator."""
        return (int.from_bytes(self._digest(purpose, entity)[:7]) >> 3) / 2**53
