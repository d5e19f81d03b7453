#pragma once

#include "store/listtopic.h"

namespace oriel::store {

/// The servers: once the whole list is there, only what was updated since is asked for
/// (`changes-since`, which tells of deleted servers too), and the whole list now and then all the
/// same. What is attached to a server changes without its `updated`: see requireFullList().
class ServersTopic final : public ListTopic<openstack::Server>
{
public:
    using ListTopic::ListTopic;

protected:
    void poll(Poller::Done done) override;
    void fetchChanges(const QDateTime &since, Poller::Done done) override;
};

} // namespace oriel::store
