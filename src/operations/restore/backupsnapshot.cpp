#include "operations/restore/backupsnapshot.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/backups.h"
#include "openstack/blockstorage/requests.h"
#include "operations/commandline.h"
#include "operations/restore/restorerequest.h"
#include "operations/stamps.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

QString backupCommand(const BackupRequest &request)
{
    return shellLine({u"openstack"_s, u"volume"_s, u"backup"_s, u"create"_s, u"--force"_s,
                      u"--snapshot"_s, request.snapshot.id, u"--name=%1"_s.arg(request.name),
                      request.volumeId});
}

BackupSnapshot::BackupSnapshot(Context context, BackupRequest request, QObject *parent)
    : Creation(std::move(context), parent)
    , m_request(std::move(request))
{}

std::unique_ptr<BackupSnapshot> BackupSnapshot::fromJournal(const JournalEntry &entry,
                                                            Context context)
{
    BackupRequest request{subjectFromJson(entry.intent.value("snapshot"_L1).toObject()),
                          entry.intent.value("volume"_L1).toString(),
                          entry.intent.value("name"_L1).toString()};
    if (request.snapshot.id.isEmpty() || request.volumeId.isEmpty())
        return nullptr;
    return std::make_unique<BackupSnapshot>(std::move(context), std::move(request));
}

QJsonObject BackupSnapshot::intent() const
{
    return {{u"snapshot"_s, toJson(m_request.snapshot)},
            {u"volume"_s, m_request.volumeId},
            {u"name"_s, m_request.name}};
}

QString BackupSnapshot::title() const
{
    return tr("Back up “%1”").arg(m_request.snapshot.name);
}

QString BackupSnapshot::firstStage() const
{
    return tr("Ask the cloud for the backup");
}

Stage BackupSnapshot::followStage() const
{
    Stage stage{tr("Back up")};
    stage.measure = u"create-backup"_s;
    return stage;
}

void BackupSnapshot::ask(Found then)
{
    context()
        .client
        .call(openstack::CreateBackup{m_request.volumeId,
                                      m_request.snapshot.id,
                                      m_request.name,
                                      {{stampKey("operation"_L1), id()}}})
        .then(this, then);
}

void BackupSnapshot::find(Found then)
{
    openstack::ListBackups list;
    list.volumeId = m_request.volumeId;
    context().client.all(list).then(this, [this, then](auto result) {
        if (!result.ok()) {
            then(result.error());
            return;
        }
        const auto mine = std::ranges::find_if(result.value(), [this](const auto &backup) {
            return backup.metadata.value(stampKey("operation"_L1)) == id();
        });
        then(mine == result.value().end() ? QString() : mine->id);
    });
}

void BackupSnapshot::see(std::function<void(const Result<Seen> &)> then)
{
    context().client.call(openstack::GetBackup{resultId()}).then(this, [then](auto result) {
        if (result.ok())
            then(Seen{result.value().status, result.value().failReason});
        else
            then(result.error());
    });
}

void BackupSnapshot::settle(const std::optional<Error> &error, std::function<void()> end)
{
    context().stores.refresh({Kind::BlockStorageLimits});
    context()
        .client.call(openstack::GetVolumeSnapshot{m_request.snapshot.id})
        .then(this, [this, error, end](auto result) {
            if (result.ok()) {
                context().stores.volumeSnapshots.upsert({result.value()});
                // Cinder gives the volume back after a failure, and forgets the snapshot (seen).
                if (error && result.value().status == "backing-up"_L1)
                    addNote(tr("The volume snapshot is left “backing-up”. Nothing can be done with "
                               "it until an administrator resets its state."));
            }
            end();
        });
}

} // namespace oriel::operations
