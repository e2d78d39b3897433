"""The pack, under the name the method floor uses."""

from talka.ground.kernel.pack import (
    Code,
    Municipality,
    Pack,
    PackError,
    Role,
    Seat,
    ServiceType,
    Term,
    load_pack,
)

__all__ = [
    "Code",
    "Municipality",
    "Pack",
    "PackError",
    "Role",
    "Seat",
    "ServiceType",
    "Term",
    "load_pack",
]
