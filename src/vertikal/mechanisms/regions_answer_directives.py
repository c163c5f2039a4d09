"""A law that a region dislikes is shunned or talked down; where a court would listen, sued."""

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from vertikal.engine import Mechanism, Params, param
from vertikal.fields import Stage

if TYPE_CHECKING:
    from jaxtyping import Array

    from vertikal.engine import Draw, View

__all__ = ["MECHANISM"]


class AnswerParams(Params):
    """What each of the four answers costs a region."""

    precision: float = param(
        12.0,
        unit="1",
        bounds=(4.0, 30.0),
        doc="Precision of the logit choice (beta).",
        source="placeholder until calibrated",
    )
    sanction: float = param(
        0.3,
        unit="1",
        bounds=(0.05, 1.0),
        doc="Sanction for being caught shunning.",
        source="placeholder until calibrated",
    )
    bargaining_cost: float = param(
        0.05,
        unit="1",
        bounds=(0.0, 0.2),
        doc="Cost of bargaining with a ministry (k_b).",
        source="placeholder until calibrated",
    )
    litigation_cost: float = param(
        0.13,
        unit="1",
        bounds=(0.0, 0.3),
        doc="Cost of a suit (k_l).",
        source="fitted, docs/decisions/0009",
    )
    delay_cost: float = param(
        0.04,
        unit="1/yr",
        bounds=(0.0, 0.2),
        doc="Cost of a year's wait for a verdict.",
        source="placeholder until calibrated",
    )
    expected_delay: float = param(
        1.2,
        unit="yr",
        bounds=(0.7, 1.9),
        doc="Wait that a region expects.",
        source="comparative.md S4.1 fact 3: 269-671 days",
    )
    court_start: float = param(
        -0.00401,
        unit="1",
        bounds=(-1.0, 1.0),
        doc="Log odds of a neutral case (pi_0).",
        source="fitted, docs/decisions/0009; comparative.md S4.3 check 6: 35-60 % regional "
        "wins at a neutral court",
    )
    court_merit: float = param(
        1.0,
        unit="1",
        bounds=(0.0, 2.0),
        doc="Weight of a case's merit (pi_1).",
        source="placeholder until calibrated",
    )
    court_recentralised: float = param(
        0.5,
        unit="1",
        bounds=(0.0, 1.5),
        doc="Loss of odds while the centre recentralises (pi_3).",
        source="Filippetti et al. (2025), Const. Polit. Econ. 36: sign",
    )
    court_overreach: float = param(
        5.53,
        unit="1",
        bounds=(0.0, 6.0),
        doc="Gain of odds where a distant government overreaches (pi_2).",
        source="fitted, docs/decisions/0009; comparative.md S4.1 facts 4 and 9: signs",
    )
    unrest_weight: float = param(
        6.0,
        unit="1",
        bounds=(1.0, 20.0),
        doc="What the centre fears from an angry region of unit leverage (chi).",
        source="placeholder until calibrated",
    )


def act(now: "View", params: AnswerParams, draw: "Draw") -> "dict[str, Array]":
    r"""Choose among comply, shun, bargain and sue by logit.

    $$ U_c=-b,\quad U_s=-\det\big[(1-JK)(b+s)+JK(1-p_0)b\big],\quad U_b=-(1-\omega)b-k_b,
       \quad U_l=-(1-p)b-k_l-\varrho\,\text{delay}+\ln J/\beta $$

    $$ p=J\,p_0,\quad p_0=\sigma\big(\pi_0+\pi_1m+\pi_2g^2-\pi_3\max(R,\bar r)\big),\quad
       \det=\kappa+(1-\kappa)JK $$

    with merit $m$, partisan distance $g$, the level $R$ to which a dated decision has
    recentralised, and $\bar r$ the share of tiers whose reform is rolled back. Where a court
    protects a region's competences $K$, going its own way is no offence: the worst that can happen
    is that the court says no. But what is done by law is printed, and seen.

    Nash bargaining: $\omega=J\,p_0+(1-J)\,\mathrm{clip}(\tfrac12(1+d_R-d_C))$, with
    $d_R=(1-\det)-\det s/b$ and $d_C=\det-\chi\ell_r\,\text{unrest}_r/b$; unrest is
    $A_r(\tfrac12+G_r)$, with activism $A$ and grievance $G$, and $\ell$ leverage. A veto $v$ adds
    $v(1-\omega)$. The last term of $U_l$ is access: at $J=0$ no court takes the case.

    **Reads** `burden`, `disliked`, `monitoring`, `court_independence`, `regional_veto`,
    `activism`, `grievance`, `leverage`, `reform_stage`, `recentralised`, `partisan_distance`,
    `competences`.
    **Writes** `complied`, `shunned`, `bargained`, `sued` (one of them is all that is disliked),
    `concession`, `court_odds`, `detection`, `burden_borne`.
    **Random** one uniform number and one merit a region.
    **Limits** $J=0$: nobody sues. $J=1$: the shadow of the law, $\omega\to p$.
    """
    court = now["court_independence"]
    burden = jnp.maximum(now["burden"], 1e-3)
    lawful = court * now.tree.regions(now["competences"])
    seen = now.tree.regions(now["monitoring"])
    det = seen + (1.0 - seen) * lawful  # what is done by law is printed
    angry = now.tree.regions(now["activism"] * (0.5 + now["grievance"]) * now["leverage"])
    back = jnp.mean((now["reform_stage"] == Stage.ROLLED_BACK).astype(jnp.float32))
    back = jnp.maximum(back, now["recentralised"])
    merit = draw.normal("merit", "region")
    odds = jax.nn.sigmoid(
        params.court_start
        + params.court_merit * merit
        + params.court_overreach * now["partisan_distance"] ** 2
        - params.court_recentralised * back
    )
    caught = (1.0 - lawful) * (now["burden"] + params.sanction) + lawful * (1.0 - odds) * burden
    region_alone = (1.0 - det) - det * params.sanction / burden
    centre_alone = det - params.unrest_weight * angry / burden
    informal = jnp.clip(0.5 * (1.0 + region_alone - centre_alone), 0.0, 1.0)
    share = court * odds + (1.0 - court) * informal
    share = share + (1.0 - share) * now["regional_veto"]
    wait = params.litigation_cost + params.delay_cost * params.expected_delay
    utilities = jnp.stack(
        [
            -burden,
            -det * caught,
            -(1.0 - share) * burden - params.bargaining_cost,
            -(1.0 - court * odds) * burden - wait,
        ]
    )
    access = jnp.stack([jnp.zeros(()), jnp.zeros(()), jnp.zeros(()), jnp.log(court + 1e-30)])
    chances = jax.nn.softmax(params.precision * utilities + access[:, None], axis=0)
    u = draw.uniform("answer", "region")
    upto = jnp.cumsum(chances, axis=0)
    edges = [jnp.zeros_like(u), upto[0], upto[1], upto[2], jnp.full_like(u, 2.0)]
    chosen = [
        now["disliked"] * ((u >= edges[k]) & (u < edges[k + 1])).astype(jnp.float32)
        for k in range(4)
    ]
    accepted = now["burden"] * (now["disliked"] == 0.0)
    return {
        "complied": chosen[0],
        "shunned": chosen[1],
        "bargained": chosen[2],
        "sued": chosen[3] * (court > 0),
        "concession": share,
        "court_odds": court * odds,
        "detection": det,
        "burden_borne": chosen[0] * now["burden"] + accepted,
    }


MECHANISM = Mechanism(
    name="regions_answer_directives",
    phase="answers",
    says="ABL",
    params=AnswerParams,
    reads=(
        "burden",
        "disliked",
        "monitoring",
        "court_independence",
        "regional_veto",
        "activism",
        "grievance",
        "leverage",
        "reform_stage",
        "recentralised",
        "partisan_distance",
        "competences",
    ),
    writes=(
        "complied",
        "shunned",
        "bargained",
        "sued",
        "concession",
        "court_odds",
        "detection",
        "burden_borne",
    ),
    act=act,
    refs=(
        "Priest & Klein (1984), J. Legal Studies 13(1), 1-55",
        "Nash (1950), Econometrica 18(2), 155-162",
        "comparative.md S4.2",
    ),
)
