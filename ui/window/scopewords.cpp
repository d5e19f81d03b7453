#include "ui/window/scopewords.h"

#include "openstack/identity/scope.h"

#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace oriel::ui {

QString scopeWords(const openstack::Scope &scope)
{
    QStringList words{scope.cloud};
    for (const QString &word :
         {scope.region, scope.projectName.isEmpty() ? scope.domain : scope.projectName}) {
        if (!word.isEmpty())
            words << word;
    }
    return words.join(u" / "_s);
}

} // namespace oriel::ui
