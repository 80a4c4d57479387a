"""What signed-in people do: packs, roles, invitations, interviews and decisions about them."""
