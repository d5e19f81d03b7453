#include "ui/pages/listsearch.h"

namespace oriel::ui {

int searchRank(const QString &name, const QString &id, const QString &text)
{
    if (name.compare(text, Qt::CaseInsensitive) == 0 || id.compare(text, Qt::CaseInsensitive) == 0)
        return 0;
    if (name.startsWith(text, Qt::CaseInsensitive))
        return 1;
    if (name.contains(text, Qt::CaseInsensitive))
        return 2;
    return text.size() >= 4 && id.startsWith(text, Qt::CaseInsensitive) ? 3 : noMatch;
}

int searchRank(const QString &address, const QString &text)
{
    if (!address.startsWith(text, Qt::CaseInsensitive))
        return noMatch;
    return address.size() == text.size() ? 0 : 2;
}

} // namespace oriel::ui
