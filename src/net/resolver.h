#pragma once

#include "base/clock.h"

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtNetwork/QHostAddress>

#include <functional>
#include <memory>
#include <vector>

namespace oriel::net {

/// Looks host names up without ever being waited for. A name server that does not answer keeps its
/// thread for minutes; QHostInfo waits for its threads when the program ends, and so the window
/// would not close.
class Resolver : public QObject
{
    Q_OBJECT

public:
    /// In the system's order of preference; none where the host is not known.
    using Addresses = QList<QHostAddress>;
    using Callback = std::function<void(const Addresses &addresses)>;
    /// What asks the system, on a thread of its own. For tests.
    using Lookup = std::function<Addresses(const QString &host)>;

    explicit Resolver(Clock &clock, QObject *parent = nullptr);
    ~Resolver() override;

    /// Calls `callback` once, never before lookup() has returned, unless `context` is gone by then.
    /// One thread asks for a name, however many callers wait for it.
    void lookup(const QString &host, QObject *context, Callback callback);

    void setLookup(Lookup lookup) { m_lookup = std::move(lookup); }

private:
    struct Waiter
    {
        QPointer<QObject> context;
        Callback callback;
    };
    struct Known
    {
        Addresses addresses;
        std::chrono::milliseconds at;
    };
    /// What the threads report to; empty once the resolver is gone.
    struct Mailbox;

    void arrived(const QString &host, const Addresses &addresses);

    Clock &m_clock;
    Lookup m_lookup;
    std::shared_ptr<Mailbox> m_mailbox;
    QHash<QString, Known> m_known;
    QHash<QString, std::vector<Waiter>> m_waiting;
};

} // namespace oriel::net
