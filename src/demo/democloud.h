#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QUrl>

#include <chrono>
#include <memory>

namespace oriel::demo {

class FaultInjector;

/// The size and the speed of the demo cloud.
struct DemoOptions
{
    quint16 port = 0; ///< 0: any free port
    int servers = 40; ///< above 40: the scenario's instances plus generated ones, with volumes and
                      ///< snapshots in proportion
    double speed = 1.0;                   ///< 2.0: everything takes half the time
    std::chrono::milliseconds latency{0}; ///< delays every answer by this much of the clock's time;
                                          ///< answers do not wait for each other
    /// Deleted servers are kept for so long and can be restored, like with Nova's
    /// reclaim_instance_interval; 0: they are deleted at once.
    std::chrono::milliseconds reclaim{0};
    /// Shelved servers with a disk of their own keep their host until an administrator frees it,
    /// like with a long shelved_offload_time; 0: it is freed at once.
    std::chrono::milliseconds offload{0};
    /// The newest microversion of block storage, 3.N: clouds are often years old.
    int newestBlockStorage = 70;

    bool operator==(const DemoOptions &) const = default;
};

/// The embedded demo cloud: identity v3, compute v2.1, block storage v3, image v2 and network v2
/// over real HTTP on 127.0.0.1, with state, time, quotas and policies. Shares no code with the
/// client rooms. Lives on the thread that created it and needs that thread's event loop.
class DemoCloud
{
public:
    /// `clock` must outlive the cloud.
    DemoCloud(DemoOptions options, Clock &clock);
    ~DemoCloud();
    DemoCloud(const DemoCloud &) = delete;
    DemoCloud &operator=(const DemoCloud &) = delete;

    /// Listens on 127.0.0.1. The error states the reason (port in use).
    Result<Nothing> start();

    /// The port in use; 0 before start().
    [[nodiscard]] quint16 port() const;

    /// http://127.0.0.1:PORT/identity/v3
    [[nodiscard]] QUrl authUrl() const;

    /// A clouds.yaml with the clouds `demo` (member) and `demo-reader` (reader).
    [[nodiscard]] QByteArray cloudsYaml() const;

    /// Injects delays, hangs, cut and wrong answers, for tests.
    [[nodiscard]] FaultInjector &faults();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::demo
