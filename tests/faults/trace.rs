//! Runs the program under `strace`, and reads which system calls touched its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::shop::{Shop, bare};

/// The calls that touch files.
const CALLS: &str = "?openat,?open,?creat,?read,?pread64,?write,?writev,?pwrite64,?fsync,?fdatasync,?rename,?renameat,\
    ?renameat2,?link,?linkat,?ftruncate,?unlink,?unlinkat,?close,?mkdir,?mkdirat,?rmdir,?flock,?fcntl,?lseek,?statx,\
    ?newfstatat,?fstat,?getdents64,?chmod,?fchmod,?fchmodat,?copy_file_range,?sendfile,?sync";

/// One call that touched the state: its name, and the how-many-th of that name it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) number: usize,
}

pub(crate) fn there_is_strace() -> bool {
    Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success())
}

/// Runs the program with one fault, such as `write:error=EIO:when=2`.
pub(crate) fn run(shop: &Shop, arguments: &[&str], inject: Option<&str>) -> Output {
    let mut command = Command::new("strace");
    bare(&mut command).args(["-f", "-y", "-q", "-e", "signal=none", "-o"]).arg(shop.path.join("trace"));
    command.args(["-e", &format!("trace={CALLS}")]);
    if let Some(inject) = inject {
        command.args(["-e", &format!("inject={inject}")]);
    }
    command.arg(env!("CARGO_BIN_EXE_posquit")).args(shop.arguments(arguments)).output().unwrap()
}

/// The calls of the last run that touched files under `root`, in their order.
pub(crate) fn calls(shop: &Shop, root: &Path) -> Vec<Call> {
    let root = root.display().to_string();
    let log = fs::read_to_string(shop.path.join("trace")).unwrap();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for line in log.lines() {
        // The process id, then the call.
        let Some((name, rest)) =
            line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').split_once('(')
        else {
            continue;
        };
        let number = numbers.entry(name).or_default();
        *number += 1;
        if rest.contains(&root) {
            found.push(Call { name: name.to_owned(), number: *number });
        }
    }
    found
}
