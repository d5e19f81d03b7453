#pragma once

#include "openstack/compute/requests.h"
#include "store/listtopic.h"

namespace oriel::store {

/// The servers: once the whole list is there, only what was updated since is asked for
/// (`changes-since`, which tells of deleted servers too), and the whole list now and then all the
/// same.
class ServersTopic final
    : public ListTopic<openstack::Server, openstack::ListServers, openstack::GetServer>
{
public:
    using ListTopic::ListTopic;

    /// The next question is for the whole list: what is attached to a server changes without its
    /// `updated`, so that `changes-since` does not tell of it.
    void wantWhole() { m_wholeUntil = std::chrono::milliseconds(0); }

protected:
    void ask(Poller::Done done) override;

private:
    void askSince(const QDateTime &since, Poller::Done done);

    /// The newest `updated` seen, by the cloud's clock: ours may be wrong.
    QDateTime m_newest;
    std::chrono::milliseconds m_wholeUntil{0};
};

} // namespace oriel::store
