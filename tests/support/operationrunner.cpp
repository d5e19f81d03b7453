// An Oriel without a window, for tests that kill it: signs in, begins the given operation or
// resumes what killed runs have left, and prints the outcome as one line of JSON. The command line
// is one JSON object:
//
//   auth_url   of the demo cloud
//   journal    the journal's path
//   speed      the factor by which waiting is shortened
//   begin      {"kind": …, "intent": {…}}; absent: resume what is unfinished
//   full       n: the disk is full from the n-th line of the journal on
//   kill       {"when": "writing"|"written", "line": n}: SIGKILL itself just before, or just after,
//              its n-th line of the journal is on the disk

#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/compute/server.h"
#include "openstack/identity/session.h"
#include "operations/journal/journal.h"
#include "operations/journal/journalcodec.h"
#include "operations/operationcenter.h"
#include "operations/resume/resume.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace oriel;

namespace {

/// Shortens waiting by a factor; the wall time is real.
class FastClock final : public Clock
{
public:
    explicit FastClock(double speed) : m_speed(speed) { m_timer.start(); }
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
    [[nodiscard]] std::chrono::milliseconds elapsed() const override
    {
        return std::chrono::milliseconds(
            static_cast<qint64>(static_cast<double>(m_timer.elapsed()) * m_speed));
    }
    void after(std::chrono::milliseconds delay, QObject *context,
               std::function<void()> callback) override
    {
        QTimer::singleShot(std::chrono::milliseconds(
                               static_cast<qint64>(static_cast<double>(delay.count()) / m_speed)),
                           context, std::move(callback));
    }

private:
    double m_speed;
    QElapsedTimer m_timer;
};

class Runner final : public QObject
{
public:
    explicit Runner(QJsonObject options)
        : m_options(std::move(options))
        , m_fast(m_options.value("speed"_L1).toDouble(1))
        , m_session(m_transport, m_clock, config())
        , m_client(m_transport, m_session, m_clock)
        , m_stores(m_client, m_clock)
        , m_journal(m_options.value("journal"_L1).toString())
    {
        m_scope.authUrl = operations::scopeUrl(QUrl(m_options.value("auth_url"_L1).toString()));
        m_scope.region = u"RegionOne"_s;
        m_center.setJournal(&m_journal, m_scope);
        const QJsonObject kill = m_options.value("kill"_L1).toObject();
        const int line = kill.value("line"_L1).toInt();
        const auto die = [this, line](int number) {
            m_lines = number;
            if (number == line)
                std::raise(SIGKILL);
        };
        // On the journal's own thread, so that nothing happens in between.
        if (kill.value("when"_L1).toString() == "writing"_L1)
            connect(&m_journal, &operations::Journal::writing, this, die, Qt::DirectConnection);
        else
            connect(&m_journal, &operations::Journal::written, this, die, Qt::DirectConnection);
        const int fullFrom = m_options.value("full"_L1).toInt();
        if (fullFrom > 0) {
            std::signal(SIGXFSZ, SIG_IGN);
            connect(
                &m_journal, &operations::Journal::writing, this,
                [fullFrom](int number) {
                    if (number < fullFrom)
                        return;
                    const struct rlimit none = {0, RLIM_INFINITY};
                    ::setrlimit(RLIMIT_FSIZE, &none);
                },
                Qt::DirectConnection);
        }
        connect(&m_session, &openstack::Session::signedIn, this, &Runner::signedIn);
        connect(&m_session, &openstack::Session::signInFailed, this,
                [](const Error &error) { qFatal("%s", qPrintable(error.message)); });
        connect(&m_journal, &operations::Journal::trouble, this, [fullFrom](const Error &error) {
            if (fullFrom == 0)
                qFatal("%s", qPrintable(error.message));
        });
        connect(&m_center, &operations::OperationCenter::finished, this, &Runner::endIfAll,
                Qt::QueuedConnection);
        m_session.signIn();
    }

private:
    [[nodiscard]] openstack::CloudConfig config() const
    {
        openstack::CloudConfig cloud;
        cloud.name = cloud.auth.username = cloud.auth.password = cloud.auth.projectName = u"demo"_s;
        cloud.auth.userDomainName = cloud.auth.projectDomainName = u"Default"_s;
        cloud.auth.authUrl = QUrl(m_options.value("auth_url"_L1).toString());
        cloud.region = u"RegionOne"_s;
        return cloud;
    }

    [[nodiscard]] operations::Context context()
    {
        return {m_client, m_stores, m_fast, u"demo"_s, &m_journal, m_scope};
    }

    void signedIn(const openstack::Scope &scope)
    {
        m_scope.projectId = scope.projectId;
        m_center.setJournal(&m_journal, m_scope);
        if (m_options.contains("begin"_L1))
            fill();
        else
            goOn();
    }

    /// Loads what a window would show before the user could click.
    void fill()
    {
        const QString server = begun().value("server"_L1).toString();
        m_client.call(openstack::List<openstack::Volume>{})
            .then(this, [this, server](auto volumes) {
                if (volumes.ok())
                    m_stores.volumes.upsert(volumes.value().items);
                m_client.call(openstack::Get<openstack::Server>{server})
                    .then(this, [this](auto result) {
                        if (result.ok())
                            m_stores.servers.upsert({result.value()});
                        begin();
                    });
            });
    }

    [[nodiscard]] QJsonObject begun() const
    {
        return m_options.value("begin"_L1).toObject().value("intent"_L1).toObject();
    }

    void begin()
    {
        operations::JournalEntry entry;
        entry.kind = m_options.value("begin"_L1).toObject().value("kind"_L1).toString();
        entry.intent = begun();
        auto operation = operations::operationFrom(entry, context());
        if (!operation)
            qFatal("no such operation");
        m_center.start(std::move(operation));
    }

    void goOn()
    {
        m_journal.takeUnfinished(m_scope, this, [this](const auto &taken) {
            if (!taken.ok())
                qFatal("%s", qPrintable(taken.error().message));
            for (const operations::JournalEntry &entry : *taken) {
                auto operation = operations::resumeOperation(entry, context());
                if (!operation)
                    qFatal("not understood: %s", qPrintable(entry.kind));
                m_center.start(std::move(operation));
            }
            endIfAll();
        });
    }

    void endIfAll()
    {
        if (m_center.running() > 0)
            return;
        QJsonArray ended;
        for (const auto &operation : m_center.operations()) {
            QJsonObject one{{u"outcome"_s, operations::outcomeName(operation->outcome())},
                            {u"notes"_s, QJsonArray::fromStringList(operation->notes())}};
            if (operation->error())
                one.insert(u"error"_s, operation->error()->message);
            ended.append(one);
        }
        // After everything that is still to be written.
        m_journal.history(0, this, [this, ended](const auto &) {
            const QString line = operations::jsonText(
                QJsonObject{{u"operations"_s, ended}, {u"lines"_s, m_lines.load()}});
            std::puts(line.toUtf8().constData());
            std::fflush(stdout);
            QCoreApplication::exit(0);
        });
    }

    QJsonObject m_options;
    SystemClock m_clock;
    FastClock m_fast;
    net::Transport m_transport{m_clock};
    openstack::Session m_session;
    net::ApiClient m_client;
    store::CloudStores m_stores;
    operations::JournalScope m_scope;
    std::atomic<int> m_lines = 0;
    operations::Journal m_journal;
    operations::OperationCenter m_center;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 2)
        return 2;
    const Runner runner(operations::objectFrom(QString::fromUtf8(argv[1])));
    return QCoreApplication::exec();
}
