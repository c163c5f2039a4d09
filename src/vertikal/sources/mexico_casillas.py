"""Mexico: casillas of the votes for president 2006 and 2012 and for three governors in 2012."""

from vertikal.sources._source import Source

__all__ = ["SOURCE"]

SOURCE = Source(
    name="mexico_casillas",
    title="Mexico, casillas",
    country="MX",
    unit="casillas",
    marks=("casilla_id", "casilla", "tipo_seccion", "otros", "total", "ln", "region"),
    registered="ln",
    ballots="total",
    invalid="otros",
    votes=("pri_*", "pan?", "pan_*?", "panal?", "prd*", "psd?", "poc?", "pt?", "mc?"),
    region="region",
    station=("casilla_id",),
    beyond_roll=20,
    empty_roll=True,
    licence="MIT declared in DESCRIPTION",
    origin="github.com/tereom/quickcountmx, data/",
    quirks=(
        "`otros` holds invalid ballots and votes for candidates who were not registered; both are "
        "counted as invalid",
        "special casillas serve travellers and have no voters of their own",
        "representatives of parties, two each, may vote where they sit: up to 20 ballots beyond "
        "the roll are taken as lawful (10 parties)",
        "regions are states (president) or the quick count's two regions (governors)",
    ),
)
