#pragma once

#include "forms/launchform.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumetype.h"
#include "operations/actions/requests.h"

namespace oriel::forms {

/// What the New volume dialog decides, without the dialog: a volume from a volume snapshot. Follows
/// the stores while it lives. GUI thread.
class NewVolumeForm final : public QObject
{
    Q_OBJECT

public:
    NewVolumeForm(net::ApiClient &client, store::CloudStores &stores, QString snapshotId,
                  QStringList roles, QObject *parent = nullptr);
    /// The same, filled in as before: what a person had entered before the cloud refused it.
    NewVolumeForm(net::ApiClient &client, store::CloudStores &stores,
                  const operations::NewVolumeRequest &request, QStringList roles,
                  QObject *parent = nullptr);

    [[nodiscard]] QString sourceText() const; ///< "From “snapshot for x” of “db-1-root”"
    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    [[nodiscard]] int sizeGiB() const;
    [[nodiscard]] int leastGiB() const; ///< the volume snapshot's
    void setSize(int gib);
    /// The first is the original's type.
    [[nodiscard]] std::vector<LaunchOption> types() const;
    void setType(const QString &name);

    [[nodiscard]] std::vector<QuotaLine> room() const;
    [[nodiscard]] QString notes() const; ///< what a person should know; empty: nothing
    [[nodiscard]] QString command() const;
    [[nodiscard]] bool ready() const;
    /// Empty where Create can be pressed; otherwise why not, in words.
    [[nodiscard]] QString problem() const;
    [[nodiscard]] operations::NewVolumeRequest request() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] store::Row<openstack::VolumeSnapshot> snapshot() const;
    [[nodiscard]] store::Row<openstack::Volume> volume() const;
    [[nodiscard]] QString proposedName() const;

    store::CloudStores &m_stores;
    QString m_snapshotId;
    QStringList m_roles;
    std::unique_ptr<store::Subscription> m_subscription;
    std::vector<openstack::VolumeType> m_types;
    bool m_typesCame = false;
    bool m_typesFailed = false;
    QString m_name;
    QString m_type;
    int m_size = 0;
};

} // namespace oriel::forms
