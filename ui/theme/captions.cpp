#include "ui/theme/captions.h"

#include "base/visible.h"

#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace oriel::ui {

QString asCaption(const QString &text)
{
    return shortened(text).replace(u'&', "&&"_L1);
}

QString asToolTip(const QString &text)
{
    constexpr qsizetype most = 80;
    QStringList lines;
    for (const QString &paragraph : shortened(text).split(u'\n')) {
        QString line;
        for (const QString &word : paragraph.split(u' ')) {
            if (!line.isEmpty() && line.size() + 1 + word.size() > most) {
                lines += line;
                line.clear();
            }
            line += line.isEmpty() ? word : u' ' + word;
        }
        lines += line;
    }
    return lines.join(u'\n');
}

QString asWindowTitle(const QString &text)
{
    return visible(shortened(text)).replace("[*]"_L1, "[*][*]"_L1);
}

} // namespace oriel::ui
