"""What people take away: files made from the typed objects or from the built pages, never from a second text."""
