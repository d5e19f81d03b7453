#pragma once

#include "store/listtopic.h"

namespace oriel::store {

/// The servers: after the full list, only updated ones are fetched (`changes-since`, which includes
/// deleted servers), with an occasional full list. What is attached to a server changes without its
/// `updated`: see requireFullList().
class ServersTopic final : public ListTopic<openstack::Server>
{
public:
    using ListTopic::ListTopic;

protected:
    void poll(Poller::Done done) override;
    void fetchChanges(const QDateTime &since, Poller::Done done) override;
};

} // namespace oriel::store
