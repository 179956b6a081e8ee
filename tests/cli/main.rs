//! The commands, seen from outside: whole outputs, exit codes and files.

mod layers;
mod playbook;
