#compdef posquit
# Completion of posquit for zsh. The program says what fits; its first line says whether that is words or files.
_posquit() {
    local -a said
    said=("${(@f)$(posquit __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    case $said[1] in
        files) _files ;;
        words) (( $#said > 1 )) && compadd -- "${(@)said[2,-1]}" ;;
    esac
}
if [ "$funcstack[1]" = "_posquit" ]; then
    _posquit "$@"
else
    compdef _posquit posquit
fi
