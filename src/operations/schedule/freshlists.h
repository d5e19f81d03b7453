#pragma once

#include "base/clock.h"
#include "net/apiclient.h"
#include "store/cloudstores.h"

#include <QtCore/QObject>

#include <memory>

namespace oriel::operations {

/// The lists that the snapshots of instances are derived from, loaded anew and kept up to date as
/// long as this exists: also while the window is hidden, when its own stores stand still. GUI
/// thread.
class FreshLists final : public QObject
{
    Q_OBJECT

public:
    /// `also`: other lists that are loaded.
    FreshLists(net::ApiClient &client, Clock &clock, const QString &projectId,
               QObject *parent = nullptr, std::vector<openstack::Kind> also = {});

    [[nodiscard]] bool areReady() const;
    /// Why they are not, if a list could not be loaded; it is tried again. Empty: they are, or are
    /// being loaded.
    [[nodiscard]] QString problem() const;
    [[nodiscard]] store::CloudStores &stores() { return m_stores; }

Q_SIGNALS:
    /// areReady() or problem() may have changed. The stores are in use: do not delete it now.
    void changed();

private:
    [[nodiscard]] std::vector<const store::StoreBase *> lists() const;

    store::CloudStores m_stores;
    std::vector<openstack::Kind> m_also;
    std::unique_ptr<store::Subscription> m_subscription;
};

} // namespace oriel::operations
