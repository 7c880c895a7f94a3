"""Overview: six figures, trajectories, the map and the targets of one scenario."""
