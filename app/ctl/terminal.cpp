#include "app/ctl/terminal.h"

#include "base/visible.h"

#include <QtCore/QByteArray>

#include <cstdio>
#include <iostream>
#include <string>

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

void writeTo(std::FILE *file, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), file);
    std::fflush(file);
}

int widthOf(int descriptor)
{
    winsize size{};
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
    return ::isatty(descriptor) != 0 && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col
                                                                                    : 0;
}

} // namespace

void print(const QString &text)
{
    writeTo(stdout, printsToTerminal() ? visibleLines(text) : text);
}

void complain(const QString &text)
{
    showProgress({});
    writeTo(stderr, ::isatty(STDERR_FILENO) != 0 ? visibleLines(text) : text);
}

bool printsToTerminal()
{
    return ::isatty(STDOUT_FILENO) != 0;
}

int terminalWidth()
{
    return widthOf(STDOUT_FILENO);
}

void showProgress(const QString &line)
{
    const QString text = visible(line);
    static bool shown = false;
    if (::isatty(STDERR_FILENO) == 0 || (text.isEmpty() && !shown))
        return;
    // A line that wraps could not be taken back.
    const int width = widthOf(STDERR_FILENO);
    writeTo(stderr, u"\r\x1b[K"_s + (width > 1 ? text.left(width - 1) : text));
    shown = !text.isEmpty();
}

std::optional<QString> askSecretly(const QString &what)
{
    if (::isatty(STDIN_FILENO) == 0)
        return std::nullopt;
    termios before{};
    if (::tcgetattr(STDIN_FILENO, &before) != 0)
        return std::nullopt;
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    complain(what + ": "_L1);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    std::string line;
    const bool read = static_cast<bool>(std::getline(std::cin, line));
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    complain(u"\n"_s);
    if (!read)
        return std::nullopt;
    return QString::fromLocal8Bit(line.c_str());
}

} // namespace oriel::ctl
