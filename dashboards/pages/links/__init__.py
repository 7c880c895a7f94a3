"""Links: how they come and go, what could be added, what is missing, and how much is realised."""
