"""Mappings: all problems at once, each with its line, its cure, and near names."""

import pytest

from vertikal.io import read_returns

RETURNS = "place,roll,cast,good,Ann,Bob\nx,100,50,49,30,19\ny,200,90,88,30,58\n"


@pytest.fixture
def with_yaml(tmp_path):
    """A function that reads the returns with a mapping file."""

    def action(text, **options):
        (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "returns.csv").write_text(RETURNS, encoding="utf-8")
        return read_returns(tmp_path / "returns.csv", mapping=tmp_path / "map.yaml", **options)

    return action


def test_one_line_describes_a_table(read):
    data = read(RETURNS, mapping="registered=roll,ballots=cast,valid=good,votes=Ann+Bob").data
    assert data["leader"].values.tolist() == [19, 58]
    assert data.attrs["leader"] == "Bob"
    assert set(data["station_region"].values) == {"all"}


BY_REGION = "region=place,registered=roll,ballots=cast,valid=good,votes=Ann+Bob"


def test_lists_that_differ_by_region_have_a_leader_each(read):
    """Ann is first in x, Bob in y; together Bob has more."""
    data = read(RETURNS, mapping=f"{BY_REGION},leader_by_region=true").data
    assert data["leader"].values.tolist() == [30, 58]
    assert data.attrs["leader"] == "the first of each region"


def test_whoever_is_asked_for_leads_everywhere(read):
    data = read(RETURNS, mapping=f"{BY_REGION},leader_by_region=true", leader="Ann").data
    assert data["leader"].values.tolist() == [30, 30]


def test_a_leader_of_each_region_needs_regions(told):
    said = told(RETURNS, mapping="registered=roll,votes=Ann+Bob,leader_by_region=true")
    assert "leader_by_region needs `votes` (each list's) and `region`" in said


def test_a_file_describes_a_table(with_yaml):
    returns = with_yaml(
        "title: A vote\ncountry: XX\nregistered: roll\nballots: cast\nvalid: good\n"
        "votes: {First: Ann, Second: Bob}\nregion: place\nstation: [place]\n"
    )
    assert returns.data.attrs["title"] == "A vote"
    assert returns.data["candidate"].values.tolist() == ["First", "Second"]
    assert returns.data["station_region"].values.tolist() == ["x", "y"]


def test_the_same_said_in_three_ways(read, with_yaml):
    keys = {"registered": "roll", "ballots": "cast", "valid": "good", "votes": "Ann+Bob"}
    line = ",".join(f"{k}={v}" for k, v in keys.items())
    yaml = "".join(f"{k}: {v}\n" for k, v in keys.items())
    one, two, three = read(RETURNS, mapping=line), with_yaml(yaml), read(RETURNS, mapping=keys)
    assert one.data.identical(two.data)
    assert one.data.identical(three.data)


def test_every_problem_of_a_file_at_once(told, tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(
        "title: A vote\nregions: roll\nballots: [cast]\nlargest: 0\nblank_is_zero: [vots]\n"
        "votes: 3\n",
        encoding="utf-8",
    )
    assert told(RETURNS, mapping=path).splitlines() == [
        "map.yaml: 5 problems",
        "  line 2: regions: no such key - did you mean 'region'?",
        "  line 3: ballots: is ['cast']; input should be a valid string",
        "  line 4: largest: is 0; input should be greater than or equal to 1",
        "  line 5: blank_is_zero: is vots; may be true, or some of registered, issued, ballots, "
        "valid, invalid, leader, votes",
        "  line 6: votes: must be a column, a list of columns, or names with columns",
    ]


def test_wrong_keys_and_missing_columns_at_once(told, tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("registered: rol\nballots: cast\nvotes: [Ann, Bobb]\nregoin: place\n")
    assert told(RETURNS, mapping=path).splitlines() == [
        "map.yaml: 3 problems",
        "  line 1: registered: 'rol' is no column of the table - did you mean 'roll'?",
        "  line 3: votes.1: 'Bobb' is no column of the table - did you mean 'Bob'?",
        "  line 4: regoin: no such key - did you mean 'region'?",
    ]


def test_every_missing_column_at_once(told, tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(
        "registered: rol\nballots: cast-spoilt\n"
        "votes:\n  First: Ann\n  Second: Bobb\nregion: area\n",
        encoding="utf-8",
    )
    assert told(RETURNS, mapping=path).splitlines() == [
        "map.yaml: 4 problems",
        "  line 1: registered: 'rol' is no column of the table - did you mean 'roll'?",
        "  line 2: ballots: 'spoilt' is no column of the table - allowed: place, roll, cast, good, "
        "Ann, Bob",
        "  line 5: votes.Second: 'Bobb' is no column of the table - did you mean 'Bob'?",
        "  line 6: region: 'area' is no column of the table - allowed: place, roll, cast, good, "
        "Ann, Bob",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "is empty; write registered=COLUMN,votes=COLUMN"),
        ("roll", "roll: is no assignment; write registered=COLUMN, and + between several columns"),
        ("votes=Ann,votes=Bob", "votes: is said twice; say it once"),
        ("registered=roll", "votes or leader: one of them must say where the votes are"),
        ("votes=Ann+Ann,ballots=cast", "votes: names 'Ann' twice; say it once"),
        ("votes=Ann-Bob,ballots=cast", "votes: 'Ann-Bob' takes votes away; give names to sums"),
        ("votes=Ann", "valid: is missing: give `valid` or `ballots`, the whole of which the votes "
         "are a share"),
        ("votes=Ann,leader=Bob,ballots=cast", "leader: is given beside `votes`; give one of them"),
        ("votes=Ann,ballots=cast,region=place+roll",
         "region: 'place+roll' is more than one column; name one"),
        ("votes=cand_*,ballots=cast", "votes: 'cand_*' fits no column of the table - allowed: "
         "place, roll, cast, good, Ann, Bob"),
        ("votes=Ann,ballots=cast,ballots_may_exceed_registered=-3",
         "ballots_may_exceed_registered: is '-3'; input should be greater than or equal to 0"),
    ],
)  # fmt: skip
def test_what_a_line_may_not_say(told, line, says):
    assert told(RETURNS, mapping=line).splitlines() == ["--map: 1 problem", f"  {says}"]


def test_a_pattern_leaves_out_what_has_another_meaning(read):
    text = "all_votes,valid_votes,a_votes,b_votes\n90,80,30,40\n90,70,30,40\n"
    data = read(text, mapping="ballots=all_votes,valid=valid_votes,votes=*_votes").data
    assert data["candidate"].values.tolist() == ["a_votes", "b_votes"]
    named = {"ballots": "all_votes", "valid": "valid_votes", "votes": ["b_votes", "*_votes"]}
    assert read(text, mapping=named).data["candidate"].values.tolist() == ["b_votes", "a_votes"]


def test_a_column_with_a_comma_or_a_sign_in_its_name(read):
    text = '"Ann, A.",Bob-B,n\n30,19,60\n'
    data = read(text, mapping="ballots=n,votes='Ann, A.'+Bob-B").data
    assert data["candidate"].values.tolist() == ["Ann, A.", "Bob-B"]


def test_options_that_ask_for_what_is_not_there(told):
    line = "registered=roll,ballots=cast,votes=Ann+Bob"
    assert told(RETURNS, mapping=line, leader="Carl", region="are", vote="2011").splitlines() == [
        "returns.csv: 3 problems",
        "  region: 'are' is no column of the table - allowed: place, roll, cast, good, Ann, Bob",
        "  vote: '2011' is asked for, but no column tells votes apart; leave it out, or name that "
        "column",
        "  leader: 'Carl' is no candidate of this table - allowed: Ann, Bob",
    ]


def test_a_vote_must_be_chosen_and_be_there(told):
    text = "vote,registered,ballots,valid,leader\nb,9,5,5,3\na,9,5,5,4\n"
    assert told(text).endswith("vote: the table holds 2 votes; choose one of a, b")
    assert told(text, vote="c").endswith(
        "vote: 'c' is no vote of this table; it has a, b - allowed: a, b"
    )


def test_an_unknown_table_gets_a_suggestion(told):
    said = told("provincia,mesa,electores,votantes,nulos,lista 1\nx,1,2,3,4,5\n")
    assert said.startswith("returns.csv: no known format has these columns: provincia, mesa")
    assert said.endswith(
        "--map 'registered=electores,ballots=votantes,invalid=nulos,region=provincia,station=mesa,"
        "votes=CANDIDATE+CANDIDATE'"
    )


def test_a_known_format_can_be_named(told):
    text = "registered,ballots,valid,leader\n9,5,5,3\n"
    assert told(text, source="plane") == (
        "--source: 'plane' is no known format - did you mean 'plain'?"
    )
