"""The rollout in months: when the selected bodies go live, as a Monte Carlo over a plan of steps."""
