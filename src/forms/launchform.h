#pragma once

#include "forms/launchfields.h"
#include "forms/snapshotquota.h"
#include "operations/launch/launchrequest.h"
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
    QString name{};                    ///< its source: "db-1-root"
    QString status{};                  ///< of the volume snapshot; empty: it no longer exists
    int leastGiB = 0;                  ///< the size of its source
    operations::VolumeOrigin origin{}; ///< what the volume was

    /// Whether it is on the flavor's local disk: no volume is created.
    [[nodiscard]] bool isLocal() const
    {
        return device.source == openstack::NewBlockDevice::Source::Image;
    }
    /// "/dev/vda", or its name.
    [[nodiscard]] const QString &title() const
    {
        return device.deviceName.isEmpty() ? name : device.deviceName;
    }
};

/// A value of the original and of the new instance, side by side.
struct LaunchDifference
{
    QString what;
    QString original;
    QString fresh;
    bool differs = true;

    bool operator==(const LaunchDifference &) const = default;
};

/// The logic of the Launch instance dialog: prefilled from the instance that the snapshot was taken
/// of, as far as it is known, and describing what will be different. A set whose root is a volume
/// is launched from its volume snapshots instead of its image, because Nova checks the root volume
/// against the image's min_disk and would refuse. Follows the stores. GUI thread.
class LaunchForm final : public QObject
{
    Q_OBJECT

public:
    /// `source`: of kind SnapshotSet, Image or VolumeSnapshot (of a bootable volume).
    LaunchForm(net::ApiClient &client, store::CloudStores &stores, operations::Subject source,
               QStringList roles, QObject *parent = nullptr);
    /// The same, filled in from the user's input before the cloud refused it.
    LaunchForm(net::ApiClient &client, store::CloudStores &stores,
               const operations::LaunchRequest &request, QStringList roles,
               QObject *parent = nullptr);

    /// A sentence with the source, and its instance.
    [[nodiscard]] QString sourceText() const;

    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    [[nodiscard]] const std::vector<LaunchField> &fields() const { return m_fields; }
    [[nodiscard]] std::vector<LaunchOption> options(const LaunchField &field) const;
    /// For a list, adds or removes `id`; otherwise sets the choice.
    void choose(const LaunchField &field, const QString &id, bool chosen = true);

    [[nodiscard]] std::vector<LaunchDisk> disks() const;
    void setSize(const QString &uuid, int gib);
    void setDeletedWithInstance(const QString &uuid, bool deleted);
    /// What happens to the new volumes when the instance is deleted; empty if there are none.
    [[nodiscard]] QString disksText() const;

    /// The floating IP that can be moved; nullopt if the original has none.
    [[nodiscard]] std::optional<operations::FloatingIpMove> floatingIp() const;
    [[nodiscard]] bool movesFloatingIp() const { return m_movesFloatingIp; }
    void setMovesFloatingIp(bool moves);

    /// Empty if the original is not known.
    [[nodiscard]] std::vector<LaunchDifference> differences() const;
    [[nodiscard]] std::vector<QuotaLine> room() const;
    [[nodiscard]] QString command() const { return operations::launchCommand(request()); }

    /// Whether everything that the form needs has been loaded, or failed to load.
    [[nodiscard]] bool ready() const;
    /// Remarks (missing parts, failed requests, the min_disk problem), one per line; empty: none.
    [[nodiscard]] QString notes() const;
    /// What the user should know before launching, in a short sentence; empty: nothing.
    [[nodiscard]] QString warning() const;
    /// Empty if Launch is possible; otherwise the reason why not.
    [[nodiscard]] QString problem() const;

    [[nodiscard]] operations::LaunchRequest request() const;

Q_SIGNALS:
    void changed();

private:
    /// Loads a list that is in no store, once. `what`: "the key pairs".
    template <typename List>
    void load(net::ApiClient &client, List list, std::vector<typename List::Item> &into,
              const QString &what);
    /// Applies the proposals where the user has not chosen; the data for them arrives gradually.
    void propose();
    void update();
    [[nodiscard]] QString originalId() const;
    [[nodiscard]] QString proposedName() const;
    /// Null if it is launched from a volume snapshot.
    [[nodiscard]] store::Row<openstack::Image> image() const;
    [[nodiscard]] store::Row<store::SnapshotSet> set() const;
    [[nodiscard]] store::Row<openstack::Flavor> flavor() const;
    [[nodiscard]] bool isPlainImage() const;
    [[nodiscard]] std::vector<store::SnapshotPart> parts() const;
    [[nodiscard]] LaunchDisk diskOf(const store::SnapshotPart &part) const;
    [[nodiscard]] QMap<QString, QString> volumeNames(const std::vector<LaunchDisk> &disks) const;
    /// The disk that it boots from; nullopt if that is the image's, on the flavor's local disk.
    [[nodiscard]] std::optional<LaunchDisk> rootVolume() const;
    /// Whether the request must name the image although the root is a volume.
    [[nodiscard]] bool needsImage() const;
    [[nodiscard]] QString diskProblem() const;
    [[nodiscard]] QString flavorProblem() const;

    store::CloudStores &m_stores;
    operations::Subject m_source;
    QStringList m_roles;
    std::vector<LaunchField> m_fields;
    LaunchFacts m_facts;
    int m_loading = 0;     ///< lists that are still loading
    QStringList m_unknown; ///< messages about lists that could not be loaded
    std::unique_ptr<store::Subscription> m_subscription;

    QString m_name;
    bool m_nameTyped = false;
    QHash<QString, QStringList> m_chosen; ///< by field key; fields without an entry are proposed
    QHash<QString, int> m_sizes;          ///< in GiB, by the disk's source
    QHash<QString, bool> m_deleted;
    bool m_movesFloatingIp = false;
};

} // namespace oriel::forms
