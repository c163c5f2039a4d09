"""How far out a sum is, where no draw of its null comes near."""

import numpy as np

__all__ = ["at_least"]


def at_least(beyond: int, draws: int, excess: float, variance: float, jump: float) -> float:
    r"""P value of a sum: the share of draws beyond it, or a bound where there is none.

    With no draw beyond, draws can only say $p\le1/(draws+1)$, and a pooled verdict could never be
    clear. Bernstein's inequality then bounds it for a sum of independent parts with mean zero,
    $p\le\exp(-x^2/(2(V+bx/3)))$.

    Parameters
    ----------
    beyond, draws
        Draws of the null at or beyond the sum, and all.
    excess
        The sum less its mean under the null.
    variance
        Its variance under the null.
    jump
        Largest that one part can be.
    """
    p = (1 + beyond) / (draws + 1)
    if beyond or excess <= 0.0:
        return float(p)
    spread = variance + jump * excess / 3.0
    return float(min(p, np.exp(-(excess**2) / (2.0 * max(spread, np.finfo(float).tiny)))))
