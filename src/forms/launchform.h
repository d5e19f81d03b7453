#pragma once

#include "forms/launchaddresses.h"
#include "forms/launchchoices.h"
#include "forms/launchcomparison.h"
#include "forms/launchdetails.h"
#include "forms/launchdisks.h"
#include "forms/launchquota.h"
#include "forms/launchreach.h"
#include "openstack/blockstorage/volumezone.h"
#include "operations/launch/launchrequest.h"
#include "store/cloudstores.h"

#include <QtCore/QObject>

#include <memory>
#include <vector>

namespace oriel::net {
class ApiClient;
}

namespace oriel::forms {

/// The logic of the Launch instance dialog: brings its parts together in one request. From a
/// snapshot, it is prefilled from the instance that the snapshot was taken of, as far as it is
/// known, and describes what will be different; from anything else, everything has a default that
/// fits. Follows the stores. GUI thread.
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

    [[nodiscard]] const operations::Subject &source() const { return m_disks.source(); }
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
    /// Their names have the first numbers that no instance has yet.
    [[nodiscard]] operations::LaunchCount launchCount() const;
    [[nodiscard]] const std::vector<LaunchField> &fields() const { return m_choices.fields(); }
    [[nodiscard]] const LaunchField &field(QStringView key) const { return m_choices.field(key); }
    [[nodiscard]] std::vector<LaunchOption> options(const LaunchField &field) const
    {
        return m_choices.options(field);
    }
    [[nodiscard]] QStringList chosen(const LaunchField &field) const
    {
        return m_choices.chosen(field.key);
    }
    /// For a list, adds or removes `id`; otherwise sets the choice.
    void choose(const LaunchField &field, const QString &id, bool chosen = true);

    /// Why this flavor cannot be chosen, as a sentence; empty: it fits the source and the quota.
    [[nodiscard]] QString flavorObstacle(const openstack::Flavor &flavor) const;

    /// Whether the root disk is a choice between a new volume and the flavor's own disk.
    [[nodiscard]] bool choosesDisk() const { return m_disks.isPlainImage(); }
    [[nodiscard]] bool onNewVolume() const { return m_disks.onNewVolume(flavor()); }
    void setOnNewVolume(bool on);
    /// Why it cannot be on the flavor's own disk, as a sentence; empty: it can.
    [[nodiscard]] QString localDiskObstacle() const;
    /// The types of a new volume from an image; the first one is the cloud's default.
    [[nodiscard]] std::vector<LaunchOption> volumeTypes() const;
    void setVolumeType(const QString &name);
    [[nodiscard]] const LaunchDisks::Disks &disks() const;
    void setSize(const QString &uuid, int gib);
    void setDeletedWithInstance(const QString &uuid, bool deleted);
    /// What happens to the new volumes when the instance is deleted; empty if there are none.
    [[nodiscard]] QString disksText() const { return m_disks.text(disks()); }

    /// The floating IP that can be moved; nullopt if the original has none.
    [[nodiscard]] std::optional<operations::FloatingIpMove> floatingIp() const;
    [[nodiscard]] bool movesFloatingIp() const { return m_movesFloatingIp; }
    void setMovesFloatingIp(bool moves);

    /// Whether it gets a free or a new floating IP, and what is let in, as of now.
    [[nodiscard]] LaunchReach reach() const;
    [[nodiscard]] const ReachChoice &reachChoice() const { return m_reach; }
    void setReachChoice(const ReachChoice &choice);

    /// The network of the user's computer, from where a service can be let in: "192.168.1.0/24";
    /// empty: unknown.
    void setOwnNetwork(const QString &range);

    /// The address on one of the networks; empty: any.
    [[nodiscard]] QString fixedAddress(const QString &networkId) const
    {
        return m_addresses.address(networkId);
    }
    void setFixedAddress(const QString &networkId, const QString &address);

    [[nodiscard]] const LaunchDetails &details() const { return m_details; }
    void setDetails(const LaunchDetails &details);
    /// What the policy of the chosen server group means, in sentences; empty: none is chosen.
    [[nodiscard]] QString serverGroupText() const;

    /// Empty if the original is not known.
    [[nodiscard]] std::vector<LaunchDifference> differences() const;
    [[nodiscard]] std::vector<QuotaLine> room() const;
    [[nodiscard]] QString command() const;

    /// How often something was entered so far.
    [[nodiscard]] int edits() const { return m_edits; }
    /// Whether everything that the form needs has been loaded, or failed to load.
    [[nodiscard]] bool ready() const;
    /// Remarks (missing parts, failed requests, the min_disk problem), one per line; empty: none.
    [[nodiscard]] QString notes() const;
    /// What the user should know before launching, in a short sentence; empty: nothing.
    [[nodiscard]] QString warning() const;
    /// What prevents the launch, in the order of the fields.
    [[nodiscard]] const std::vector<LaunchFault> &faults() const;
    /// Empty if Launch is possible; otherwise the reason why not.
    [[nodiscard]] QString problem() const;

    /// For one instance, with the name as entered. Valid until something changes.
    [[nodiscard]] const operations::LaunchRequest &request() const;
    /// For each of the instances.
    [[nodiscard]] std::vector<operations::LaunchRequest> requests() const;

Q_SIGNALS:
    /// At once after something was entered; once in a turn of the event loop after the stores have
    /// changed.
    void changed();

private:
    /// Loads a list that is in no store, once. `what`: "the key pairs".
    template <typename List>
    void load(List list, std::vector<typename List::Item> &into, const QString &what);
    /// Loads what is known of the original only.
    void loadOriginal();
    /// Reads what the stores have for the fields.
    void readStores();
    /// Applies the proposals where the user has not chosen; the data for them arrives gradually.
    void propose();
    /// The user, or the dialog's opener, has entered something.
    void edited();
    /// What was computed before no longer applies.
    void entered();
    /// A store has changed.
    void follow();
    void update();
    [[nodiscard]] QString smallestFlavor() const;
    [[nodiscard]] QString proposedName() const;
    [[nodiscard]] store::Row<openstack::Flavor> flavor() const;
    [[nodiscard]] QString originalName() const;
    [[nodiscard]] QString flavorProblem() const;
    [[nodiscard]] QString networkProblem() const;
    [[nodiscard]] QString countProblem() const;
    [[nodiscard]] QString originalNotes() const;
    [[nodiscard]] const std::vector<LaunchQuotaLine> &quotaLines() const;
    [[nodiscard]] operations::LaunchRequest makeRequest() const;
    [[nodiscard]] std::vector<LaunchFault> makeFaults() const;

    net::ApiClient &m_client;
    store::CloudStores &m_stores;
    QStringList m_roles;
    LaunchDisks m_disks;
    LaunchChoices m_choices;
    int m_loading = 0;     ///< lists that are still loading
    QStringList m_unknown; ///< messages about lists that could not be loaded
    std::unique_ptr<store::Subscription> m_subscription;
    bool m_updates = false; ///< update() is to follow

    int m_edits = 0;
    QString m_name;
    bool m_nameTyped = false;
    int m_count = 1;
    LaunchAddresses m_addresses;
    bool m_movesFloatingIp = false;
    ReachChoice m_reach;
    QString m_ownNetwork;
    LaunchDetails m_details;

    /// What follows from the rest, computed when it is needed.
    struct Results
    {
        std::optional<LaunchDisks::Disks> disks{};
        std::optional<operations::LaunchRequest> request{};
        std::optional<std::vector<LaunchQuotaLine>> quota{};
        std::optional<std::vector<LaunchFault>> faults{};
    };
    mutable Results m_results;
};

} // namespace oriel::forms
