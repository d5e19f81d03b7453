#pragma once

#include "base/clock.h"
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

/// Something to choose from.
struct LaunchOption
{
    QString id; ///< empty: none, or any
    QString text;
    bool chosen = false;

    bool operator==(const LaunchOption &) const = default;
};

/// A disk of the new instance.
struct LaunchDisk
{
    openstack::NewBlockDevice device;
    QString name;       ///< what it is made from: "Volume snapshot of db-1-root", "The image"
    QString status;     ///< the volume snapshot's; empty: gone
    int leastGiB = 0;   ///< as large as what it is made from
    bool local = false; ///< on the flavor's own disk: no volume is made

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
    LaunchForm(net::ApiClient &client, store::CloudStores &stores, Clock &clock,
               operations::Subject source, QStringList roles, QObject *parent = nullptr);
    /// The same, filled in as before: what a person had entered before the cloud refused it.
    LaunchForm(net::ApiClient &client, store::CloudStores &stores, Clock &clock,
               const operations::RestoreRequest &request, QStringList roles,
               QObject *parent = nullptr);
    ~LaunchForm() override;

    [[nodiscard]] const operations::Subject &source() const;
    /// One sentence on what it is launched from, and from which instance.
    [[nodiscard]] QString sourceText() const;

    [[nodiscard]] QString name() const;
    void setName(const QString &name);
    [[nodiscard]] std::vector<LaunchOption> flavors() const;
    void setFlavor(const QString &id);
    [[nodiscard]] std::vector<LaunchOption> keyPairs() const;
    void setKeyPair(const QString &name);
    [[nodiscard]] std::vector<LaunchOption> zones() const;
    void setZone(const QString &name);
    [[nodiscard]] std::vector<LaunchOption> networks() const;
    void setNetwork(const QString &id, bool chosen);
    [[nodiscard]] std::vector<LaunchOption> securityGroups() const;
    void setSecurityGroup(const QString &id, bool chosen);

    [[nodiscard]] std::vector<LaunchDisk> disks() const;
    void setSize(const QString &uuid, int gib);
    void setDeletedWithInstance(const QString &uuid, bool deleted);
    /// What becomes of the new volumes when the instance is deleted; empty where there are none.
    [[nodiscard]] QString disksText() const;

    /// The floating IP that could be moved; nothing where the original has none.
    [[nodiscard]] std::optional<operations::FloatingIpMove> floatingIp() const;
    [[nodiscard]] bool movesFloatingIp() const;
    void setMovesFloatingIp(bool moves);

    [[nodiscard]] std::vector<LaunchDifference> differences() const;
    [[nodiscard]] std::vector<QuotaLine> room() const;
    [[nodiscard]] QString command() const;

    /// Whether everything the form needs has come, well or not.
    [[nodiscard]] bool ready() const;
    /// What a person should know (parts that are missing, what could not be found out, the trap of
    /// min_disk), one a line; empty: nothing.
    [[nodiscard]] QString notes() const;
    /// Empty where Launch can be pressed; otherwise why not, in words.
    [[nodiscard]] QString problem() const;

    [[nodiscard]] operations::RestoreRequest request() const;

Q_SIGNALS:
    void changed();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::forms
