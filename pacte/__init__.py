"""What Pacte does, one folder per business noun."""
