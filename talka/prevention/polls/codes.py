"""One-time codes: twelve characters of Crockford's Base 32 (60 bits of chance) and a check sign.

The alphabet leaves out I, L, O and U, so that what is read from paper is never ambiguous; the check
sign (modulo 37) finds every single wrong character and every pair in the wrong order.
Source: Crockford, Base 32 Encoding, https://www.crockford.com/base32.html
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = ALPHABET + "*~$=U"
LENGTH = 12
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def fresh() -> str:
    """A new code as it is kept: thirteen characters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return body + _check(body)


def _check(body: str) -> str:
    number = 0
    for sign in body:
        number = number * 32 + ALPHABET.index(sign)
    return CHECKS[number % 37]


def written(code: str) -> str:
    """As it is printed: groups of four."""
    return f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}"


def read(typed: str) -> str:
    """The code behind what somebody typed; "" when it cannot be one."""
    code = "".join(c for c in typed.upper() if not c.isspace() and c != "-").translate(READ_AS)
    body, check = code[:-1], code[-1:]
    fits = len(body) == LENGTH and all(c in ALPHABET for c in body)
    return code if fits and check == _check(body) else ""
