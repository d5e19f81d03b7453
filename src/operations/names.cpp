#include "operations/names.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace oriel::operations {

namespace {

struct NameWords
{
    Q_DECLARE_TR_FUNCTIONS(NameText)
};

} // namespace

QString volumeSnapshotName(const QString &imageName)
{
    return QStringLiteral("snapshot for ") + imageName;
}

qsizetype longestSnapshotName(bool withVolumes)
{
    return withVolumes ? longestName - characters(volumeSnapshotName({})) : longestName;
}

qsizetype characters(QStringView text)
{
    return text.toUcs4().size();
}

QString firstCharacters(const QString &text, qsizetype count)
{
    qsizetype units = 0;
    for (qsizetype seen = 0; units < text.size(); ++units) {
        if (!text.at(units).isLowSurrogate() && ++seen > count)
            break;
    }
    return text.left(units);
}

NameFault computeNameFault(const QString &name, qsizetype longest)
{
    if (name.isEmpty())
        return NameFault::Empty;
    if (characters(name) > longest)
        return NameFault::TooLong;
    if (name.front().isSpace() || name.back().isSpace())
        return NameFault::BlankEnd;
    // Nova's pattern consists of the first 65,535 code points, without controls, formats and
    // breaks.
    const bool taken = std::ranges::all_of(name.toUcs4(), [](char32_t character) {
        switch (QChar::category(character)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_PrivateUse:
        case QChar::Other_Surrogate:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return false;
        default:
            return character < 0xffff;
        }
    });
    return taken && name.isValidUtf16() ? NameFault::None : NameFault::Unprintable;
}

NameFault storageNameFault(const QString &name)
{
    if (name.isEmpty())
        return NameFault::Empty;
    return characters(name) > longestName ? NameFault::TooLong : NameFault::None;
}

QString describe(NameFault fault, const QString &name, qsizetype longest)
{
    switch (fault) {
    case NameFault::None:
        break;
    case NameFault::Empty:
        return NameWords::tr("Enter a name.");
    case NameFault::TooLong:
        if (longest < longestName)
            return NameWords::tr("The name has %1 characters. At most %2 are allowed: the cloud "
                                 "puts “snapshot for” before it in the names of the volume "
                                 "snapshots.")
                .arg(QString::number(characters(name)), QString::number(longest));
        return NameWords::tr("The name has %1 characters. At most %2 are allowed.")
            .arg(QString::number(characters(name)), QString::number(longest));
    case NameFault::BlankEnd:
        return NameWords::tr(
            "The name begins or ends with a space, which the cloud does not accept.");
    case NameFault::Unprintable:
        return NameWords::tr("The name contains a character that the cloud does not accept there, "
                             "such as a line break, an invisible character or an emoji.");
    }
    return {};
}

} // namespace oriel::operations
