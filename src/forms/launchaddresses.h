#pragma once

#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QMap>
#include <QtCore/QStringList>

namespace oriel::forms {

/// The fixed addresses that a new instance gets, one on each of its networks at most: Nova takes no
/// more for a new port. GUI thread.
class LaunchAddresses
{
    Q_DECLARE_TR_FUNCTIONS(LaunchAddresses)

public:
    explicit LaunchAddresses(const store::CloudStores &stores) : m_stores(stores) {}

    /// As entered; empty: any.
    [[nodiscard]] QString address(const QString &networkId) const
    {
        return m_entered.value(networkId);
    }
    /// False: it is the same as before.
    bool setAddress(const QString &networkId, const QString &address);
    /// Those of a request, by network.
    void adopt(const QMap<QString, QString> &addresses) { m_entered = addresses; }

    /// By network, for the request. What was entered for networks that are not chosen is left out.
    [[nodiscard]] QMap<QString, QString> on(const QStringList &networkIds) const;
    /// What is wrong with the first one that cannot be had, as a sentence; empty: nothing that is
    /// known.
    [[nodiscard]] QString problem(const QStringList &networkIds) const;

private:
    [[nodiscard]] QString problemOf(const QString &networkId, const QString &entered) const;

    const store::CloudStores &m_stores;
    QMap<QString, QString> m_entered; ///< by network
};

} // namespace oriel::forms
