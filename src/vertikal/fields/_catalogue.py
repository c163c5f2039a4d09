"""The list of fields: a field exists when it is here."""

from vertikal.fields._field import INFINITY, Field

__all__ = ["FIELDS", "TIERS"]

TIERS = ("region", "district", "locality", "village")
"""Names of the tiers, from the top. A scenario may use fewer, counted from the top."""

SHARE = (0.0, 1.0)
POSITIVE = (0.0, INFINITY)
REPORTED = (-1.0, 3.0)


def _static(name: str, unit: str, doc: str, support: tuple[float, float] = SHARE) -> Field:
    return Field(name, ("unit",), "static", unit, doc, support)


def _input(
    name: str, doc: str, dims: tuple[str, ...] = (), support: tuple[float, float] = SHARE
) -> Field:
    return Field(name, dims, "input", "1", doc, support)


def _stock(
    name: str,
    dims: tuple[str, ...],
    doc: str,
    unit: str = "1",
    support: tuple[float, float] = SHARE,
    dtype: str = "float32",
) -> Field:
    return Field(name, dims, "stock", unit, doc, support, dtype)


def _flow(
    name: str,
    dims: tuple[str, ...],
    doc: str,
    unit: str = "1",
    support: tuple[float, float] = POSITIVE,
    dtype: str = "float32",
) -> Field:
    return Field(name, dims, "flow", unit, doc, support, dtype)


UNIT, REGION, TIER, CENTRE = ("unit",), ("region",), ("tier",), ()

_STATICS = (
    _static("urban", "1", "Share of adults who live in towns."),
    _static("development", "1", "Level of development, 0 to 1; urbanisation where nothing better."),
    _static("rent_dependence", "1", "Share of the budget that comes from above."),
    _static("remoteness", "1", "Distance from the centre's eye, 0 (capital) to 1."),
    _static(
        "anonymity", "1", "Size of the settlement on a log scale: 1,500 adults 0, a million 1."
    ),
    _static("log_size", "1", "Logarithm of adults, in units of 100,000.", (-INFINITY, INFINITY)),
    _static(
        "leverage",
        "1",
        "Weight of a region with the centre: population, own revenue, capital.",
        POSITIVE,
    ),
    _static(
        "height",
        "1",
        "Distance between a head and residents: size of the unit on a log scale, like anonymity.",
    ),
    _static("competences", "1", "Share of policy on which the region may legislate too."),
    _static("leaning", "1", "Lasting partisan leaning of residents, left to right.", (-1.0, 1.0)),
    _static("tier_index", "1", "Tier of the unit, counted from the top.", POSITIVE),
    _static("capital", "1", "1 for the capital and what lies in it."),
    _static("reformable", "1", "1 if the head's election is on the agenda of reform at all."),
    _static("term_months", "month", "Length of a head's term.", (1.0, 600.0)),
)

_INSTITUTIONS = (
    _input("court_independence", "Access to, and independence of, a constitutional court (J)."),
    _input("regional_veto", "Share of a burdensome law that regions can veto in a second chamber."),
    _input("candidate_filter", "Share of outsiders whom registration keeps off the ballot (F)."),
    _input("observation", "Share of counts that independent observers can follow."),
    _input("media_freedom", "Freedom of the media to report on local power."),
    _input("state_capacity", "Capacity of the centre to see what regions do (kappa)."),
    _input(
        "pilot_selection",
        "How strongly pilots go to safe places (psi; 0: representative).",
        support=(0.0, 5.0),
    ),
)

_EVENTS = (
    _input(
        "opening",
        "Change of national electoral democracy that a path prescribes.",
        support=(-1.0, 1.0),
    ),
    _input("year_end", "1 in December."),
    _input("partisan", "1 while national governments have a partisan leaning."),
    _input("government_leaning", "Leaning of the national government.", support=(-1.0, 1.0)),
    _input("recentralised", "How far a dated decision has recentralised the state."),
    _input("option_opened", "1 in the month in which a law lets superiors decide.", TIER),
    _input("option_open", "1 where superiors may take elections away one by one.", TIER),
    _input("option_law", "1 once such a law is in force at some tier."),
    _input("month", "Months since the scenario opens.", support=POSITIVE),
    _input("national_shock", "Size of a dated national shock.", support=POSITIVE),
    _input("local_shock", "Size of a dated incident in a unit.", UNIT, POSITIVE),
    _input("rule_burden", "Burden of a dated national rule.", support=POSITIVE),
    _input("rule_priority", "How much the centre wants the dated rule."),
    _input("national_vote", "1 in a month with a national vote."),
    _input("vote_kind", "Kind of the national vote, one-hot.", ("vote",)),
    _input("handover", "1 in the month after a presidential vote: heads serve at pleasure anew."),
    _input(
        "reform_order", "Stage that a dated decision orders for a tier; 0: none.", TIER, POSITIVE
    ),
    _input("reform_ordered", "1 in a month with a dated decision on reform."),
    _input("reform_mode_ordered", "Mode of selection that the decision orders.", TIER, POSITIVE),
    _input("pilot_share", "Share of a tier's units in an ordered pilot.", TIER),
    _input("pilot_stratified", "1 if an ordered pilot is spread over kinds and regions.", TIER),
    _input("all_at_once", "1 if the decision calls elections in all units of the tier now.", TIER),
)

_OFFICES = (
    _stock("mode", UNIT, "How the head is selected (Mode).", support=(0, 3), dtype="int32"),
    _stock("term_left", UNIT, "Months until the head's term ends.", "month", (-600, 600), "int32"),
    _stock("tenure", UNIT, "Time the head has been in office.", "yr", (0.0, 50.0)),
    _stock("origin", UNIT, "Where the head comes from (Origin).", support=(0, 3), dtype="int32"),
    _stock("mandate", UNIT, "Share of votes with which the head was elected; 0 if appointed."),
    _stock("acting", UNIT, "1 while an acting head waits for a by-election.", dtype="float32"),
    _stock("circle", UNIT, "Patronage network of the head: share of key posts it holds."),
    _stock("autonomy", UNIT, "Share of local decisions taken without the centre."),
    _stock("honesty", UNIT, "Share of ballots at the head's last election that were honest."),
    _stock("contest", UNIT, "How contested the last election of the head was."),
    _stock("direct_elections", UNIT, "Direct elections of the head held so far.", "1", POSITIVE),
    _stock("in_pilot", UNIT, "1 while the unit is in a pilot."),
)

_RESIDENTS = (
    _stock(
        "temper",
        UNIT,
        "Lasting readiness to act, above or below the country's.",
        support=(-INFINITY, INFINITY),
    ),
    _stock(
        "patronage",
        UNIT,
        "How readily local society lends itself to patronage; standard normal.",
        support=(-INFINITY, INFINITY),
    ),
    _stock("grievance", UNIT, "Grievance of residents."),
    _stock("fear", UNIT, "Fear of repression among residents."),
    _stock("activism", UNIT, "Share of adults ready to act in public."),
    _stock("habit_national", UNIT, "Habit of voting in national votes."),
    _stock("habit_local", UNIT, "Habit of voting for local heads."),
    _stock("trust", UNIT, "Trust that votes are counted as cast."),
)

_CENTRE = (
    _stock("stress", CENTRE, "Economic and political stress from shocks.", support=(0.0, 10.0)),
    _stock(
        "rule_pending", CENTRE, "Burden of contested national rules in force.", support=(0.0, 10.0)
    ),
    _stock("openness", CENTRE, "National electoral democracy (D), V-Dem scale."),
    _stock(
        "narrative", CENTRE, "Stock of the story of democratic change (Z).", support=(0.0, 10.0)
    ),
    _stock("risk", CENTRE, "Risk that the elites perceive (rho).", support=(0.0, 10.0)),
    _stock("approval", CENTRE, "Approval of the centre."),
    _stock(
        "reform_pressure", CENTRE, "Demand for visible change after a crisis.", support=(0.0, 10.0)
    ),
    _stock(
        "reform_stage",
        TIER,
        "How far the election of heads has come (Stage).",
        support=(0, 4),
        dtype="int32",
    ),
    _stock("option_wave", TIER, "Impulse of the law that let them, fading.", support=(0.0, 10.0)),
    _stock("reform_age", TIER, "Time in this stage.", "yr", (0.0, 100.0)),
    _stock(
        "reform_mode",
        TIER,
        "Mode of selection that the reform brings (Mode).",
        support=(0, 3),
        dtype="int32",
    ),
    _stock(
        "mode_before",
        TIER,
        "Mode of selection before the reform (Mode).",
        support=(0, 3),
        dtype="int32",
    ),
    _stock("experience", TIER, "Experiments with elections held so far.", support=(0.0, 100.0)),
    _stock(
        "docket_won",
        ("region", "horizon"),
        "Suits that the region will win, by months to go.",
        support=POSITIVE,
    ),
    _stock(
        "docket_burden",
        ("region", "horizon"),
        "Burden of the suits it will lose.",
        support=POSITIVE,
    ),
    _stock(
        "docket_lost",
        ("region", "horizon"),
        "Suits that it will lose, by months to go.",
        support=POSITIVE,
    ),
)

_DERIVED_FLOWS = (
    _flow("new_stress", CENTRE, "Stress that arrived this month."),
    _flow(
        "removal_cost", UNIT, "Extra cost of disposing of the head, relative to an appointed one."
    ),
    _flow("removal_premium", CENTRE, "Extra cost of disposing of a head with a full mandate."),
    _flow("local_knowledge", TIER, "How well residents know what their head does (q)."),
    _flow("mandate_harm", CENTRE, "Harm of unpopular mandates, as residents weigh it (h)."),
    _flow("capacity_threshold", TIER, "Monitoring capacity below which autonomy pays (kappa*)."),
    _flow(
        "reform_payoff",
        TIER,
        "What electing the tier's heads is worth to the centre.",
        support=(-INFINITY, INFINITY),
    ),
    _flow(
        "monitoring", UNIT, "Capacity of the centre to see what happens in a unit.", support=SHARE
    ),
    _flow(
        "accountability",
        UNIT,
        "Share of a head's acts that he must answer for to residents.",
        support=SHARE,
    ),
    _flow("misrule", UNIT, "Misrule: circle times lack of accountability.", support=SHARE),
    _flow("mobilisation", UNIT, "Administrative mobilisation of voters.", support=SHARE),
)

_DIRECTIVE_FLOWS = (
    _flow("burden", REGION, "Burden of the month's directive for the region."),
    _flow("priority", CENTRE, "How much the centre wants the directive."),
    _flow("disliked", REGION, "Directives and disputes of the month that the region dislikes."),
    _flow("complied", REGION, "Those with which it complies."),
    _flow("shunned", REGION, "Those that it shuns, or settles by an act of its own."),
    _flow("bargained", REGION, "Those over which it bargains with a ministry."),
    _flow("sued", REGION, "Those that it takes to court."),
    _flow(
        "concession",
        REGION,
        "Share of the burden that bargaining takes away (omega).",
        support=SHARE,
    ),
    _flow("court_odds", REGION, "Probability that the region would win in court.", support=SHARE),
    _flow("detection", REGION, "Probability that shunning is seen.", support=SHARE),
    _flow("slowed", REGION, "Those in which the ministry slows down."),
    _flow("slow_days", REGION, "Time by which the ministry slows down.", "day"),
    _flow("contested", REGION, "Those in which the centre contests what the region does."),
    _flow("centre_prevailed", REGION, "Those of them in which the centre had its way."),
    _flow("state_sued", REGION, "Those of them that the centre takes to court."),
    _flow("partisan_distance", REGION, "Distance between region and national government."),
    _flow("suits_won", REGION, "Verdicts for the region."),
    _flow("suits_lost", REGION, "Verdicts against the region."),
    _flow("suit_days", REGION, "Time that the suit filed this month will take.", "day"),
    _flow("burden_borne", REGION, "Burden that reaches residents."),
)

_INCIDENT_FLOWS = (
    _flow("terms_ending", UNIT, "1 if the head's term has run out."),
    _flow("direct_due", CENTRE, "1 if any unit holds a direct election this month."),
    _flow("assembly_due", CENTRE, "1 if any assembly chooses a head this month."),
    _flow("pilot_running", CENTRE, "1 if a pilot is under way at some tier."),
    _flow("ballots_due", CENTRE, "1 if residents vote at all this month."),
    _flow("salience", UNIT, "Salience of the month's incident; 1 is what a newspaper reports."),
    _flow("case_salience", ("case",), "Salience of the incident that the centre looks at."),
    _flow(
        "case_unit",
        ("case",),
        "Position of the unit where it happened, from 1; 0: no case.",
        support=(0, INFINITY),
        dtype="int32",
    ),
    _flow(
        "case_target",
        ("case",),
        "Position of the head that is removed, from 1; 0: nobody.",
        support=(0, INFINITY),
        dtype="int32",
    ),
    _flow("case_head_elected", ("case",), "1 if the head of the unit had been elected."),
    _flow("case_days", ("case",), "Time from incident to decision.", "day"),
    _flow("removed", UNIT, "1 if the head is removed over an incident."),
    _flow("removed_elected", UNIT, "1 if the removed head had been elected."),
    _flow("rotated", UNIT, "1 if the head is replaced in ordinary rotation."),
)

_PROTEST_FLOWS = (
    _flow("protests_peaceful", REGION, "Peaceful protest events.", dtype="int32"),
    _flow("protests_violent", REGION, "Violent protest events.", dtype="int32"),
    _flow("protesters", REGION, "Participants on the month's largest day of protest.", "person"),
)

_ELECTION_FLOWS = (
    _flow("candidates_inside", UNIT, "Registered insiders in a direct election.", dtype="int32"),
    _flow("candidates_outside", UNIT, "Registered outsiders in a direct election.", dtype="int32"),
    _flow("candidates_barred", UNIT, "Outsiders kept off the ballot.", dtype="int32"),
    _flow("incumbent_runs", UNIT, "1 if the incumbent stands."),
    _flow("turnout", UNIT, "Honest turnout of a direct election: voters / adults.", support=SHARE),
    _flow("honest_incumbent", UNIT, "Incumbent's share of honest votes.", support=SHARE),
    _flow("honest_insider", UNIT, "Best other insider's share of honest votes.", support=SHARE),
    _flow("honest_outsider", UNIT, "Best outsider's share of honest votes.", support=SHARE),
    _flow("falsified", UNIT, "Ballots added or moved, as a share of adults.", support=SHARE),
    _flow("direct_held", UNIT, "1 if a direct election was held."),
    _flow("declared_turnout", UNIT, "Declared ballots / adults.", support=SHARE),
    _flow("winner_share", UNIT, "Declared share of the winner.", support=SHARE),
    _flow("incumbent_won", UNIT, "1 if the incumbent won."),
    _flow("outsider_won", UNIT, "1 if an outsider won."),
    _flow("by_election", UNIT, "1 if the election followed an early vacancy."),
    _flow("new_contest", UNIT, "How contested the month's election was.", support=SHARE),
    _flow("assembly_held", UNIT, "1 if an assembly chose the head."),
    _flow("assembly_kept", UNIT, "1 if the assembly kept the incumbent."),
    _flow(
        "national_honest",
        UNIT,
        "Honest turnout of a national vote: voters / adults.",
        support=SHARE,
    ),
    _flow("national_turnout", REGION, "Declared turnout of a national vote.", support=SHARE),
    _flow("national_falsified", UNIT, "Ballots added, as a share of adults.", support=SHARE),
    _flow("leader_honest", UNIT, "Leader's share of honest national ballots.", support=SHARE),
    _flow(
        "stations_padded",
        UNIT,
        "Share of polling stations with ballots added bit by bit.",
        support=SHARE,
    ),
    _flow(
        "stations_made_up", UNIT, "Share of polling stations with made-up counts.", support=SHARE
    ),
    _flow("leader_share", REGION, "Leader's declared share in a national vote.", support=SHARE),
)

_SERVICES = (
    _stock("popular_service", UNIT, "Reported effort on what residents value.", support=REPORTED),
    _stock("mandate_service", UNIT, "Reported effort on unpopular mandates.", support=REPORTED),
    _stock("neutral_service", UNIT, "Reported effort on what both value.", support=REPORTED),
)

_REFORM_FLOWS = (
    _flow("abolished", UNIT, "1 if a superior takes the election of the head away."),
    _flow("restored", UNIT, "1 if such an election comes back."),
    _flow("introduced", TIER, "1 if an experiment begins."),
    _flow("rolled_out", TIER, "1 if the reform goes nationwide."),
    _flow("stalled", TIER, "1 if the reform stalls."),
    _flow("rolled_back", TIER, "1 if the reform is rolled back."),
    _flow("pilot_due", CENTRE, "1 if a pilot begins at some tier."),
    _flow(
        "elected_change",
        UNIT,
        "1 where residents come to elect the head, -1 where they no longer do.",
        support=(-1.0, 1.0),
    ),
    _flow("conversion_due", CENTRE, "1 if any head's term ends under a mode that reform replaces."),
    _flow("piloted", UNIT, "1 if the unit is chosen for a pilot."),
    _flow("evaded", UNIT, "1 if a head is appointed just before an election would be due."),
    _flow("converted", UNIT, "1 if the mode of selection changes."),
    _flow("crisis", CENTRE, "1 if national activism has crossed the line."),
    _flow("conceded", CENTRE, "1 if the regime concedes."),
    _flow("repressed", CENTRE, "1 if the regime represses."),
    _flow("street_reversal", CENTRE, "1 if the streets overturn a national rule."),
    _flow("street_days", CENTRE, "Time from first rally to reversal.", "day"),
)

FIELDS: dict[str, Field] = {
    f.name: f
    for group in (
        _STATICS,
        _INSTITUTIONS,
        _EVENTS,
        _OFFICES,
        _RESIDENTS,
        _CENTRE,
        _DERIVED_FLOWS,
        _DIRECTIVE_FLOWS,
        _INCIDENT_FLOWS,
        _PROTEST_FLOWS,
        _ELECTION_FLOWS,
        _SERVICES,
        _REFORM_FLOWS,
    )
    for f in group
}
"""Every field, by name."""
