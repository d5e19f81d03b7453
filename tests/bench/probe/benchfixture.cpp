#include "probe/benchfixture.h"

#include "models/rowmodel.h"
#include "openstack/config/cloudsloader.h"
#include "store/store.h"

#include <QtCore/QFile>
#include <QtCore/QLoggingCategory>
#include <QtCore/QMutex>
#include <QtCore/QRegularExpression>
#include <QtGui/QWindow>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace oriel::bench {

namespace {

openstack::CloudConfig chosenCloud()
{
    const auto clouds = openstack::CloudsLoader::load(openstack::Environment::current());
    if (!clouds.ok())
        qFatal("%s", qPrintable(clouds.error().message));
    const auto cloud = clouds->find(clouds->selected);
    if (!cloud.ok())
        qFatal("%s", qPrintable(cloud.error().message));
    return *cloud;
}

QMutex countMutex;
QMap<QString, Traffic::Count> counts;
QtMessageHandler before = nullptr;

/// "compute GET /servers/detail attempt 1 200 1234 bytes req-…"
void count(QtMsgType type, const QMessageLogContext &where, const QString &text)
{
    static const QRegularExpression line(u"^(\\S+) \\w+ \\S+ attempt \\d+ \\d+ (\\d+) bytes"_s);
    const auto match = line.match(text);
    if (!match.hasMatch()) {
        before(type, where, text);
        return;
    }
    const QMutexLocker lock(&countMutex);
    Traffic::Count &of = counts[match.captured(1)];
    ++of.requests;
    of.bytes += match.captured(2).toLongLong();
}

} // namespace

Fixture::Fixture(QApplication &application) : theme(application)
{
    session = std::make_unique<openstack::Session>(transport, clock, chosenCloud());
    client = std::make_unique<net::ApiClient>(transport, *session, clock);
    stores = std::make_unique<store::CloudStores>(*client, storeClock);
    bool in = false;
    QObject::connect(session.get(), &openstack::Session::signedIn, &window,
                     [&](const openstack::Scope &scope) {
                         m_roles = scope.roles;
                         m_user = scope.userName;
                         in = true;
                     });
    QObject::connect(session.get(), &openstack::Session::signInFailed, &window,
                     [](const Error &error) { qFatal("%s", qPrintable(error.message)); });
    session->signIn();
    until([&] { return in; });
    session->disconnect(&window);
}

Fixture::~Fixture()
{
    delete window.takeCentralWidget(); // pages go before what they show
}

ui::UiContext Fixture::context()
{
    return {*client, *stores, operations, clock, theme, settings, m_user, m_roles};
}

ui::ListPage &Fixture::openInstances()
{
    auto *page = new ui::ListPage(context(), ui::instancesList());
    window.setCentralWidget(page);
    window.resize(1200, 760);
    window.show();
    // The table itself is hidden until there is a row.
    until([&] { return window.windowHandle()->isExposed(); });
    QCoreApplication::processEvents();
    return *page;
}

QAbstractItemView &Fixture::table() const
{
    auto *view = window.findChild<QAbstractItemView *>(u"instancesTable"_s);
    if (!view)
        qFatal("no table of instances");
    return *view;
}

bool Fixture::shows(qsizetype rows) const
{
    const auto *model = qobject_cast<const models::RowModel *>(table().model());
    return model && !model->isUpdating() && model->rowCount() >= rows &&
           table().viewport()->isVisible();
}

qint64 residentKiB()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * (sysconf(_SC_PAGESIZE) / 1024);
}

Traffic::Traffic()
{
    QLoggingCategory::setFilterRules(u"oriel.net.debug=true"_s);
    reset();
    before = qInstallMessageHandler(count);
}

Traffic::~Traffic()
{
    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules({});
}

QMap<QString, Traffic::Count> Traffic::taken()
{
    const QMutexLocker lock(&countMutex);
    return counts;
}

void Traffic::reset()
{
    const QMutexLocker lock(&countMutex);
    counts.clear();
}

} // namespace oriel::bench
