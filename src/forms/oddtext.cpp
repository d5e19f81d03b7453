#include "forms/oddtext.h"

#include <QtCore/QCoreApplication>

namespace oriel::forms {

namespace {

struct OddWords
{
    Q_DECLARE_TR_FUNCTIONS(OddText)
};

} // namespace

QString describe(net::Service service, const net::Oddity &oddity)
{
    const QString name = net::serviceName(service);
    if (oddity.cost == net::Oddity::Cost::Row) {
        //: %1: "servers[]"; %2: "compute"; %3: "“id” is missing"
        return OddWords::tr("An entry cannot be identified and is left out: %1 of the %2 service "
                            "(%3).")
            .arg(oddity.field, name, oddity.what);
    }
    //: %1: "servers[].flavor.vcpus"; %2: "block-storage"; %3: "a whole number was expected"
    return OddWords::tr("A value cannot be read and is shown as unknown: %1 of the %2 service "
                        "(%3).")
        .arg(oddity.field, name, oddity.what);
}

} // namespace oriel::forms
