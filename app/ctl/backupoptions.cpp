#include "app/ctl/backupoptions.h"

#include <QtCore/QCoreApplication>

#include <optional>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

using operations::SnapshotSchedule;

namespace {

struct BackupOptionWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::BackupOptions)
};

/// From 1 to `most`; nullopt: it is none of these.
std::optional<int> numberOf(const QString &text, int most)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number >= 1 && number <= most ? std::optional(number) : std::nullopt;
}

} // namespace

OptionSpec keepBackupsOption()
{
    return {{u"keep-backups"_s},
            BackupOptionWords::tr("Back up the volume snapshots, and keep the newest backups of "
                                  "each volume. Only backups of this schedule are deleted, a full "
                                  "one only with its increments."),
            u"NUMBER"_s};
}

OptionSpec fullEveryOption()
{
    return {{u"full-every"_s},
            BackupOptionWords::tr("With --keep-backups: each of this many backups of a volume is a "
                                  "full one, the others are incremental; by default 7."),
            u"NUMBER"_s};
}

QString backupOptionFault(const Invocation &invocation, SnapshotSchedule &schedule)
{
    const bool hasFull = invocation.has(u"full-every"_s);
    if (!invocation.has(u"keep-backups"_s))
        return hasFull ? BackupOptionWords::tr("--full-every needs --keep-backups.") : QString();
    const auto keep = numberOf(invocation.value(u"keep-backups"_s), SnapshotSchedule::mostKept);
    if (!keep)
        return BackupOptionWords::tr("--keep-backups takes a number from 1 to %1.")
            .arg(QString::number(SnapshotSchedule::mostKept));
    schedule.keepBackups = *keep;
    if (!hasFull)
        return {};
    const auto every = numberOf(invocation.value(u"full-every"_s), SnapshotSchedule::longestChain);
    if (!every)
        return BackupOptionWords::tr("--full-every takes a number from 1 to %1.")
            .arg(QString::number(SnapshotSchedule::longestChain));
    schedule.fullEvery = *every;
    return {};
}

} // namespace oriel::ctl
