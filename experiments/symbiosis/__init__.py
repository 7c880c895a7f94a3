"""What symbiosis could reach: the planner's optimum, what blocks it, and what would bring more."""
