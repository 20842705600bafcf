"""Nobody where they do not belong: what a screen can reach is classified, and checked on the way.

A new question, method, screen, cache or download fails one of these tests until somebody decided
who may have it.
"""

import ast
import inspect
import textwrap

import pytest

from access import roles
from access.roles import RoleName
from logbook import KINDS
from logbook.store import Logbook
from pipelines.permitted import NEEDS, NOT_FOR_SCREENS, READS, Read
from pipelines.permitted_logbook import NOT_FOR_SCREENS as NOT_OF_LOGBOOK
from pipelines.permitted_logbook import PermittedLogbook
from pipelines.read_model import Build
from tests.rules.repository import ROOT, product_python
from tests.rules.test_imports import modules_of

DOOR = "views/store.py"
# Names of the logbook that open it or write past the roles.
OPENS = (
    *("open_logbook", "Logbook", "has_logbook", "what_became_of", "confirmed_phase", "overdue"),
    *("store", "database", "retention", "audit", "questions", "files"),
)
# What views/store.py gives to everybody alike: no figures of a wijk are in it.
SAME_FOR_EVERYBODY = (
    *("workspace", "is_fictional_default", "knowledge", "last_run", "builds", "backtest"),
    *("condition", "has_logbook", "prepare_at_once"),
)
# What screens may take from pipelines/ themselves: it opens nothing, and works on what they were
# given by role.
WITHOUT_OPENING = {
    "pipelines.closing": {
        *("ChangedSinceError", "Proposed", "close_week", "closings_and_reopenings", "is_open"),
        "reopen",
    },
    "pipelines.delivering": {
        *("Contents", "fits", "needs_no_mapping", "pattern_for", "stored_name"),
    },
    "pipelines.intake": {
        *("ENCODINGS", "UPLOAD_SUFFIXES", "UTF_8"),
        *("Column", "Look", "NothingToBuildError", "Preset", "Preview", "Unknown"),
        *("choices_of", "contract", "newest_year", "oldest_year", "presets"),
    },
    "pipelines.permitted_intake": {"PermittedIntake"},
    "pipelines.series_words": {
        *("KINDS", "decimals", "is_lower_bound", "mark", "number_in_words", "number_of"),
        *("series_name", "series_table", "why_left_out"),
    },
    "pipelines.wording": {"change_name", "is_converted_name", "measure_name", "step_name"},
    "pipelines.review_queue": {
        *("Entry", "Published", "Reason", "first_day", "queue", "situations"),
    },
    "pipelines.track_record": {"TrackRecord", "share_interval_pct"},
    "pipelines.week_changes": {"LevelChange", "level_changes"},
}
# What of the logbook says nothing about what is stored.
WITHOUT_CONTENTS = ("check_role", "places")
# Asking Streamlit who somebody is.
WHO = ("user", "experimental_user", "login", "logout")


def public(kind: type) -> set[str]:
    """The names of a class that others can use, its attributes included."""
    own = {name for name in vars(kind) if not name.startswith("_")}
    fields = {
        node.attr
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(kind.__init__))))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return own | {name for name in fields if not name.startswith("_")}


def past_the_door(name: str, text: str) -> list[str]:
    """Screens that open a build or the logbook themselves."""
    if not name.startswith("views/") or name == DOOR:
        return []
    problems = []
    for node in ast.walk(ast.parse(text)):
        for module in modules_of(node):
            room, *rest = module.split(".")
            is_raw = room == "pipelines" and not opens_nothing(module)
            is_raw |= room == "logbook" and bool({*rest} & {*OPENS})
            is_raw |= module.startswith(("briefings.reading.Reader", "briefings.measures"))
            if is_raw:
                problems.append(f"{name}:{node.lineno}: {module}; go through {DOOR}")
    return problems


def opens_nothing(module: str) -> bool:
    """Whether `pipelines.room.name` works only on what it is given."""
    home, _, name = module.rpartition(".")
    return name in WITHOUT_OPENING.get(home, ())


def caches_elsewhere(name: str, text: str) -> list[str]:
    """A memory shared by all visitors, outside the one file that keeps roles apart."""
    if not name.startswith("views/") or name == DOOR:
        return []
    return [
        f"{name}:{node.lineno}: {node.attr}; remember in {DOOR}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in ("cache_data", "cache_resource")
    ]


def unchecked(name: str, text: str) -> list[str]:
    """Functions of the door that hand something over without looking at who asks."""
    if name != DOOR:
        return []
    tree = ast.parse(text)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            functions += [one for one in node.body if isinstance(one, ast.FunctionDef)]
    problems = []
    for function in functions:
        is_ours = function.name.startswith("_") and function.name != "__call__"
        if is_ours or function.name in SAME_FOR_EVERYBODY:
            continue
        body = "\n".join(ast.unparse(line) for line in function.body)
        checks = ("permitted.", "access.", "access)", "self(", "check_proposal_at_once(")
        if not any(check in body for check in checks):
            problems.append(f"{name}:{function.lineno}: {function.name} looks at no role")
    return problems


def asks_who(name: str, text: str) -> list[str]:
    """Anything but access/session.py that asks Streamlit who somebody is."""
    if name == "access/session.py":
        return []
    return [
        f"{name}:{node.lineno}: st.{node.attr}; ask access/session.py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and node.attr in WHO
        and isinstance(node.value, ast.Name)
        and node.value.id == "st"
    ]


def unrecorded(name: str, text: str) -> list[str]:
    """Downloads whose content is not made by a function that checks and records."""
    tree = ast.parse(text)
    records = {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(
            isinstance(node, ast.Attribute) and node.attr in ("record", "record_export")
            for node in ast.walk(function)
        )
    }
    problems = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "download_button"):
            continue
        content = node.args[1] if len(node.args) > 1 else None
        if not (isinstance(content, ast.Name) and content.id in records):
            problems.append(f"{name}:{node.lineno}: this download is not checked and recorded")
    return problems


def unchecked_uploads(name: str, text: str) -> list[str]:
    """Files that take something in without asking whether this role may deliver."""
    if "file_uploader(" in text and 'require("upload")' not in text:
        return [f'{name}: an upload without access.require("upload")']
    return []


RULES = [past_the_door, caches_elsewhere, unchecked, asks_who, unrecorded, unchecked_uploads]


@pytest.mark.parametrize("rule", RULES)
def test_screens_keep_to_the_door(rule):
    assert [problem for name, text in product_python() for problem in rule(name, text)] == []


def test_every_question_to_a_build_is_classified():
    # `workspace` and `build_id` are plain values that say which build it is
    assert public(Build) - {"workspace", "build_id"} == {*READS, *NOT_FOR_SCREENS}
    assert not set(READS) & set(NOT_FOR_SCREENS)
    assert set(NEEDS) == set(Read)


def test_the_kind_of_a_question_fits_its_parameters():
    of_a_wijk = (Read.ONE_WIJK, Read.ROWS_OF_WIJK, Read.SIGNAL_IDS)
    for what, kind in READS.items():
        names = list(inspect.signature(getattr(Build, what)).parameters)[1:]
        assert (names[:1] == ["wijkcode"]) == (kind in of_a_wijk), what
        assert "wijkcode" not in names[1:], f"{what}: the wijk goes first"
        assert not set(names) & {"wijken", "wijkcodes"}, f"{what}: no rule for several wijken"


def test_every_method_of_the_logbook_is_classified():
    reachable = public(PermittedLogbook) & public(Logbook)
    assert public(Logbook) == reachable | set(NOT_OF_LOGBOOK)
    assert not reachable & set(NOT_OF_LOGBOOK)


def test_every_way_into_the_logbook_looks_at_the_role():
    tree = ast.parse((ROOT / "pipelines/permitted_logbook.py").read_text(encoding="utf-8"))
    [own] = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    checks = {"access", "_may_read", "_may_write", "_sees", "_is_recorded", "newest"}
    checks |= {"save_together"}  # which is one of these methods, for `save`
    for method in own.body:
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
            used = {node.attr for node in ast.walk(method) if isinstance(node, ast.Attribute)}
            is_safe = method.name in WITHOUT_CONTENTS
            assert is_safe or used & checks, f"{method.name} looks at no role"


def test_every_kind_of_the_logbook_is_given_to_somebody():
    for role in roles().values():
        assert role.logbook_reads <= set(KINDS) and role.logbook_writes <= set(KINDS)
        assert role.logbook_writes <= role.logbook_reads
    assert roles()["lokaal"].logbook_reads == set(KINDS)
    team: RoleName = "wijkteam"
    assert roles()[team].own_wijken_only


def test_every_screen_is_given_to_somebody():
    text = (ROOT / "views/front.py").read_text(encoding="utf-8")
    [table] = [
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "screens"
    ]
    assert isinstance(table, ast.Dict)
    paths = {key.value for key in table.keys if isinstance(key, ast.Constant)}
    assert paths == roles()["lokaal"].screens, "say in access/roles.yaml who may open it"
    for role in roles().values():
        assert role.screens <= paths


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (past_the_door, "views/x.py", "from pipelines import read_model"),
        (past_the_door, "views/x.py", "from logbook import open_logbook"),
        (past_the_door, "views/x.py", "import logbook.store"),
        (past_the_door, "views/x.py", "from pipelines.provisional import provisional_proposal"),
        (past_the_door, "views/x.py", "from pipelines.track_record import read_track_record"),
        (past_the_door, "views/x.py", "from briefings.measures import measures_before"),
        (past_the_door, "views/x.py", "from briefings.reading import Reader"),
        (caches_elsewhere, "views/x.py", "@st.cache_data\ndef f(): pass"),
        (unchecked, DOOR, "def rows(read):\n    return _read(read.folder)"),
        (unchecked, DOOR, "class R:\n    def rows(self):\n        return _read(self.folder)"),
        (asks_who, "views/x.py", "print(st.user)"),
        (unrecorded, "views/x.py", "st.download_button('a', b'x')"),
        (unrecorded, "views/x.py", "def c(): return 1\nst.download_button('a', c)"),
        (unchecked_uploads, "views/x.py", "st.file_uploader('x')"),
    ],
)
def test_the_rule_sees_a_planted_fault(rule, name, text):
    assert len(rule(name, text)) == 1


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (past_the_door, "views/x.py", "from logbook import Signal, made, week_subject"),
        (past_the_door, "views/x.py", "from pipelines.closing import is_open"),
        (unchecked, DOOR, "def rows(read):\n    read.access.require('build')\n    return 1"),
        (unrecorded, "views/x.py", "def c(): b.record_export(1)\nst.download_button('a', c)"),
    ],
)
def test_the_rule_lets_good_code_pass(rule, name, text):
    assert rule(name, text) == []
