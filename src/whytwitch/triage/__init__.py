"""How soon: rules from guidelines and expected harm."""
