"""What the pages say, as HTML made of values."""
