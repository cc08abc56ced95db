"""What the Statistics tab shows, counted from columns; plain Python without Qt."""
