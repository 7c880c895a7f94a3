"""Park: the map and the network of a year, and the card of one enterprise."""
