//! The program: hands its arguments to the library and ends with the exit code that comes back.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(posquit::cli::main(std::env::args_os().collect()) as u8)
}
