# Completion of posquit for PowerShell. The program says what fits; its first line says whether that is words or files.
Register-ArgumentCompleter -Native -CommandName posquit -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $said = @(& posquit __complete -- @typed "$wordToComplete" 2>$null)
    if ($said.Count -gt 1 -and $said[0] -eq 'words') {
        $said | Select-Object -Skip 1 | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
        }
    }
}
