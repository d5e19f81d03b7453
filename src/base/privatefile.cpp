#include "base/privatefile.h"

#include "base/literals.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace oriel {

namespace {

struct PrivateFileWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::PrivateFile)
};

Error problem(const QString &path, int number)
{
    Error error;
    error.kind = number == EEXIST ? ErrorKind::Conflict : ErrorKind::Storage;
    error.message = number == EEXIST
                        ? PrivateFileWords::tr("%1 already exists. Choose another name.").arg(path)
                        : PrivateFileWords::tr("%1 cannot be written: %2.")
                              .arg(path, QString::fromLocal8Bit(std::strerror(number)));
    return error;
}

/// Returns 0, or the errno.
int fill(int file, const QByteArray &content)
{
    qsizetype written = 0;
    while (written < content.size()) {
        const auto now = ::write(file, content.constData() + written,
                                 static_cast<std::size_t>(content.size() - written));
        if (now < 0 && errno != EINTR)
            return errno;
        written += std::max<qsizetype>(now, 0);
    }
    // The umask may have removed bits from the mode that was passed to open().
    return ::fchmod(file, S_IRUSR | S_IWUSR) == 0 && ::fsync(file) == 0 ? 0 : errno;
}

} // namespace

Result<Nothing> writePrivateFile(const QString &path, const QByteArray &content)
{
    const QByteArray name = QFile::encodeName(path);
    const int file =
        ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return problem(path, errno);
    int failure = fill(file, content);
    if (::close(file) != 0 && failure == 0)
        failure = errno;
    if (failure == 0)
        return Nothing();
    ::unlink(name.constData());
    return problem(path, failure);
}

} // namespace oriel
