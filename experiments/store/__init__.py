"""The result store: a folder of runs that no kill can hurt, its writer and its readers."""
