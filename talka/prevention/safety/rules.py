"""What must hold: plain values in, answers out."""
