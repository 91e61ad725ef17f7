"""Two versions lesson by lesson: what is new, gone, changed, moved, and what bridges the old one to the new one."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from trainingapp.curricula.comparing import bridging, compare, minutes_together, to_teach
from trainingapp.curricula.content import load


@dataclass(frozen=True)
class Line:
    key: str
    number: str
    title: str
    minutes: int
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Version:
    lessons: tuple[Line, ...]


LINES = st.lists(
    st.builds(
        Line,
        key=st.sampled_from("abcdefgh"),
        number=st.sampled_from(["1.1", "1.2", "2.1"]),
        title=st.sampled_from(["Conduct", "Health"]),
        minutes=st.integers(30, 32),
        topics=st.sampled_from([(), ("HR",), ("HR", "CD"), ("CD", "HR")]),
    ),
    unique_by=lambda line: line.key,
    max_size=8,
)


@given(LINES, LINES)
def test_every_lesson_of_either_version_stands_in_the_comparison_once(old, new):
    found = compare(old, new)
    assert [one.new for one in found if one.new] == new
    assert sorted(one.old.key for one in found if one.old) == sorted(line.key for line in old)
    for one in found:
        if one.old and one.new:
            assert one.old.key == one.new.key


@given(LINES, LINES)
def test_a_lesson_is_new_gone_changed_moved_or_the_same_and_only_that(old, new):
    before, after = ({line.key: line for line in lines} for lines in (old, new))
    for one in compare(old, new):
        key = (one.new or one.old).key
        match one.kind:
            case "new":
                assert key not in before
            case "gone":
                assert key not in after
            case "moved":
                assert one.what == ("number",)
            case "same":
                assert one.what == ()
            case "changed":
                assert set(one.what) & {"title", "minutes", "topics"}
        if one.old and one.new:
            assert ("title" in one.what) == (before[key].title != after[key].title)
            assert ("minutes" in one.what) == (before[key].minutes != after[key].minutes)
            assert ("topics" in one.what) == (set(before[key].topics) != set(after[key].topics))
            assert ("number" in one.what) == (before[key].number != after[key].number)


@given(LINES, LINES)
def test_the_bridging_lessons_and_what_is_kept_make_the_new_version(old, new):
    """Whoever holds the old version and takes the bridging lessons has had everything of the new one."""
    taught = bridging(Version(tuple(old)), Version(tuple(new)))
    had = {(line.key, line.title, line.minutes, frozenset(line.topics)) for line in (*old, *taught)}
    assert {(line.key, line.title, line.minutes, frozenset(line.topics)) for line in new} <= had
    assert list(taught) == [line for line in new if line in taught]
    assert to_teach(compare(old, new)) == taught


@given(LINES)
def test_nothing_leads_from_a_version_to_itself(lines):
    assert bridging(Version(tuple(lines)), Version(tuple(lines))) == ()
    assert {one.kind for one in compare(lines, lines)} <= {"same"}


def test_a_whole_new_version_is_all_to_be_taught():
    core = load(ROOT / "curricula" / "cptm-2017.toml").content
    assert len(bridging(Version(()), core)) == 24
    assert minutes_together(bridging(Version(()), core)) == 1140


def test_a_lesson_that_stands_twice_in_a_draft_is_met_twice():
    twice = [Line("a", "1.1", "Health", 30), Line("a", "1.2", "Health", 30), Line("", "1.3", "Health", 30)]
    assert [one.kind for one in compare(twice[:1], twice)] == ["same", "new", "new"]
