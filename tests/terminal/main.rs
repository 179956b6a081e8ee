//! Conversations in a pseudo-terminal with a real screen behind it.
