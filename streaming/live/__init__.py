"""Live inputs on their way to the air: presenters, microphones, relays and sound cards."""
