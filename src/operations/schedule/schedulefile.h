#pragma once

#include "base/result.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QString>

#include <functional>
#include <optional>

namespace oriel::operations {

/// The file with the schedules of all places (mode 0600), which several windows and orielctl share:
/// each change is made, under a lock, to what the file contains at that moment, and replaces the
/// file at once. A damaged file is renamed, one of a newer Oriel is not touched. Any thread: it
/// waits for the disk and for other processes.
class ScheduleFile
{
    Q_DECLARE_TR_FUNCTIONS(ScheduleFile)

public:
    struct Content
    {
        QJsonArray entries{};
        std::optional<Error> damage{}; ///< the file was damaged and renamed: the entries are lost
    };
    /// Returns what is to be written; nullopt: nothing is.
    using Change = std::function<std::optional<QJsonArray>(const QJsonArray &)>;

    explicit ScheduleFile(QString path) : m_path(std::move(path)) {}

    [[nodiscard]] Result<Content> read() const;
    /// The content afterwards.
    [[nodiscard]] Result<Content> change(const Change &change) const;

private:
    [[nodiscard]] Result<Nothing> write(const QJsonArray &entries) const;

    QString m_path;
};

} // namespace oriel::operations
