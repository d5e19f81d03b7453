#pragma once

#include "forms/launchfields.h"
#include "forms/snapshotquota.h"
#include "openstack/blockstorage/volumezone.h"
#include "operations/launch/launchrequest.h"
#include "store/cloudstores.h"

#include <QtCore/QObject>
#include <QtCore/QSet>

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

    /// Whether it is on the flavor's local disk.
    [[nodiscard]] bool isLocal() const
    {
        return device.source == openstack::NewBlockDevice::Source::Image;
    }
    /// Whether a volume is created for it.
    [[nodiscard]] bool isNewVolume() const { return device.isNewVolume(); }
    /// "/dev/vda", or its name.
    [[nodiscard]] const QString &title() const
    {
        return device.deviceName.isEmpty() ? name : device.deviceName;
    }
};

/// What prevents the launch, and the field that causes it.
struct LaunchFault
{
    /// "source", "name", "count", "disk", "networks", "fixedAddress", "userData", …; a field's key.
    /// Empty: no field.
    QString field;
    QString text; ///< a sentence

    bool operator==(const LaunchFault &) const = default;
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

/// The logic of the Launch instance dialog. From a snapshot, it is prefilled from the instance that
/// the snapshot was taken of, as far as it is known, and describes what will be different; from
/// anything else, everything has a default that fits. A set whose root is a volume
/// is launched from its volume snapshots instead of its image, because Nova checks the root volume
/// against the image's min_disk and would refuse. Follows the stores. GUI thread.
class LaunchForm final : public QObject
{
    Q_OBJECT

public:
    /// `source`: of kind SnapshotSet, Image, Volume or VolumeSnapshot (both bootable); without an
    /// ID: it is chosen in the form.
    LaunchForm(net::ApiClient &client, store::CloudStores &stores, operations::Subject source,
               QStringList roles, QObject *parent = nullptr);
    /// The same, filled in from the user's input before the cloud refused it.
    LaunchForm(net::ApiClient &client, store::CloudStores &stores,
               const operations::LaunchRequest &request, QStringList roles,
               QObject *parent = nullptr);

    [[nodiscard]] const operations::Subject &source() const { return m_source; }
    /// The fields that the user has not changed are proposed again.
    void setSource(const operations::Subject &source);
    /// A sentence with the source, and its instance.
    [[nodiscard]] QString sourceText() const;

    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    /// How many instances to launch.
    [[nodiscard]] int count() const { return m_count; }
    void setCount(int count);
    /// The most that the dialog offers.
    static constexpr int mostInstances = 100;
    [[nodiscard]] const std::vector<LaunchField> &fields() const { return m_fields; }
    [[nodiscard]] std::vector<LaunchOption> options(const LaunchField &field) const;
    [[nodiscard]] QStringList chosen(const LaunchField &field) const
    {
        return m_chosen.value(field.key);
    }
    /// For a list, adds or removes `id`; otherwise sets the choice.
    void choose(const LaunchField &field, const QString &id, bool chosen = true);

    /// Why this flavor cannot be chosen, as a sentence; empty: it fits the source and the quota.
    [[nodiscard]] QString flavorObstacle(const openstack::Flavor &flavor) const;

    /// Whether the root disk is a choice between a new volume and the flavor's own disk.
    [[nodiscard]] bool choosesDisk() const { return isPlainImage(); }
    [[nodiscard]] bool onNewVolume() const;
    void setOnNewVolume(bool on);
    /// Why it cannot be on the flavor's own disk, as a sentence; empty: it can.
    [[nodiscard]] QString localDiskObstacle() const;
    /// The types of a new volume from an image; the first one is the cloud's default.
    [[nodiscard]] std::vector<LaunchOption> volumeTypes() const;
    void setVolumeType(const QString &name);
    [[nodiscard]] std::vector<LaunchDisk> disks() const;
    void setSize(const QString &uuid, int gib);
    void setDeletedWithInstance(const QString &uuid, bool deleted);
    /// What happens to the new volumes when the instance is deleted; empty if there are none.
    [[nodiscard]] QString disksText() const;

    /// The floating IP that can be moved; nullopt if the original has none.
    [[nodiscard]] std::optional<operations::FloatingIpMove> floatingIp() const;
    [[nodiscard]] bool movesFloatingIp() const { return m_movesFloatingIp; }
    void setMovesFloatingIp(bool moves);

    /// Whether it gets a floating IP, a free or a new one, once it is running.
    [[nodiscard]] bool isMadeReachable() const;
    void setMadeReachable(bool on);
    /// Why it cannot get one, as a sentence; empty: it can.
    [[nodiscard]] QString reachObstacle() const;
    /// A new address from each external network, and the free ones.
    [[nodiscard]] std::vector<LaunchOption> addresses() const;
    void setAddress(const QString &id);
    /// What is let in: by the key of a service; empty: nothing in addition.
    [[nodiscard]] std::vector<LaunchOption> services() const;
    void setService(const QString &key);
    [[nodiscard]] QString openTo() const { return m_openTo; }
    void setOpenTo(const QString &prefix); ///< "192.0.2.0/24"; empty: anywhere
    /// What is done for that, and what it means.
    [[nodiscard]] QString reachText() const;

    /// The address on the only network; empty: any.
    [[nodiscard]] QString fixedAddress() const { return m_fixedAddress; }
    void setFixedAddress(const QString &address);

    [[nodiscard]] QString description() const { return m_description; }
    void setDescription(const QString &description);
    [[nodiscard]] QByteArray userData() const { return m_userData; }
    void setUserData(const QByteArray &text);
    /// Its size, and what is wrong with it or what it is, in a sentence; empty: there is none.
    [[nodiscard]] QString userDataText() const;
    [[nodiscard]] QString tags() const { return m_tags; }
    void setTags(const QString &tags); ///< separated by commas
    [[nodiscard]] QMap<QString, QString> metadata() const { return m_metadata; }
    void setMetadata(const QMap<QString, QString> &metadata);
    /// The same as text: "key=value", separated by commas.
    [[nodiscard]] QString metadataText() const;
    void setMetadataText(const QString &text);
    /// What the policy of the chosen server group means, in sentences; empty: none is chosen.
    [[nodiscard]] QString serverGroupText() const;
    [[nodiscard]] bool hasConfigDrive() const { return m_configDrive; }
    void setConfigDrive(bool on);

    /// Empty if the original is not known.
    [[nodiscard]] std::vector<LaunchDifference> differences() const;
    [[nodiscard]] std::vector<QuotaLine> room() const;
    [[nodiscard]] QString command() const { return operations::launchCommand(request(), m_count); }

    /// Whether everything that the form needs has been loaded, or failed to load.
    [[nodiscard]] bool ready() const;
    /// Remarks (missing parts, failed requests, the min_disk problem), one per line; empty: none.
    [[nodiscard]] QString notes() const;
    /// What the user should know before launching, in a short sentence; empty: nothing.
    [[nodiscard]] QString warning() const;
    /// What prevents the launch, in the order of the fields.
    [[nodiscard]] std::vector<LaunchFault> faults() const;
    /// Empty if Launch is possible; otherwise the reason why not.
    [[nodiscard]] QString problem() const;

    /// For one instance, with the name as entered.
    [[nodiscard]] operations::LaunchRequest request() const;
    /// For each of the instances.
    [[nodiscard]] std::vector<operations::LaunchRequest> requests() const;

Q_SIGNALS:
    void changed();

private:
    /// Loads a list that is in no store, once. `what`: "the key pairs".
    template <typename List>
    void load(net::ApiClient &client, List list, std::vector<typename List::Item> &into,
              const QString &what);
    /// Loads what is known of the original only.
    void loadOriginal();
    /// Reads what the stores have for the fields.
    void readStores();
    /// Applies the proposals where the user has not chosen; the data for them arrives gradually.
    void propose();
    [[nodiscard]] QString smallestFlavor() const;
    /// What an image, or the image that a volume was created from, requires.
    [[nodiscard]] qint64 minRamMiB() const;
    /// The smallest disk for the image, in GiB.
    [[nodiscard]] int leastDiskGiB() const;
    [[nodiscard]] LaunchDisk diskFromImage() const;
    [[nodiscard]] QString userDataProblem() const;
    [[nodiscard]] QString networkProblem() const;
    [[nodiscard]] QString serverGroupProblem() const;
    [[nodiscard]] std::vector<store::Row<openstack::Network>> pools() const;
    [[nodiscard]] QString innerNetwork() const;
    [[nodiscard]] operations::FloatingIpMove addressMove() const;
    /// A security group whose rules let the service in from there; null: none.
    [[nodiscard]] store::Row<openstack::SecurityGroup> openGroup() const;
    [[nodiscard]] bool opens(const openstack::SecurityGroup &group) const;
    [[nodiscard]] store::Row<openstack::ServerGroup> serverGroup() const;
    using QuotaLines = std::vector<std::pair<QString, QuotaLine>>;
    [[nodiscard]] QuotaLines quotaLines() const;
    void addNetworkQuota(QuotaLines &lines, const operations::LaunchRequest &wanted) const;
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

    net::ApiClient &m_client;
    store::CloudStores &m_stores;
    operations::Subject m_source;
    QStringList m_roles;
    std::vector<LaunchField> m_fields;
    LaunchFacts m_facts;
    int m_loading = 0;     ///< lists that are still loading
    QStringList m_unknown; ///< messages about lists that could not be loaded
    std::unique_ptr<store::Subscription> m_subscription;

    std::vector<openstack::VolumeZone> m_volumeZones;
    QString m_name;
    bool m_nameTyped = false;
    int m_count = 1;
    std::optional<bool> m_onNewVolume; ///< nullopt: as it is proposed
    QString m_volumeType;
    QString m_fixedAddress;
    QString m_description;
    QByteArray m_userData;
    QString m_tags;
    QMap<QString, QString> m_metadata; ///< in addition to the original's
    QString m_oddMetadata;             ///< a part of the text that is not "key=value"
    bool m_configDrive = false;
    QHash<QString, QStringList> m_chosen; ///< by field key; fields without an entry are proposed
    QSet<QString> m_byUser;               ///< the keys of those that are not proposals
    QHash<QString, int> m_sizes;          ///< in GiB, by the disk's source
    QHash<QString, bool> m_deleted;
    bool m_movesFloatingIp = false;
    std::optional<bool> m_madeReachable; ///< nullopt: as it is proposed
    QString m_address; ///< the ID of a free floating IP, or of the network of a new one
    QString m_service{QStringLiteral("ssh")};
    QString m_openTo;
};

} // namespace oriel::forms
