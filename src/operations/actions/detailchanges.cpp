#include "operations/actions/detailchanges.h"

#include <QtCore/QCoreApplication>

namespace oriel::operations {

namespace {

class DetailWords
{
    Q_DECLARE_TR_FUNCTIONS(DetailWords)
};

} // namespace

QString lostDetails(const QStringList &keys)
{
    //: %1: names of metadata items
    return DetailWords::tr(
               "Oriel quit before it had seen all changes. It does not keep values whose names "
               "look like secrets (%1). Check them, and enter them again.")
        .arg(keys.join(QStringLiteral(", ")));
}

} // namespace oriel::operations
