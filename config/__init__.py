"""How Pacte runs: settings, addresses, servers, commands."""
