#pragma once

#include <QtCore/QString>

#include <optional>

namespace oriel::ctl {

/// Write UTF-8 to standard output and standard error. On a terminal, control characters other than
/// line ends and tabs are escaped, because the terminal would execute them.
void print(const QString &text);
void complain(const QString &text);

/// Whether standard output is a terminal.
[[nodiscard]] bool printsToTerminal();

/// The errno of the first failure of print(); 0: everything was written.
[[nodiscard]] int outputProblem();

/// The width of standard output's terminal in characters; 0 if it is not a terminal.
[[nodiscard]] int terminalWidth();

/// Shows a line of progress on standard error that the next call replaces; does nothing if that is
/// not a terminal. An empty text removes it.
void showProgress(const QString &text);

/// Prompts at the terminal without echo; nullopt if there is no terminal. Always restores the echo,
/// also after a signal.
[[nodiscard]] std::optional<QString> readSecret(const QString &what);

} // namespace oriel::ctl
