"""Power on typical days: shapes of load and generation, the tariff by hour, and the dispatch."""
