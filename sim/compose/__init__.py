"""What composing a park needs: its mix of sectors, its ground and its facilities."""
