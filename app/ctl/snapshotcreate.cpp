#include "app/ctl/backupoptions.h"
#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/operationrun.h"
#include "app/ctl/terminal.h"
#include "base/visible.h"
#include "forms/removalplan.h"
#include "forms/snapshotquota.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/quotas.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/capture/createsnapshot.h"
#include "operations/names.h"
#include "operations/removal/removal.h"
#include "operations/schedule/retention.h"
#include "operations/schedule/scheduledbackups.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct SnapshotCreateWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::SnapshotCreate)
};

constexpr int mostKept = 365;

/// `snapshot create`: a snapshot of an instance with all of its volumes, as a schedule makes it,
/// and then the deletion of the older ones of that schedule. For cron and systemd.
class SnapshotCreate final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        const QString fault = optionFault();
        if (!fault.isEmpty()) {
            refuse(fault);
            return;
        }
        // The lists tell what belongs to the instance, and later which snapshots are older.
        loadSnapshotSets(connection(), this, [this](const Result<Nothing> &loaded) {
            if (!loaded.ok()) {
                fail(loaded.error(), notCreated());
                return;
            }
            findServer(client(), invocation().operands.first(), this, [this](auto server) {
                if (server.ok())
                    loadQuota(*server);
                else
                    fail(server.error(), notCreated());
            });
        });
    }

private:
    static QString notCreated()
    {
        return SnapshotCreateWords::tr("No snapshot was created, and none was deleted.");
    }

    [[nodiscard]] QString optionFault()
    {
        static const QRegularExpression plain(u"^[A-Za-z0-9._-]{1,64}$"_s);
        m_wanted.id = invocation().value(u"schedule"_s);
        if (invocation().has(u"schedule"_s) && !plain.match(m_wanted.id).hasMatch())
            return SnapshotCreateWords::tr(
                "--schedule takes up to 64 letters, digits, dots, dashes and underscores.");
        if (const QString fault = backupOptionFault(invocation(), m_wanted); !fault.isEmpty())
            return fault;
        if (m_wanted.keepBackups > 0 && m_wanted.id.isEmpty())
            return SnapshotCreateWords::tr("--keep-backups needs --schedule: only the backups of a "
                                           "schedule are deleted.");
        if (!invocation().has(u"keep"_s))
            return {};
        if (m_wanted.id.isEmpty())
            return SnapshotCreateWords::tr("--keep needs --schedule: only the snapshots of a "
                                           "schedule are deleted.");
        bool isNumber = false;
        m_keep = invocation().value(u"keep"_s).toInt(&isNumber);
        return isNumber && m_keep >= 1 && m_keep <= mostKept
                   ? QString()
                   : SnapshotCreateWords::tr("--keep takes a number from 1 to %1.")
                         .arg(QString::number(mostKept));
    }

    /// What cannot be read refuses nothing: the cloud decides then.
    void loadQuota(const openstack::Server &server)
    {
        client().call(openstack::GetBlockStorageLimits{}).then(this, [this, server](auto limits) {
            if (limits.ok())
                connection().stores().blockStorageLimits.set(limits.value());
            const openstack::GetQuotas ofTypes{net::Service::BlockStorage,
                                               connection().stores().project()};
            client().call(ofTypes).then(this, [this, server](auto quotas) {
                if (quotas.ok())
                    connection().stores().blockStorageQuotas.set(quotas.value());
                create(server);
            });
        });
    }

    /// All its volumes are captured.
    [[nodiscard]] QString quotaFault(const openstack::Server &server)
    {
        const store::CloudStores &stores = connection().stores();
        std::vector<operations::TypedStorage> captured;
        for (const openstack::AttachedVolume &volume : server.volumes)
            captured.push_back(operations::snapshotStorage(stores, volume.id));
        return forms::quotaProblem(forms::snapshotQuota(stores, captured));
    }

    void create(const openstack::Server &server)
    {
        m_serverId = server.id;
        connection().stores().servers.upsert({server});
        operations::CreateSnapshotRequest request = operations::scheduledSnapshot(
            connection().stores(), server, m_wanted.id, invocation().has(u"shut-off-first"_s),
            connection().clock().now().toLocalTime());
        if (invocation().has(u"name"_s))
            request.name = invocation().value(u"name"_s);
        const qsizetype longest = operations::longestSnapshotName(!server.volumes.empty());
        const auto fault = operations::computeNameFault(request.name, longest);
        if (fault != operations::NameFault::None) {
            fail(notCreated() + u' ' + operations::describe(fault, request.name, longest));
            return;
        }
        if (const QString over = quotaFault(server); !over.isEmpty()) {
            fail(notCreated() + u' ' + withoutIsolates(over));
            return;
        }
        m_creation = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        std::vector<std::unique_ptr<operations::Operation>> one;
        one.push_back(std::make_unique<operations::CreateSnapshot>(m_creation->context(), request));
        const operations::Operation *operation = one.front().get();
        m_creation->start(std::move(one), [this, operation](int failed) {
            if (failed > 0)
                fail(notCreated());
            else
                created(operation->resultId());
        });
    }

    void created(const QString &imageId)
    {
        sayLine(SnapshotCreateWords::tr("Created %1.").arg(imageId));
        if (m_keep == 0 && m_wanted.keepBackups == 0) {
            done();
            return;
        }
        // Loaded again: whether the new one is complete, and what others have changed since.
        loadSnapshotSets(connection(), this, [this, imageId](const Result<Nothing> &loaded) {
            if (loaded.ok())
                thin(imageId);
            else
                fail(loaded.error(),
                     m_keep > 0 ? SnapshotCreateWords::tr("The snapshot was created, but the "
                                                          "older ones were not deleted.")
                                : notBackedUp());
        });
    }

    static QString notBackedUp()
    {
        return SnapshotCreateWords::tr("The snapshot was created, but it was not backed up.");
    }

    void thin(const QString &imageId)
    {
        std::vector<operations::Subject> old;
        if (m_keep > 0)
            old = operations::beyondSchedule(connection().stores(), m_wanted.id, m_serverId, m_keep,
                                             connection().clock().now().toLocalTime().date());
        deleteAll(old, [this, imageId] {
            if (m_wanted.keepBackups == 0)
                end();
            else
                loadBackups([this, imageId] { backUp(imageId); });
        });
    }

    /// Their plans are made without questions; what cannot be deleted is said and counted.
    void deleteAll(const std::vector<operations::Subject> &all, const std::function<void()> &then)
    {
        m_removal = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        const auto limiter = std::make_shared<operations::Limiter>(3);
        std::vector<std::unique_ptr<operations::Operation>> removals;
        for (const operations::Subject &old : all) {
            auto request = forms::removalUnasked(old, connection().stores());
            if (!request.ok()) {
                ++m_left;
                complain("orielctl: "_L1 + withoutIsolates(request.error().message) + u'\n');
                continue;
            }
            //: %1: the name of a snapshot; %2: its ID
            sayLine(SnapshotCreateWords::tr("Deleting %1 (%2).").arg(old.name, old.id));
            removals.push_back(std::make_unique<operations::Removal>(
                m_removal->context(), std::move(request.value()), limiter));
        }
        if (removals.empty())
            then();
        else
            m_removal->start(std::move(removals), [this, then](int failed) {
                m_left += failed;
                then();
            });
    }

    void loadBackups(const std::function<void()> &then)
    {
        client().all(openstack::List<openstack::Backup>{}).then(this, [this, then](auto result) {
            if (!result.ok()) {
                fail(result.error(), notBackedUp());
                return;
            }
            connection().stores().of<openstack::Backup>().replaceAll(std::move(result.value()));
            then();
        });
    }

    void backUp(const QString &imageId)
    {
        m_backups = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        const operations::Action *action = operations::actionNamed(u"create-backup"_s);
        std::vector<std::unique_ptr<operations::Operation>> backups;
        for (const operations::ScheduledBackup &backup :
             operations::scheduledBackups(connection().stores(), m_wanted, imageId)) {
            //: %1: the name of a volume snapshot; %2: its ID
            sayLine(SnapshotCreateWords::tr("Backing up %1 (%2).")
                        .arg(backup.snapshot.name, backup.snapshot.id));
            backups.push_back(std::make_unique<operations::ActionOperation>(
                m_backups->context(), *action, backup.snapshot, backup.values));
        }
        const auto thinBackups = [this] {
            deleteAll(
                operations::backupsBeyond(connection().stores(), m_wanted.id, m_wanted.keepBackups),
                [this] { end(); });
        };
        if (backups.empty()) {
            end();
            return;
        }
        m_backups->start(std::move(backups), [this, thinBackups](int failed) {
            if (failed == 0)
                loadBackups(thinBackups);
            else
                fail(SnapshotCreateWords::tr("The snapshot was created, but %n volume snapshot(s) "
                                             "were not backed up.",
                                             nullptr, failed));
        });
    }

    void end()
    {
        if (m_left == 0)
            done();
        else
            fail(SnapshotCreateWords::tr("The snapshot was created, but %n older one(s) were "
                                         "not deleted.",
                                         nullptr, m_left));
    }

    /// On standard output, so that cron mails it.
    void sayLine(const QString &line)
    {
        if (!invocation().quiet)
            print(line + u'\n');
    }

    operations::SnapshotSchedule m_wanted; ///< its ID, and what is backed up
    QString m_serverId;
    int m_keep = 0; ///< 0: all
    int m_left = 0; ///< of those that were to be deleted
    std::unique_ptr<OperationRun> m_backups;
    std::unique_ptr<OperationRun> m_creation;
    std::unique_ptr<OperationRun> m_removal;
};

} // namespace

CommandEntry snapshotCreate()
{
    return entry<SnapshotCreate>(
        {.words = {u"snapshot"_s, u"create"_s},
         .summary =
             SnapshotCreateWords::tr("Create a snapshot of an instance with all its volumes, "
                                     "and delete the older ones of its schedule"),
         .operand = u"server"_s,
         .prints = CommandSpec::Prints::Nothing,
         .options = {
             {{u"name"_s},
              SnapshotCreateWords::tr("Its name; by default the instance's with date and time."),
              u"NAME"_s},
             {{u"schedule"_s},
              SnapshotCreateWords::tr("The schedule that it is made for: a word that you choose."),
              u"SCHEDULE"_s},
             {{u"keep"_s},
              SnapshotCreateWords::tr(
                  "Afterwards, delete the snapshots that this schedule has made of the instance, "
                  "except for the newest ones. Others are never deleted, and neither are protected "
                  "ones or those with a later keep-until date."),
              u"NUMBER"_s},
             {{u"shut-off-first"_s},
              SnapshotCreateWords::tr("Shut a running instance off, capture it and start it again, "
                                      "so that its data is consistent.")},
             keepBackupsOption(),
             fullEveryOption()}});
}

} // namespace oriel::ctl
