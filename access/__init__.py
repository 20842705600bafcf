"""Who is signed in, which role that is, and what that role may do.

roles.py and settings.py are pure: claims in, an Access out. session.py is the only file of the
product that asks Streamlit who somebody is.
"""

from access.roles import (
    ACTIONS,
    LEVELS,
    LOCAL,
    READS,
    Access,
    NotPermittedError,
    Role,
    RoleName,
    access_of,
    pseudonym,
    roles,
)
from access.settings import Settings, SettingsError, read_settings

__all__ = [
    "ACTIONS",
    "LEVELS",
    "LOCAL",
    "READS",
    "Access",
    "NotPermittedError",
    "Role",
    "RoleName",
    "Settings",
    "SettingsError",
    "access_of",
    "pseudonym",
    "read_settings",
    "roles",
]
