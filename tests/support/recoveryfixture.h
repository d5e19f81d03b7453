#pragma once

#include "demo/democloud.h"
#include "demo/faultinjector.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/compute/server.h"
#include "openstack/identity/session.h"
#include "operations/journal/journalcodec.h"
#include "operations/journal/journalfile.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtTest/QtTest>

/// For tests in which Oriel is killed by SIGKILL, for real, and started again. The steps are not
/// listed: the kill comes one line of the journal later each time, until there is no such line any
/// longer.
namespace oriel::test {

using namespace Qt::StringLiterals;

inline const operations::LockPatience usualPatience; // NOLINT(cert-err58-cpp)
/// The demo cloud's time and the operations' waiting; answers come at their own pace, which
/// sanitizers slow down.
#ifdef ORIEL_SANITIZED
inline constexpr double speed = 40;
#else
inline constexpr double speed = 80;
#endif
inline constexpr int patienceMs = 60'000;
#ifdef ORIEL_SANITIZED
inline constexpr int stride = 8; ///< of the lines before which Oriel is killed: it takes minutes
#else
inline constexpr int stride = 1;
#endif

/// Handles events until `ready`, for a while at most, and sleeps while there are none. False if it
/// is not ready even then. QTest::qWaitFor() handles them every 10 ms only, and the demo cloud
/// needs several turns for an answer.
template <typename F>
bool waitFor(F ready)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(patienceMs);
    while (!ready() && timer.isActive()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return ready();
}

/// A demo cloud in this process, which outlives every Oriel that is killed.
struct Cloud
{
    explicit Cloud(int newestBlockStorage = 70)
        : cloud({.servers = 40, .speed = speed, .newestBlockStorage = newestBlockStorage}, clock)
    {
        if (!cloud.start().ok())
            qFatal("no port on loopback");
        openstack::CloudConfig config;
        config.auth.authUrl = cloud.authUrl();
        config.name = config.auth.username = config.auth.password = config.auth.projectName =
            u"demo"_s;
        config.auth.userDomainName = config.auth.projectDomainName = u"Default"_s;
        config.region = u"RegionOne"_s;
        session = std::make_unique<openstack::Session>(transport, clock, config);
        client = std::make_unique<net::ApiClient>(transport, *session, clock);
    }

    template <typename E>
    typename E::Value get(E endpoint)
    {
        std::optional<Result<typename E::Value>> slot;
        client->call(std::move(endpoint)).then(&context, [&slot](auto result) {
            slot.emplace(std::move(result));
        });
        if (!waitFor([&] { return slot.has_value(); }) || !slot->ok())
            qFatal("%s", slot ? qPrintable(slot->error().message) : "no answer");
        return std::move(*slot).value();
    }

    openstack::Server server(const QString &name)
    {
        openstack::List<openstack::Server> list;
        list.filters.insert(u"name"_s, u'^' + name + u'$');
        const auto page = get(list);
        if (page.items.size() != 1)
            qFatal("no such instance in the demo cloud");
        return page.items.front();
    }

    [[nodiscard]] int actions(const QString &name)
    {
        const auto &log = cloud.faults().log();
        return static_cast<int>(std::ranges::count_if(log, [&](const demo::LoggedRequest &one) {
            return one.method == "POST" && one.path.endsWith(u"/action"_s) &&
                   one.body.contains('"' + name.toLatin1() + '"');
        }));
    }

    SystemClock clock;
    demo::DemoCloud cloud;
    net::Transport transport{clock};
    std::unique_ptr<openstack::Session> session;
    std::unique_ptr<net::ApiClient> client;
    QObject context;
};

/// One Oriel in a separate process.
struct Oriel
{
    Oriel(Cloud &cloud, const QString &journal, QJsonObject told)
    {
        told.insert(u"auth_url"_s, cloud.cloud.authUrl().toString());
        told.insert(u"journal"_s, journal);
        told.insert(u"speed"_s, speed);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QString::fromUtf8(ORIEL_RUNNER), {operations::jsonText(told)});
    }

    /// The cloud answers in the meantime: both are on this loop. False where it does not end.
    bool wait()
    {
        return waitFor([this] { return process.state() == QProcess::NotRunning; });
    }
    [[nodiscard]] bool wasKilled() const { return process.exitStatus() == QProcess::CrashExit; }
    /// What it has printed.
    [[nodiscard]] QJsonArray ended()
    {
        if (printed.isEmpty())
            printed = operations::objectFrom(QString::fromUtf8(process.readAllStandardOutput()));
        return printed.value("operations"_L1).toArray();
    }

    QProcess process;
    QJsonObject printed;
};

inline QJsonObject begun(const QString &kind, const QJsonObject &intent)
{
    return {{u"begin"_s, QJsonObject{{u"kind"_s, kind}, {u"intent"_s, intent}}}};
}

inline QJsonObject killed(QJsonObject told, const QString &when, int line)
{
    told.insert(u"kill"_s, QJsonObject{{u"when"_s, when}, {u"line"_s, line}});
    return told;
}

inline std::unique_ptr<operations::JournalFile> opened(const QString &path)
{
    auto result = operations::JournalFile::open(path, usualPatience);
    if (!result.ok())
        qFatal("%s", qPrintable(result.error().message));
    return std::move(result->file);
}

} // namespace oriel::test
