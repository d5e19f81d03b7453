#include "operations/actions/backuprestore.h"

#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "operations/actions/volumequota.h"
#include "operations/actions/volumesteps.h"
#include "operations/failure.h"
#include "operations/statewords.h"
#include "operations/trace.h"
#include "operations/why.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Volume;

struct RestoreWords
{
    Q_DECLARE_TR_FUNCTIONS(BackupRestore)
};

const QString emptyMark = u"empty:"_s;  // NOLINT(cert-err58-cpp)
const QString writeStep = u"restore"_s; // NOLINT(cert-err58-cpp)

} // namespace

BackupRestore::BackupRestore(ActionOperation &operation, NewVolume wanted, std::vector<Stage> later)
    : m_operation(operation)
    , m_wanted(std::move(wanted))
    , m_later(std::move(later))
{
    m_volumes.emplace(operation, std::vector{m_wanted});
    // As an earlier run has begun.
    if (operation.earlierIntent(u"create-volume:"_s + emptyMark + m_wanted.source.id))
        takeTwoSteps();
}

void BackupRestore::takeTwoSteps()
{
    m_inTwoSteps = true;
    NewVolume empty = m_wanted;
    empty.source = {Kind::VolumeType, emptyMark + m_wanted.source.id, {}}; // nothing is copied
    m_volumes.emplace(m_operation, std::vector{empty});
}

void BackupRestore::showStages()
{
    std::vector<Stage> stages = m_volumes->stages();
    if (m_inTwoSteps)
        stages.push_back(Stage{tr("Restore the data (%1 GiB)").arg(m_wanted.sizeGiB)});
    stages.insert(stages.end(), m_later.begin(), m_later.end());
    m_operation.setStages(std::move(stages));
}

Task<void> BackupRestore::request()
{
    auto requesting = m_volumes->request();
    co_await std::move(requesting);
    const Ending ending = m_volumes->ending();
    if (m_inTwoSteps || !ending.error || ending.error->kind != ErrorKind::Unsupported)
        co_return;
    takeTwoSteps();
    showStages();
    auto again = m_volumes->request();
    co_await std::move(again);
}

Task<Ending> BackupRestore::follow()
{
    const QString volumeId = id();
    if (!volumeId.isEmpty() && !(m_inTwoSteps && m_operation.earlierIntent(writeStep))) {
        auto following = m_volumes->follow();
        co_await std::move(following);
    }
    Ending ending = m_volumes->ending();
    if (ending.outcome == Outcome::Succeeded && m_inTwoSteps) {
        m_operation.done(0);
        const bool isWriting = m_operation.earlierIntent(writeStep).has_value();
        if (m_operation.isCanceling() && !isWriting)
            co_return Ending{Outcome::Canceled};
        auto writing = write(volumeId);
        ending = co_await std::move(writing);
    }
    if (m_operation.isCanceling() && ending.outcome != Outcome::Unclear)
        co_return Ending{Outcome::Canceled};
    co_return ending;
}

/// Into a volume that only this operation uses until it is restored.
Task<Ending> BackupRestore::write(QString volumeId)
{
    constexpr std::size_t stage = 1;
    m_operation.begin(stage);
    Step step{.name = writeStep,
              .send = m_operation.sending(openstack::RestoreBackup{m_wanted.source.id, volumeId}),
              .trace = traceOfOverwriting(
                  m_operation.context(), volumeId,
                  [](const Volume &volume) { return volume.status.contains("restoring"_L1); }),
              .stage = stage,
              .resend = true,
              .sends = 2};
    auto restoring = m_operation.once(std::move(step));
    const StepResult restored = co_await std::move(restoring);
    if (!restored.ok()) {
        m_operation.failStage(stage, restored.error().message);
        if (restored.isUnknown())
            m_operation.addNote(
                tr("It is not known whether the data was restored. Oriel does not "
                   "restore it again, because the volume may have been used since."));
        co_return restored.ending();
    }
    auto following = untilRestored(&m_operation, volumeId, stage);
    Ending ending = co_await std::move(following);
    co_return ending;
}

void BackupRestore::recall()
{
    m_volumes->recall();
    if (m_inTwoSteps)
        m_operation.done(1);
}

Task<void> BackupRestore::remove()
{
    auto removing = m_volumes->remove();
    co_await std::move(removing);
}

QStringList createFromBackupCommand(const QString &backup, const NewVolume &wanted,
                                    const QString &description)
{
    QStringList words{u"cinder"_s,
                      u"--os-volume-api-version"_s,
                      QString::fromLatin1(openstack::createsFromBackup.toByteArray()),
                      u"create"_s,
                      u"--backup-id"_s,
                      backup};
    for (const auto &[option, value] : {std::pair(u"--volume-type"_s, wanted.type),
                                        std::pair(u"--availability-zone"_s, wanted.zone),
                                        std::pair(u"--description"_s, description)}) {
        if (!value.isEmpty())
            words << option << value;
    }
    return words << u"--name=%1"_s.arg(wanted.name) << QString::number(wanted.sizeGiB);
}

Task<Ending> untilRestored(ActionOperation *operation, QString volumeId, std::size_t stage)
{
    const std::function<bool(const Volume &)> isSettled = [operation, stage](const Volume &row) {
        operation->progress(stage, -1, row.status);
        return row.status != "restoring-backup"_L1 && row.status != "creating"_L1;
    };
    auto following = operation->until(openstack::Get<Volume>{volumeId}, isSettled);
    const Result<Volume> row = co_await std::move(following);
    operation->context().stores.refresh(withQuotas({Kind::Volume, Kind::Backup}));
    if (!row.ok() && row.error().kind != ErrorKind::NotFound)
        co_return Ending{Outcome::Unclear, row.error()};
    if (row.ok() && usableVolumeStates().contains(row->status)) {
        operation->done(stage);
        co_return Ending{};
    }
    QString why;
    if (row.ok()) {
        auto asking = whyFailed(&operation->context(), *row, {});
        why = co_await std::move(asking);
    }
    if (why.isEmpty())
        why = row.ok()
                  ? RestoreWords::tr("The volume is %1. Its data is neither what it was nor that "
                                     "of the backup. The backup itself is unchanged.")
                        .arg(storageStateWord(row->status))
                  : RestoreWords::tr("The volume was deleted in the meantime.");
    operation->failStage(stage, why);
    co_return Ending{Outcome::Failed, failureOf(net::Service::BlockStorage, ErrorKind::Failed, why,
                                                operation->context().clock.now())};
}

} // namespace oriel::operations
