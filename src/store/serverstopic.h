#pragma once

#include "store/listtopic.h"

namespace oriel::store {

/// The servers: after the full list, only updated ones are fetched (`changes-since`, which includes
/// deleted servers), with an occasional full list. What is attached to a server changes without its
/// `updated`: see requireFullList(). Deleted servers that can be restored (SOFT_DELETED) stay in
/// the store, although the full list lacks them.
class ServersTopic final : public ListTopic<openstack::Server>
{
public:
    using ListTopic::ListTopic;

protected:
    [[nodiscard]] qsizetype wholeUpTo() const override { return 0; }
    [[nodiscard]] qsizetype singly() const override { return 1; }
    [[nodiscard]] bool canListChanges() const override { return true; }
    void fetchChanges(const QDateTime &since, Poller::Done done) override;
    /// Those known to be restorable.
    void fetchLeftOut(std::function<void(std::vector<openstack::Server>)> then) override;
    [[nodiscard]] QSet<QString> leftOut() const override { return m_restorable; }

private:
    QSet<QString> m_restorable; ///< as of the last full list
};

} // namespace oriel::store
