#include "operations/actions/serviceversion.h"

#include <QtCore/QCoreApplication>

namespace oriel::operations {

namespace {

struct ServiceVersion
{
    Q_DECLARE_TR_FUNCTIONS(ServiceVersion)
};

} // namespace

QString whyTooOld(const store::CloudStores &stores, net::Service service, net::Microversion least)
{
    const auto version = stores.versionOf(service);
    if (!version || *version >= least)
        return {};
    const QString pattern =
        service == net::Service::BlockStorage
            ? ServiceVersion::tr("This needs version %1 of the block storage API, and the cloud "
                                 "has version %2.")
            : ServiceVersion::tr("This needs version %1 of the compute API, and the cloud has "
                                 "version %2.");
    return pattern.arg(QString::fromLatin1(least.toByteArray()),
                       QString::fromLatin1(version->toByteArray()));
}

} // namespace oriel::operations
