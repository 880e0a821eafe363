"""What both servers that speak HTTP need: a socket, and an end on a signal. It knows nothing of what they serve."""
