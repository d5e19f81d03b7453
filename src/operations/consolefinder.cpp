#include "operations/consolefinder.h"

#include "base/visible.h"
#include "net/apiclient.h"
#include "operations/failure.h"

#include <QtCore/QUrl>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::operations {

using openstack::ConsoleType;

/// What is known of a cloud's consoles. A child of its client.
class ConsoleFinder::Memory final : public QObject
{
public:
    static Memory *of(net::ApiClient &client)
    {
        for (QObject *child : client.children()) {
            if (auto *memory = dynamic_cast<Memory *>(child))
                return memory;
        }
        return new Memory(&client);
    }

    std::vector<ConsoleType> order{ConsoleType::NoVnc, ConsoleType::Spice, ConsoleType::Serial,
                                   ConsoleType::Mks};
    bool byAction = false; ///< Nova is older than 2.6

    /// Hosts can differ, so it may still work for another instance.
    void putLast(ConsoleType type)
    {
        const auto at = std::ranges::find(order, type);
        std::rotate(at, at + 1, order.end());
    }

private:
    explicit Memory(QObject *client) : QObject(client) {}
};

ConsoleFinder::ConsoleFinder(net::ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_memory(Memory::of(client))
{}

void ConsoleFinder::find(const QString &serverId, Found found)
{
    m_serverId = serverId;
    m_found = std::move(found);
    m_left = m_memory->order;
    m_socket.reset();
    next();
}

void ConsoleFinder::next()
{
    if (m_memory->byAction)
        std::erase(m_left, ConsoleType::Mks);
    if (m_left.empty()) {
        if (m_socket)
            finish(*m_socket);
        else
            finish(failure(ErrorKind::Unsupported,
                           tr("The cloud offers no console for this instance.")));
        return;
    }
    const ConsoleType type = m_left.front();
    m_left.erase(m_left.begin());
    m_client.call(openstack::OpenConsole{m_serverId, type, m_memory->byAction})
        .then(this, [this, type](const Result<openstack::ConsoleAddress> &answer) {
            if (answer.ok())
                take(type, answer->url);
            else
                failed(type, answer.error());
        });
}

void ConsoleFinder::take(ConsoleType type, const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const bool hasHost = url.isValid() && !url.host().isEmpty();
    if (hasHost && (scheme == "http"_L1 || scheme == "https"_L1)) {
        finish(Console{address, true});
    } else if (hasHost && (scheme == "ws"_L1 || scheme == "wss"_L1)) {
        m_memory->putLast(type);
        m_socket = Console{address, false};
        next();
    } else if (url.isValid() && !scheme.isEmpty()) {
        finish(failure(ErrorKind::BrokenAnswer,
                       tr("The cloud gave an address that begins with “%1:”. Oriel opens only web "
                          "pages (http and https).")
                           .arg(isolated(scheme))));
    } else {
        finish(failure(ErrorKind::BrokenAnswer,
                       tr("What the cloud gave is not the address of a web page.")));
    }
}

void ConsoleFinder::failed(ConsoleType type, const Error &error)
{
    constexpr int notImplemented = 501;
    const bool isOld = error.kind == ErrorKind::Unsupported && type != ConsoleType::Mks;
    if (isOld && !m_memory->byAction) {
        m_memory->byAction = true;
        m_left = m_memory->order;
        next();
    } else if (error.kind == ErrorKind::BadRequest || error.kind == ErrorKind::Unsupported ||
               error.httpStatus == notImplemented) {
        m_memory->putLast(type);
        next();
    } else {
        finish(error);
    }
}

void ConsoleFinder::finish(Result<Console> result)
{
    m_socket.reset();
    const Found found = std::exchange(m_found, {});
    found(std::move(result));
}

Error ConsoleFinder::failure(ErrorKind kind, const QString &message) const
{
    return failureOf(net::Service::Compute, kind, message, m_client.clock().now());
}

} // namespace oriel::operations
