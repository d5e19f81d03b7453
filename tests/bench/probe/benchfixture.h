#pragma once

#include "base/literals.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/identity/session.h"
#include "operations/operationcenter.h"
#include "probe/skippingclock.h"
#include "store/cloudstores.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/theme/theme.h"
#include "ui/uicontext.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QTemporaryDir>
#include <QtWidgets/QMainWindow>

#include <memory>

class QAbstractItemView;

namespace oriel::bench {

/// Somebody signed in to the cloud that OS_CLOUD names, and an empty window. What the stores wait
/// for can be skipped; requests keep the computer's time.
class Fixture
{
public:
    explicit Fixture(QApplication &application);
    ~Fixture();

    [[nodiscard]] ui::UiContext context();
    /// The Instances page in the window, seen and painted once, and still without a row: entered()
    /// is for who measures.
    ui::ListPage &openInstances();
    [[nodiscard]] QAbstractItemView &table() const;
    /// Whether the table shows everything that the stores have, and is painted.
    [[nodiscard]] bool shows(qsizetype rows) const;

    /// Turns the event loop until `done`; ends the process with a message after ten minutes.
    template <typename F>
    void until(F done)
    {
        QElapsedTimer waited;
        waited.start();
        while (!done()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
            if (waited.elapsed() > 600'000)
                qFatal("not within ten minutes");
        }
    }

    SystemClock clock;
    SkippingClock storeClock;
    net::Transport transport{clock};
    std::unique_ptr<openstack::Session> session;
    std::unique_ptr<net::ApiClient> client;
    std::unique_ptr<store::CloudStores> stores;
    operations::OperationCenter operations;
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"oriel.ini"_s), QSettings::IniFormat};
    ui::Theme theme;
    QMainWindow window;

private:
    QStringList m_roles;
    QString m_user;
};

/// Resident memory of this process now, in KiB.
[[nodiscard]] qint64 residentKiB();

/// Counts the requests and the bytes of their unpacked answers from now on, as oriel.net logs them.
class Traffic
{
public:
    Traffic();
    ~Traffic();
    Q_DISABLE_COPY_MOVE(Traffic)

    struct Count
    {
        int requests = 0;
        qint64 bytes = 0;
    };
    /// By service ("compute").
    [[nodiscard]] static QMap<QString, Count> taken();
    static void reset();
};

} // namespace oriel::bench
