from tests.casework.conftest import opened

__all__ = ["opened"]
