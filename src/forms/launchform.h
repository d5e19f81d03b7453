#pragma once

#include "forms/launchfields.h"
#include "forms/snapshotquota.h"
#include "operations/restore/restorerequest.h"
#include "store/cloudstores.h"

#include <QtCore/QObject>

#include <memory>
#include <vector>

namespace oriel::net {
class ApiClient;
}

namespace oriel::forms {

/// A disk of the new instance.
struct LaunchDisk
{
    openstack::NewBlockDevice device;
    QString name{};   ///< what it is made from: "db-1-root"
    QString status{}; ///< the volume snapshot's; empty: gone
    int leastGiB = 0; ///< as large as what it is made from

    /// Whether it is on the flavor's own disk: no volume is made.
    [[nodiscard]] bool isLocal() const
    {
        return device.source == openstack::NewBlockDevice::Source::Image;
    }
    /// "/dev/vda", or its name.
    [[nodiscard]] const QString &title() const
    {
        return device.deviceName.isEmpty() ? name : device.deviceName;
    }
    bool operator==(const LaunchDisk &) const = default;
};

/// What the original has and what the new instance gets, side by side.
struct LaunchDifference
{
    QString what;
    QString original;
    QString fresh;
    bool differs = true;

    bool operator==(const LaunchDifference &) const = default;
};

/// What the Launch instance dialog decides, without the dialog: it is prefilled from the instance
/// that the snapshot was taken of as far as that is known, and says what will be different. A set
/// whose root is a volume is launched from its volume snapshots and not from its image, because
/// Nova holds the root volume against the image's min_disk and would refuse. Follows the stores
/// while it lives. GUI thread.
class LaunchForm final : public QObject
{
    Q_OBJECT

public:
    /// `source`: of kind SnapshotSet, Image or VolumeSnapshot (of a bootable volume).
    LaunchForm(net::ApiClient &client, store::CloudStores &stores, operations::Subject source,
               QStringList roles, QObject *parent = nullptr);
    /// The same, filled in as before: what the user had entered before the cloud refused it.
    LaunchForm(net::ApiClient &client, store::CloudStores &stores,
               const operations::RestoreRequest &request, QStringList roles,
               QObject *parent = nullptr);

    /// One sentence on what it is launched from, and from which instance.
    [[nodiscard]] QString sourceText() const;

    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    [[nodiscard]] const std::vector<LaunchField> &fields() const { return m_fields; }
    [[nodiscard]] std::vector<LaunchOption> options(const LaunchField &field) const;
    /// In a list, `id` is added or removed; otherwise it is the choice.
    void choose(const LaunchField &field, const QString &id, bool chosen = true);

    [[nodiscard]] std::vector<LaunchDisk> disks() const;
    void setSize(const QString &uuid, int gib);
    void setDeletedWithInstance(const QString &uuid, bool deleted);
    /// What becomes of the new volumes when the instance is deleted; empty where there are none.
    [[nodiscard]] QString disksText() const;

    /// The floating IP that could be moved; nothing where the original has none.
    [[nodiscard]] std::optional<operations::FloatingIpMove> floatingIp() const;
    [[nodiscard]] bool movesFloatingIp() const { return m_movesFloatingIp; }
    void setMovesFloatingIp(bool moves);

    [[nodiscard]] std::vector<LaunchDifference> differences() const;
    [[nodiscard]] std::vector<QuotaLine> room() const;
    [[nodiscard]] QString command() const { return operations::restoreCommand(request()); }

    /// Whether everything the form needs has come, well or not.
    [[nodiscard]] bool ready() const;
    /// What the user should know (parts that are missing, what could not be found out, the trap of
    /// min_disk), one a line; empty: nothing.
    [[nodiscard]] QString notes() const;
    /// Empty where Launch can be pressed; otherwise why not, in words.
    [[nodiscard]] QString problem() const;

    [[nodiscard]] operations::RestoreRequest request() const;

Q_SIGNALS:
    void changed();

private:
    /// Loads a list that no store has, once. `what`: "the key pairs".
    template <typename List>
    void load(net::ApiClient &client, List list, std::vector<typename List::Item> &into,
              const QString &what);
    /// Puts the proposals where the user has chosen nothing; what they follow from comes bit by
    /// bit.
    void propose();
    void update();
    [[nodiscard]] QString originalId() const;
    [[nodiscard]] QString proposedName() const;
    /// Null where it is launched from a volume snapshot.
    [[nodiscard]] store::Row<openstack::Image> image() const;
    [[nodiscard]] store::Row<store::SnapshotSet> set() const;
    [[nodiscard]] store::Row<openstack::Flavor> flavor() const;
    [[nodiscard]] bool isPlainImage() const;
    [[nodiscard]] std::vector<store::SnapshotPart> parts() const;
    [[nodiscard]] LaunchDisk diskOf(const store::SnapshotPart &part) const;
    /// The disk that it boots from; nothing where that is the image's, on the flavor's disk.
    [[nodiscard]] std::optional<LaunchDisk> rootVolume() const;
    /// Whether the image has to be named although the root is a volume.
    [[nodiscard]] bool needsImage() const;
    [[nodiscard]] QString diskProblem() const;
    [[nodiscard]] QString flavorProblem() const;

    store::CloudStores &m_stores;
    operations::Subject m_source;
    QStringList m_roles;
    std::vector<LaunchField> m_fields;
    LaunchFacts m_facts;
    int m_loading = 0;     ///< lists that have not come
    QStringList m_unknown; ///< lists that could not be loaded, in words
    std::unique_ptr<store::Subscription> m_subscription;

    QString m_name;
    bool m_nameTyped = false;
    QHash<QString, QStringList> m_chosen; ///< by the field's key; what has none may be proposed
    QHash<QString, int> m_sizes;          ///< in GiB, by what the disk is made from
    QHash<QString, bool> m_deleted;
    bool m_movesFloatingIp = false;
};

} // namespace oriel::forms
