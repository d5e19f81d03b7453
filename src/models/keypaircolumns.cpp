#include "models/keypaircolumns.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

struct KeyPairColumns
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::KeyPairColumns)
};

/// Unknown types are shown verbatim.
QString typeText(const openstack::KeyPair &pair)
{
    if (pair.type == "ssh"_L1)
        return KeyPairColumns::tr("SSH");
    return pair.type == "x509"_L1 ? KeyPairColumns::tr("X.509 certificate") : pair.type;
}

} // namespace

std::vector<Column<openstack::KeyPair>> keyPairColumns()
{
    using P = openstack::KeyPair;
    using C = Column<P>;
    return {
        C{.key = u"name"_s,
          .title = KeyPairColumns::tr("Name"),
          .text = [](const P &pair, const Lookup &) { return pair.name; },
          .width = 28},
        C{.key = u"type"_s,
          .title = KeyPairColumns::tr("Type"),
          .text = [](const P &pair, const Lookup &) { return typeText(pair); },
          .width = 16},
        C{.key = u"fingerprint"_s,
          .title = KeyPairColumns::tr("Fingerprint"),
          .text = [](const P &pair, const Lookup &) { return pair.fingerprint; },
          .width = 48},
    };
}

} // namespace oriel::models
