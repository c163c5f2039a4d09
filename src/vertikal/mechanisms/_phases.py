"""The order of a month.

Within a phase all mechanisms read the same state; what must come after is a later phase. A month
has nine parts, split into phases where one step needs the outcome of another.

 1. **shocks** arrive: dated and random.
 2. The centre **weighs** what it can see, what heads cost, what reform is worth.
 3. Ministries issue **directives**, regions **answer**, and the matter is **settled**.
 4. Heads **rule**: who holds them to **account**, how circles and autonomy grow, which
    **incidents** misrule breeds.
 5. The centre **intervenes** over the most salient; heads **rotate**.
 6. **residents** feel and fear; **activism** spreads; some **protest**.
 7. Elections: **entry** (and mobilisation), **vote**, **count**, **declaration**, and what is left
    **after the vote**.
 8. Reform: **orders** of the timeline, **introduction**, **pilots**, **evaluation**,
    **rollback**; **ageing** of decisions and **rollout** as terms end; the elites' **mood**.
 9. **crisis**: streets against rules, and against the regime.
"""

__all__ = ["PHASES"]

PHASES = (
    "shocks",
    "weighing",
    "payoff",
    "directives",
    "answers",
    "settlement",
    "account",
    "rule",
    "incidents",
    "intervention",
    "rotation",
    "residents",
    "activism",
    "protest",
    "entry",
    "vote",
    "count",
    "declaration",
    "after the vote",
    "orders",
    "introduction",
    "pilots",
    "evaluation",
    "rollback",
    "ageing",
    "rollout",
    "mood",
    "crisis",
)
