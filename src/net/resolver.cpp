#include "net/resolver.h"

#include <QtCore/QUrl>

#include <mutex>
#include <netdb.h>
#include <system_error>
#include <thread>

namespace oriel::net {

namespace {

/// An address is asked for again after this time.
constexpr std::chrono::seconds memory{60};

Resolver::Addresses askTheSystem(const QString &host)
{
    const QByteArray name = QUrl::toAce(host);
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo *first = nullptr;
    if (getaddrinfo(name.constData(), nullptr, &hints, &first) != 0) {
        hints.ai_flags = 0; // a computer that is not in a network still has its own names
        if (getaddrinfo(name.constData(), nullptr, &hints, &first) != 0)
            return {};
    }
    Resolver::Addresses addresses;
    for (const addrinfo *info = first; info; info = info->ai_next) {
        const QHostAddress address(info->ai_addr);
        if (!address.isNull() && !addresses.contains(address))
            addresses.append(address);
    }
    freeaddrinfo(first);
    return addresses;
}

} // namespace

struct Resolver::Mailbox
{
    std::mutex mutex;
    Resolver *owner = nullptr;
};

Resolver::Resolver(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_lookup(askTheSystem)
    , m_mailbox(std::make_shared<Mailbox>())
{
    m_mailbox->owner = this;
}

Resolver::~Resolver()
{
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->owner = nullptr;
}

void Resolver::lookup(const QString &host, QObject *context, Callback callback)
{
    if (const QHostAddress literal(host); !literal.isNull()) {
        QMetaObject::invokeMethod(
            context, [callback = std::move(callback), literal] { callback({literal}); },
            Qt::QueuedConnection);
        return;
    }
    const auto known = m_known.constFind(host);
    if (known != m_known.constEnd() && m_clock.elapsed() - known->at < memory) {
        QMetaObject::invokeMethod(
            context,
            [callback = std::move(callback), addresses = known->addresses] { callback(addresses); },
            Qt::QueuedConnection);
        return;
    }
    auto &waiting = m_waiting[host];
    waiting.push_back({context, std::move(callback)});
    if (waiting.size() > 1)
        return;
    const auto report = [mailbox = m_mailbox, host](const Addresses &addresses) {
        const std::lock_guard lock(mailbox->mutex);
        if (mailbox->owner)
            QMetaObject::invokeMethod(
                mailbox->owner,
                [owner = mailbox->owner, host, addresses] { owner->arrived(host, addresses); },
                Qt::QueuedConnection);
    };
    try {
        std::thread([lookUp = m_lookup, report, host] { report(lookUp(host)); }).detach();
    } catch (const std::system_error &) { // there are no threads left
        report({});
    }
}

void Resolver::arrived(const QString &host, const Addresses &addresses)
{
    if (addresses.isEmpty())
        m_known.remove(host);
    else
        m_known.insert(host, {addresses, m_clock.elapsed()});
    const auto waiting = m_waiting.take(host);
    // What is called may destroy this resolver.
    for (const Waiter &waiter : waiting) {
        if (waiter.context)
            waiter.callback(addresses);
    }
}

} // namespace oriel::net
