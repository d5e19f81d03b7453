#pragma once

#include "base/clock.h"
#include "base/literals.h"
#include "net/apiclient.h"
#include "net/authority.h"
#include "net/transport.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/theme/theme.h"
#include "ui/uicontext.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtWidgets/QApplication>

namespace oriel::bench {

/// Not signed in: all requests for a token fail.
class NoAuthority final : public net::Authority
{
public:
    void token(QObject *, std::function<void(Result<QByteArray>)> callback) override
    {
        callback(refusal());
    }
    void reject(const QByteArray &) override {}
    [[nodiscard]] Result<QUrl> endpoint(net::Service) const override { return refusal(); }
    [[nodiscard]] net::Tls tls() const override { return net::Tls(); }

private:
    static Error refusal()
    {
        Error error;
        error.kind = ErrorKind::Unreachable;
        error.message = u"no cloud"_s;
        return error;
    }
};

/// What pages need, with stores that are not polled: the probe inserts the rows.
struct OfflineFixture
{
    SystemClock clock;
    net::Transport transport{clock};
    NoAuthority authority;
    net::ApiClient client{transport, authority, clock};
    store::CloudStores stores{client, clock};
    operations::OperationCenter operations;
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"oriel.ini"_s), QSettings::IniFormat};
    ui::Theme theme{*qApp, ui::Theme::Scheme::Light};
    ui::UiContext context{client, stores,   operations, clock,
                          theme,  settings, u"bench"_s, {u"member"_s}};
};

/// A server with what lists show; `number` makes its id, name, address and times.
inline openstack::Server someServer(int number)
{
    openstack::Server server;
    server.id = u"%1-5e7b-4c1f-9a2d-0123456789ab"_s.arg(number, 8, 16, QChar(u'0'));
    server.name = u"%1-%2"_s.arg(QStringList{u"web"_s, u"db"_s, u"batch"_s}.at(number % 3),
                                 QString::number(number));
    server.status = number % 17 == 0 ? u"SHUTOFF"_s : u"ACTIVE"_s;
    server.flavor = {u"1"_s, u"m1.small"_s, 1, 2048, 20};
    server.created =
        QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC).addSecs(number * 7919LL % 9'000'000);
    server.updated = server.created;
    server.addresses = {
        {u"net"_s,
         u"10.%1.%2.%3"_s.arg(QString::number(number >> 16), QString::number((number >> 8) & 255),
                              QString::number(number & 255)),
         u"fa:16:3e:00:00:00"_s, 4, false}};
    server.imageId = u"image"_s;
    server.keyName = u"key"_s;
    server.availabilityZone = u"nova"_s;
    server.volumes = {{u"volume-%1"_s.arg(number), false}};
    return server;
}

} // namespace oriel::bench
