#pragma once

#include "forms/launchchoices.h"
#include "forms/launchform.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSet>

namespace oriel::forms {

/// The form's state. What a person has chosen overrules what is proposed; until then the proposal
/// follows what is known of the original, which comes bit by bit.
class LaunchForm::Private
{
    Q_DECLARE_TR_FUNCTIONS(LaunchForm)

public:
    Private(net::ApiClient &client, store::CloudStores &cloud, Clock &time,
            operations::Subject from, QStringList has);

    void propose();
    void choose(const operations::RestoreRequest &request);
    [[nodiscard]] QString originalId() const;
    [[nodiscard]] QString proposedName() const;
    [[nodiscard]] store::Row<openstack::Image> image() const;
    [[nodiscard]] store::Row<store::SnapshotSet> set() const;
    [[nodiscard]] store::Row<openstack::Flavor> flavor() const;
    [[nodiscard]] std::vector<LaunchDisk> findDisks() const;
    [[nodiscard]] LaunchDisk diskOf(const store::SnapshotPart &part) const;
    [[nodiscard]] std::vector<LaunchDisk> disks() const;
    /// The disk that it boots from; nothing where that is the image's, on the flavor's disk.
    [[nodiscard]] std::optional<LaunchDisk> rootVolume() const;
    /// Why the image has to be named although the root is a volume.
    [[nodiscard]] bool needsImage() const;
    [[nodiscard]] QString diskProblem() const;
    [[nodiscard]] QString flavorProblem() const;
    [[nodiscard]] QString networkNames(const QStringList &ids) const;
    [[nodiscard]] QString groupNames(const QStringList &ids) const;

    store::CloudStores &stores;
    Clock &clock;
    operations::Subject source;
    QStringList roles;
    std::unique_ptr<store::Interest> interest;
    std::unique_ptr<LaunchChoices> choices;
    store::Row<openstack::Server> original; ///< as last known; it may vanish meanwhile

    QString name;
    bool nameTyped = false;
    std::optional<QString> flavorId;
    std::optional<QString> keyName;
    std::optional<QString> zone;
    std::optional<QStringList> networkIds;
    std::optional<QStringList> groupIds;
    QHash<QString, int> sizes;
    QHash<QString, bool> deleted;
    bool movesFloatingIp = false;
};

} // namespace oriel::forms
