#include "openstack/identity/identityfinder.h"

#include "net/classify.h"
#include "openstack/identity/tls.h"

#include <QtNetwork/QHostAddress>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

constexpr int mostRedirects = 5;
constexpr std::chrono::seconds placePatience{8};
constexpr int identityPort = 5000;

bool hasScheme(const QString &text)
{
    return text.contains("://"_L1);
}

bool isThisComputer(const QUrl &url)
{
    return url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
}

QUrl placeAt(QUrl url, int port, const QString &path)
{
    url.setPort(port);
    url.setPath(path);
    return url;
}

/// The path up to version 3.
QString versionedPath(const QString &path)
{
    for (const auto version : {"/v3"_L1, "/v2.0"_L1}) {
        const qsizetype at = (path + u'/').indexOf(version + u'/');
        if (at >= 0)
            return path.left(at) + "/v3"_L1;
    }
    return path;
}

void addPlaces(QList<QUrl> &places, const QUrl &typed)
{
    const QString path = versionedPath(typed.path(QUrl::FullyEncoded));
    const int port = typed.port();
    QList<QUrl> more{placeAt(typed, port, path)};
    const QUrl usual = placeAt(typed, identityPort, u"/v3"_s);
    if (port < 0)
        more.append(usual);
    for (const QString &where : {u"/identity/v3"_s, u"/keystone/v3"_s, u"/v3"_s})
        more.append(placeAt(typed, port, where));
    if (port >= 0)
        more.append(usual);
    for (const QUrl &place : more) {
        if (!places.contains(place))
            places.append(place);
    }
}

} // namespace

QUrl typedAddress(const QString &text)
{
    const QString typed = text.trimmed();
    QUrl url(hasScheme(typed) ? typed : "https://"_L1 + typed, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    if (typed.contains(u' ') || !url.isValid() || url.host().isEmpty() ||
        (scheme != "https"_L1 && scheme != "http"_L1))
        return {};
    url.setQuery(QString());
    url.setFragment(QString());
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::TolerantMode);
    return url;
}

IdentityFinder::IdentityFinder(net::Transport &transport, Clock &clock, const CloudConfig &cloud,
                               QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_clock(clock)
    , m_tls(tlsConfiguration(cloud))
{}

QList<QUrl> IdentityFinder::placesOf(const QString &typed)
{
    QUrl url = typedAddress(typed);
    QList<QUrl> places;
    if (url.isEmpty())
        return places;
    addPlaces(places, url);
    if (!hasScheme(typed)) {
        url.setScheme(u"http"_s);
        addPlaces(places, url);
    }
    return places;
}

void IdentityFinder::find(const QString &typed)
{
    m_schemeTyped = hasScheme(typed);
    m_places = placesOf(typed);
    if (!m_tls)
        Q_EMIT failed(m_tls.error());
    else
        next();
}

void IdentityFinder::next()
{
    if (m_places.isEmpty()) {
        giveUp();
        return;
    }
    m_place = m_places.takeFirst();
    m_hops = 0;
    Q_EMIT trying(m_place);
    ask(m_place);
}

void IdentityFinder::ask(const QUrl &url)
{
    net::HttpRequest get;
    get.url = url;
    get.headers = {{"Accept"_ba, "application/json"_ba}};
    get.tls = *m_tls;
    get.deadline = placePatience;
    get.followRedirects = false;
    m_transport.send(std::move(get), this, [this, url](Result<net::HttpAnswer> answer) {
        answered(url, std::move(answer));
    });
}

void IdentityFinder::answered(const QUrl &asked, Result<net::HttpAnswer> answer)
{
    if (!answer) {
        if (!m_kind || m_kind == ErrorKind::Unreachable)
            m_kind = answer.error().kind;
        // Other paths there would fail the same way.
        m_places.removeIf([this](const QUrl &place) {
            return place.scheme() == m_place.scheme() && place.port() == m_place.port();
        });
        tried(answer.error().message);
        return;
    }
    m_answered = true;
    const IdentityVersions versions = readIdentityVersions(*answer);
    if (const QUrl target = redirectTarget(*answer, asked); !target.isEmpty()) {
        const QString shown = shownAddress(target);
        switch (moveOf(asked, target)) {
        case Move::Allowed:
            if (++m_hops > mostRedirects)
                tried(tr("It redirects too often."));
            else
                ask(target);
            return;
        case Move::OtherHost:
            tried(tr("It redirects to another host: %1. If that host belongs to your cloud, enter "
                     "its address.")
                      .arg(shown));
            return;
        case Move::Weaker:
            tried(tr("It redirects to %1, which is not encrypted.").arg(shown));
            return;
        case Move::Unusable:
            tried(tr("It redirects to %1, which Oriel cannot use.").arg(shown));
            return;
        }
    } else if (versions.hasThird()) {
        // The place may have been redirected from http to https.
        if (!m_schemeTyped && asked.scheme() == "http"_L1 && !isThisComputer(asked)) {
            Q_EMIT failed(failure(
                ErrorKind::Configuration,
                tr("An identity service answers at %1, but the connection to it is not "
                   "encrypted: others on the network could read your password. If you trust the "
                   "network, enter that address.")
                    .arg(shownAddress(asked))));
            return;
        }
        Q_EMIT found(asked);
    } else if (versions.any()) {
        tried(tr("The identity service supports %1. Oriel needs version 3.")
                  .arg(versions.ids.join(u", "_s)));
    } else {
        tried(tr("Something else answers (HTTP status %1).").arg(answer->status));
    }
}

void IdentityFinder::tried(const QString &outcome)
{
    const auto same =
        std::ranges::find_if(m_tried, [&](const auto &entry) { return entry.first == outcome; });
    if (same == m_tried.end())
        m_tried.push_back({outcome, {shownAddress(m_place)}});
    else
        same->second.append(shownAddress(m_place));
    next();
}

void IdentityFinder::giveUp()
{
    const ErrorKind kind =
        m_answered ? ErrorKind::BrokenAnswer : m_kind.value_or(ErrorKind::Unreachable);
    QStringList lines{tr("No identity service was found. These addresses were tried:")};
    for (const auto &[outcome, addresses] : m_tried)
        lines.append(tr("%1: %2").arg(addresses.join(u", "_s), outcome));
    Q_EMIT failed(failure(kind, lines.join(u'\n')));
}

Error IdentityFinder::failure(ErrorKind kind, const QString &message) const
{
    Error error;
    error.kind = kind;
    error.service = net::serviceName(net::Service::Identity);
    error.message = message;
    error.when = m_clock.now();
    return error;
}

} // namespace oriel::openstack
