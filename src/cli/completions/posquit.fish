# Completion of posquit for fish. The program says what fits; its first line says whether that is words or files.
function __posquit_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l said (posquit __complete -- $typed[2..-1] "$current" 2>/dev/null)
    if test "$said[1]" = files
        __fish_complete_path "$current"
    else
        printf '%s\n' $said[2..-1]
    end
end
complete -c posquit -f -a '(__posquit_complete)'
