#include "base/ids.h"

#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace oriel {

QString newRequestId()
{
    return u"req-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace oriel
