#include "base/ids.h"

#include <QtCore/QUuid>

namespace oriel {

QString newRequestId()
{
    return QStringLiteral("req-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace oriel
