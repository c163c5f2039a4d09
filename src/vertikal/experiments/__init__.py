"""Questions to the laboratory: paired contrasts, claims on trial, sweeps, sensitivities."""
