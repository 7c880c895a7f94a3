"""History replay: firms enter in their years, links emerge, and the record stands beside."""
