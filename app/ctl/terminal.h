#pragma once

#include <QtCore/QString>

#include <optional>

namespace oriel::ctl {

/// Writes UTF-8 to standard output, to standard error. Where that is a terminal, control characters
/// other than line ends and tabs are written out, for it would obey them.
void print(const QString &text);
void complain(const QString &text);

/// Whether standard output is a terminal.
[[nodiscard]] bool printsToTerminal();

/// The first errno with which print() failed; 0: everything was written.
[[nodiscard]] int outputProblem();

/// The width of standard output's terminal in characters; 0 where it is none.
[[nodiscard]] int terminalWidth();

/// A line of progress that each next one takes the place of, on standard error; nothing where that
/// is no terminal. An empty text takes it away.
void showProgress(const QString &text);

/// Asks at the terminal without showing what is typed; nothing where there is no terminal. However
/// it ends, also by a signal, the terminal shows again what is typed.
[[nodiscard]] std::optional<QString> readSecret(const QString &what);

} // namespace oriel::ctl
